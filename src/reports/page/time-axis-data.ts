import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { FlowSamples } from '../../evidence/sockets/flow-samples.ts';
import type { StepResult } from '../../events/events.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import { transfersOf } from '../../words/facts/transfers-of.ts';
import type { Facts, FactOf } from '../../words/facts/facts.ts';
import type { Observation } from '../../words/lab/transfer.ts';
import { countText } from '../model/result-text.ts';
import type { TimeAxis } from './time-axis.ts';

/** Returns the time axes of a step: one for each family that was sampled; the second one only if the flow ended otherwise. */
export const timeAxes = ({ facts }: Pick<StepResult, 'facts'>): readonly TimeAxis[] => {
  const axes = Object.entries(facts).flatMap(([source, learned]) => {
    const flow = drawnFlow(learned);
    return flow?.samples ? [{ flow, axis: axisOf(source, flow, flow.samples, learned.journeys) }] : [];
  });
  const [first, ...others] = axes;
  return first
    ? [first, ...others.filter(({ flow }) => flow.outcome !== first.flow.outcome)].map(({ axis }) => axis)
    : [];
};

/** What a time axis shows, for those who do not see it. */
export const timeAxisText = ({ node, ms, sent, acked, mss, pmtu, changes, segments, ptbs }: TimeAxis): string => {
  const last = (column: readonly (number | null)[]): number => column.findLast((value) => value !== null) ?? 0;
  const [again, lost] = [segments.filter(([, , , , repeated]) => repeated), ptbs.filter(([, , dead]) => dead)];
  return [
    `${node} over ${Math.round(ms.at(-1) ?? 0)} ms: ${last(sent)} bytes sent, ${last(acked)} acknowledged`,
    `segment size ${valuesText(mss)}, path MTU ${valuesText(pmtu)}`,
    ...(again.length > 0 ? [`${countText(again.length, 'retransmission')} shown`] : []),
    ...(ptbs.length > 0 ? [`${ptbs.length} Packet Too Big shown, ${lost.length} of them lost`] : []),
    ...(changes.length > 0 ? [`the lab was changed after ${changes.join(' and ')} ms`] : []),
  ].join('; ');
};

const valuesText = (column: readonly (number | null)[]): string =>
  column.filter((value) => value !== null).join(', then ');

/** The flow whose packets are drawn: the first that is stalled, or the first. */
const drawnFlow = (learned: Facts): Observation | undefined => {
  const flows = transfersOf(learned)?.filter(({ samples }) => (samples?.ms.length ?? 0) > 1);
  return flows?.find(({ outcome }) => outcome === 'stalled') ?? flows?.[0];
};

const axisOf = (
  source: string,
  { family, ports }: Observation,
  { node, startedAt, changes, ms, ...columns }: FlowSamples,
  captured: FactOf<'journeys'> | undefined,
): TimeAxis => {
  const names = [`${ports.client}→${ports.server}`, `${ports.server}→${ports.client}`];
  const name = familyNames[family ?? (source as Family)] as string | undefined;
  const isDrawn = captured?.startedAt !== undefined && names.some((name) => captured.drawn.endsWith(name));
  const offset = isDrawn ? captured.startedAt - startedAt : 0;
  const packets = isDrawn ? captured.rows.flatMap((row) => ('packet' in row ? [row.packet] : [])) : [];
  const at = ({ atMs }: JourneySummary): number => Math.round((atMs + offset) * 100) / 100;
  const isDead = ({ ended }: JourneySummary): 0 | 1 => (ended === 'dead' ? 1 : 0);
  return {
    ...{ title: [name, names[0]].filter(Boolean).join(', '), node, ms, changes },
    ...{ sent: withoutRepetition(columns.sent), acked: withoutRepetition(columns.acked) },
    ...{
      mss: withoutRepetition(columns.mss),
      pmtu: withoutRepetition(columns.pmtu),
      rto: withoutRepetition(columns.rto),
    },
    segments: packets.flatMap((packet) => {
      const { from, range, repeated, payload = 0 } = packet;
      return from === node && range && payload > 0
        ? [[at(packet), ...range, isDead(packet), repeated ? 1 : 0] as const]
        : [];
    }),
    ptbs: packets.flatMap((packet) =>
      packet.kind === 'ptb' ? [[at(packet), packet.mtu ?? 0, isDead(packet)] as const] : [],
    ),
  };
};

const withoutRepetition = (column: readonly number[]): readonly (number | null)[] =>
  column.map((value, index) => (index > 0 && column[index - 1] === value ? null : value));
