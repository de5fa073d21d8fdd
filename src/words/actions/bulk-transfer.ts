import type { Facts } from '../facts/facts.ts';
import type { Flow, Lab } from '../lab/lab.ts';
import { destinationOf } from '../lab/destination.ts';
import type { Observation, TransferRequest } from '../lab/transfer.ts';
import type { PredictedTransfer } from '../lab/network.ts';
import type { ActionContext } from '../language/word.ts';
import type { Wait } from '../lab/wait.ts';
import type { ValueOf } from '../language/shape.ts';
import { inBytes, inMs } from '../language/amount.ts';
import { boolean, bytes, duration, fields, optional, reference, integer } from '../language/shape.ts';
import { legTaken, requireLeg } from './leg-taken.ts';
import { portFor, sourcePort } from './source-port.ts';

/** Settings shared by fetch and upload, which differ in the direction only. */
export const bulkShape = fields('a bulk transfer', {
  from: reference('node', 'the node that connects'),
  to: reference('destination', 'the node that serves HTTP'),
  bytes: bytes('length of the body'),
  as: optional(reference('new-flow', 'keeps the flow open under this name; with several flows, the first one')),
  over: optional(reference('flow', 'the kept flow whose connection carries this transfer, instead of a new one')),
  leg: optional(reference('leg', 'the leg that the flow must take; mtulab finds a source port for it')),
  port: optional(sourcePort),
  flows: optional(integer('number of transfers at the same time, each over its own connection', 1, 500), 1),
  for: optional(
    duration('watch for exactly this long, to show that an outcome lasts: a stall that heals meanwhile is none'),
  ),
  'stops-reading-after': optional(bytes('the receiving application stops reading after this many bytes')),
  raw: optional(
    boolean(
      'whether TCP carries the body alone, without HTTP: a body of 1428 bytes is then exactly 1428 bytes of payload',
    ),
    false,
  ),
});

export type BulkTransfer = ValueOf<typeof bulkShape>;

/** Opens the flows, observes them in parallel, and closes with an RST those that are not kept. */
export const runTransfers = async (
  kind: TransferRequest['kind'],
  lab: Lab,
  settings: BulkTransfer,
  { family, wait, signal }: ActionContext,
): Promise<Facts> => {
  const { as, over, flows: count = 1 } = settings;
  const flows: Flow[] = [];
  const kept = new Set<Flow>();
  try {
    const observations = Array.from({ length: count }, async () => {
      const flow = await open(kind, lab, settings, { family, wait, signal });
      flows.push(flow);
      return flow.observe(waitFor(settings.for, wait), signal);
    });
    const transfers = await afterAll(observations);
    if (settings.leg !== undefined)
      await requireLeg(lab, transfers, { ...settings, family, leg: settings.leg }, signal);
    const [first] = flows;
    if (as !== undefined && first) {
      kept.add(first);
      lab.keep(as, first);
    }
    const leg = await legTaken(lab, transfers, { kind, family }, signal);
    return {
      ...(count === 1 ? { transfer: transfers[0]! } : { transfers }),
      ...(leg !== undefined && { leg }),
      ...(destinationOf(lab.nodes, settings.to)?.isShared && {
        holder: transfers.map(({ holder }) => (holder === undefined ? [] : [holder])),
      }),
    };
  } finally {
    // A transfer over a kept connection leaves closing to the kept flow.
    if (over === undefined) for (const flow of flows) if (!kept.has(flow)) flow.close();
  }
};

/** The transfer as a planned network predicts it; all its flows have the same ends. */
export const predictedTransfer = (
  kind: TransferRequest['kind'],
  { from, to, bytes, raw, leg, as, over, 'stops-reading-after': stops }: BulkTransfer,
  family: TransferRequest['family'],
): PredictedTransfer => ({
  ...{ kind, from, to, family, bytes: inBytes(bytes), raw, leg, as, over },
  stopsReading: stops !== undefined,
});

/** The wait of an action with the setting `for`, which lasts exactly that long; without it, the wait of the step. */
export const waitFor = (time: string | undefined, { scale, ...wait }: Wait): Wait => ({
  ...(time === undefined ? wait : { until: 'lasting', withinMs: inMs(time) }),
  ...(scale !== undefined && { scale }),
});

const open = async (
  kind: TransferRequest['kind'],
  lab: Lab,
  { from, to, bytes, leg, port: given, over, raw, 'stops-reading-after': stopsReadingAfter }: BulkTransfer,
  { family, signal }: ActionContext,
): Promise<Flow> => {
  const requested = portFor(given, family);
  const port =
    requested === 'any'
      ? 0
      : await lab.port(
          { from, to, family, ...(leg !== undefined && { leg }), ...(requested && { requested }) },
          signal,
        );
  const request: TransferRequest = {
    ...{ kind, from, to, family, port, bytes: inBytes(bytes) },
    ...(stopsReadingAfter !== undefined && { stopsReadingAfter: inBytes(stopsReadingAfter) }),
    ...(over !== undefined && { over }),
    ...(raw && { raw }),
  };
  return lab.transfer(request, signal);
};

/** Rejects with the first failure, but only after all have settled, so that no flow is opened after the clean-up. */
const afterAll = async (observations: readonly Promise<Observation>[]): Promise<readonly Observation[]> => {
  await Promise.allSettled(observations);
  return Promise.all(observations);
};
