import type { Facts } from '../facts/facts.ts';
import type { Flow, Lab } from '../lab/lab.ts';
import type { Observation, TransferRequest } from '../lab/transfer.ts';
import type { ActionContext } from '../language/word.ts';
import type { Wait } from '../lab/wait.ts';
import type { Typed } from '../language/shape.ts';
import { inBytes, inMs } from '../language/amount.ts';
import { bytes, duration, fields, maybe, named, whole } from '../language/shape.ts';
import { legTaken } from './leg-taken.ts';

/** What fetch and upload are told; they differ in the direction alone. */
export const bulkShape = fields('a bulk transfer over HTTP', {
  from: named('node', 'the node that connects'),
  to: named('node', 'the node that serves HTTP'),
  bytes: bytes('length of the body'),
  as: maybe(named('new-flow', 'keeps the flow open under this name; of several flows the first')),
  over: maybe(named('flow', 'the kept flow whose connection carries this transfer, instead of a new one')),
  leg: maybe(named('leg', 'the leg that the flow takes; a source port is searched for it')),
  flows: maybe(whole('so many transfers at once, each over a connection of its own', 1, 500), 1),
  for: maybe(duration('watch exactly so long, to claim that what is seen lasts')),
  'stops-reading-after': maybe(bytes('the receiving application stops reading after so many bytes')),
});

export type BulkTransfer = Typed<typeof bulkShape>;

/** Opens the flows, watches them side by side, and closes with an RST what was not to be kept. */
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
    const observing = Array.from({ length: count }, async () => {
      const flow = await open(kind, lab, settings, { family, wait, signal });
      flows.push(flow);
      return flow.observe(waitFor(settings.for, wait), signal);
    });
    const transfers = await settled(observing);
    const [first] = flows;
    if (as !== undefined && first) {
      kept.add(first);
      lab.keep(as, first);
    }
    const leg = await legTaken(lab, transfers, kind, signal);
    return { ...(count === 1 ? { transfer: transfers[0]! } : { transfers }), ...(leg !== undefined && { leg }) };
  } finally {
    // A flow that rides on a kept connection belongs to the kept flow.
    if (over === undefined) for (const flow of flows) if (!kept.has(flow)) flow.close();
  }
};

/** `for: 2s` watches the whole of it; without it the step decides. */
export const waitFor = (time: string | undefined, wait: Wait): Wait =>
  time === undefined ? wait : { until: 'lasting', withinMs: inMs(time) };

const open = async (
  kind: TransferRequest['kind'],
  lab: Lab,
  { from, to, bytes, leg, over, 'stops-reading-after': stopsReadingAfter }: BulkTransfer,
  { family, signal }: ActionContext,
): Promise<Flow> => {
  const port = await lab.port({ from, to, family, ...(leg !== undefined && { leg }) }, signal);
  const request: TransferRequest = {
    ...{ kind, from, to, family, port, bytes: inBytes(bytes) },
    ...(stopsReadingAfter !== undefined && { stopsReadingAfter: inBytes(stopsReadingAfter) }),
    ...(over !== undefined && { over }),
  };
  return lab.transfer(request, signal);
};

/** Waits for all before it tells of the first failure, so that no flow is opened behind the back of the clean-up. */
const settled = async (observing: readonly Promise<Observation>[]): Promise<readonly Observation[]> => {
  await Promise.allSettled(observing);
  return Promise.all(observing);
};
