import { icmpName } from './icmp-name.ts';
import { tunnelName } from './tunnel-name.ts';
import type { Layers } from '../layers/decoded-packet.ts';
import { fateOf } from '../journeys/fate.ts';
import type { Journey, Stop } from '../journeys/journey.ts';
import { sequenceNumbering, type RelativeSequence } from './relative-sequence.ts';
import { packetKind } from './packet-kind.ts';
import type { JourneyEnd, JourneySummary, StopSummary } from './journey-summary.ts';
import { ipOf, nodeOf } from '../journeys/sighting.ts';

/** Summarizes IP packets in order of first sighting; needs all journeys of a conversation to number bytes correctly. */
export const summarizeJourneys = (journeys: readonly Journey[], context: SummaryContext): readonly JourneySummary[] => [
  ...journeySummaries(journeys, context),
];

/** The same for many packets: each iteration makes the summaries anew, so that those that are not shown take no memory. */
export const journeySummaries = (journeys: readonly Journey[], context: SummaryContext): Iterable<JourneySummary> => ({
  *[Symbol.iterator]() {
    const start = journeys[0]?.stops[0]?.time ?? 0n;
    const sequenceOf = sequenceNumbering();
    const ranges = new Map<number, JourneySummary['range']>();
    const numbersCarried = new Set(journeys.map(({ carries }) => carries));
    const carried = new Map(
      journeys.flatMap((one) => (numbersCarried.has(one.number) ? [[one.number, one] as const] : [])),
    );
    const conversation = { ...context, start, ranges, carried, stopsOf: stopSummaries() };
    for (const journey of journeys) {
      const { number, carries } = journey;
      const own = sequenceOf(journey);
      const sequence = carries === undefined ? own : { ...own, range: ranges.get(carries) };
      if (journey.answeredBy.length > 0 || carried.has(number)) ranges.set(number, sequence.range);
      if (ipOf(journey.packet)) yield summarize(journey, sequence, conversation);
    }
  },
});

const summarize = (
  journey: Journey,
  { range, wants, repeated }: RelativeSequence,
  context: ConversationContext,
): JourneySummary => {
  const { packet, number, stops, answers, carries, continuedBy } = journey;
  const { ipv4, tcp } = packet;
  const { length: bytes, source, destination, fragment } = ipOf(packet)!;
  const { start, ranges, stopsOf, addressOwners } = context;
  const kind = packetKind(packet);
  const atMs = Number(stops[0]!.time - start) / 1e6;
  const family = ipv4 ? 'ipv4' : 'ipv6';
  const fields: Draft = { number, kind, family, bytes, stops: stopsOf(stops), atMs, ended: 'unknown' };
  set(fields, 'from', addressOwners.get(source));
  set(fields, 'to', addressOwners.get(destination));
  set(fields, 'range', range);
  set(fields, 'wants', wants);
  set(fields, 'repeated', repeated);
  set(fields, 'payload', tcp?.payloadLength);
  set(fields, 'offset', fragment?.offset);
  set(fields, 'mtu', (packet.icmp ?? packet.icmpv6)?.mtu);
  set(fields, 'mss', tcp?.options?.mss);
  set(fields, 'about', kind === 'tunnel' ? tunnelName(packet) : tcp ? undefined : describePacket(packet));
  set(fields, 'answers', answers);
  set(fields, 'quotes', answers === undefined ? undefined : ranges.get(answers));
  set(fields, 'carries', carries);
  set(fields, 'pieces', continuedBy.length > 0 ? continuedBy.length : undefined);
  fields.ended = endOf(journey, context);
  return fields;
};

type Draft = { -readonly [Key in keyof JourneySummary]: JourneySummary[Key] };

/** Sets a field where there is a value; copying an object for each field would take most of the time. */
const set = <Key extends keyof Draft>(draft: Draft, key: Key, value: Draft[Key] | undefined): void => {
  if (value !== undefined) draft[key] = value;
};

export interface SummaryContext {
  /** The node of each address. */
  readonly addressOwners: ReadonlyMap<string, string>;
  /** When the capture ended, in nanoseconds since 1970. */
  readonly end?: bigint;
  /** The capture has missed packets: one that was not seen again may have gone on. */
  readonly incomplete?: boolean | undefined;
}

interface ConversationContext extends SummaryContext {
  readonly start: bigint;
  readonly stopsOf: (stops: readonly Stop[]) => readonly StopSummary[];
  /** The ranges of packets that an ICMP error quotes or a tunnel carries, by number. */
  readonly ranges: ReadonlyMap<number, JourneySummary['range']>;
  /** The packets that tunnels carry, by number. */
  readonly carried: ReadonlyMap<number, Journey>;
}

/** Many packets take few paths: those that were seen at the same places, sent and not rewritten, share their stops. */
const stopSummaries = (): ((stops: readonly Stop[]) => readonly StopSummary[]) => {
  const known = new Map<string, readonly StopSummary[]>();
  return (stops) => {
    if (stops.some(({ changes, refused }) => changes || refused)) return stops.map(summarizeStop);
    let key = '';
    for (const { place, direction } of stops) key += `${place} ${direction} `;
    const before = known.get(key);
    if (before) return before;
    const summaries = stops.map(summarizeStop);
    known.set(key, summaries);
    return summaries;
  };
};

const summarizeStop = ({ place, direction, changes, refused }: Stop): StopSummary => ({
  ...{ place, direction },
  ...(changes && { changes }),
  ...(refused && { refused }),
});

/**
 * A packet seen just before the end may be under way; it counts as lost only if its destination's node is known and, where the capture has
 * missed packets, an ICMP error quotes it.
 */
const endOf = (journey: Journey, { addressOwners, end, incomplete, carried }: ConversationContext): JourneyEnd => {
  const fate = fateOf(journey, addressOwners);
  if (fate !== 'dead') return fate;
  if (hasLeftTunnel(journey, carried.get(journey.carries ?? -1))) return 'delivered';
  if (!addressOwners.has(ipOf(journey.packet)?.destination ?? '')) return 'unknown';
  if (end !== undefined && end - journey.last.time < transitNs) return 'under-way';
  return incomplete && journey.answeredBy.length === 0 ? 'unknown' : 'dead';
};

/** Whether the packet that it carries was seen without it afterwards, at the node that got both: an SRv6 segment has no owner. */
const hasLeftTunnel = ({ last }: Journey, inside: Journey | undefined): boolean =>
  last.direction === 'in' &&
  inside !== undefined &&
  inside.stops.some(({ place, time }) => time >= last.time && nodeOf(place) === nodeOf(last.place));

/** A packet crosses four hops in a tenth of this time on an idle machine. */
const transitNs = 3_000_000n;

const describePacket = ({ icmp, icmpv6, udp }: Layers): string => {
  if (udp) return `UDP ${udp.source}→${udp.destination}`;
  const name = icmpv6 ? 'ICMPv6' : 'ICMP';
  const { type, code, echo } = icmpv6 ?? icmp ?? {};
  if (echo) return `echo ${type === 8 || type === 128 ? 'request' : 'reply'} ${echo.sequence}`;
  if (type === undefined) return 'another protocol';
  return icmpName(name, type, code ?? 0);
};
