import t from 'tap';
import type { FlowId } from '../../../src/evidence/flows/flow-id.ts';
import type { TcpInfo } from '../../../src/evidence/sockets/tcp-info.ts';
import type { Sample } from '../../../src/evidence/sockets/sample.ts';
import { FlowSegments } from '../../../src/kernel/flows/flow-segments.ts';
import { observationOf } from '../../../src/kernel/flows/observation.ts';
import type { ObservedFlow } from '../../../src/kernel/flows/observation.ts';
import { longestMs, pollIntervalMs, timeoutMs } from '../../../src/kernel/flows/polling.ts';
import { labChangeAt, withRecovery } from '../../../src/kernel/flows/recovery.ts';
import type { WatchedTransfer } from '../../../src/kernel/flows/watched-flow.ts';
import { download, established, transferOf } from '../fixtures/flow.ts';

const sent = { ...established, bytesAcked: 500, totalRto: 3 };
const unacknowledged = { ...established, unacked: 8, backoff: 3, rtoMs: 1632, totalRto: 3 };
const closedWindow = { ...established, notsentBytes: 5000, sndWnd: 0 };
const cause = { word: 'packet-too-big-lost', place: 'firewall', evidence: ['the proof'] } as const;

/** A transfer to a published port whose translation was not found. */
const unfollowed = ((transfer) => ({
  ...transfer,
  segments: new FlowSegments(transfer.segments.all[0], {
    ...{ names: [], namespace: () => '', claim: () => true, reaches: () => false },
  }),
}))(transferOf({}));

/** A sample of both ends. */
const sampleAt = (atMs: number, sender: TcpInfo): Sample => ({ atMs, sender, receiver: established });

const flow = (part: Partial<ObservedFlow>): ObservedFlow => ({
  ...{ request: download, transfer: transferOf({ received: 500 }), samples: [sampleAt(1500, established)] },
  ...{ episodes: [], isMoving: false, isStale: false, receivedBefore: 500, sinceMs: 0, atMs: 1500.4, ...part },
});

const outcomes: Readonly<Record<string, readonly [part: Partial<ObservedFlow>, outcome: string, why?: string]>> = {
  'all bytes received': [{ transfer: transferOf({ received: 1000, failure: 'ECONNRESET' }) }, 'completed'],
  'an RST for the SYN': [{ transfer: transferOf({ connected: false, failure: 'ECONNREFUSED' }) }, 'refused'],
  'another error of connect': [{ transfer: transferOf({ connected: false, failure: 'EHOSTUNREACH' }) }, 'unreachable'],
  'no answer to the SYN': [{ transfer: transferOf({ connected: false }) }, 'unreachable'],
  'an open stall': [{ episodes: [{ fromMs: 220, cause }] }, 'stalled'],
  'an open stall that was proved before a change only': [
    { episodes: [{ fromMs: 220, cause }], isStale: true },
    'not-judged',
  ],
  'a receiver whose socket was not found': [{ samples: [{ atMs: 1, sender: sent }] }, 'not-judged'],
  'a sender whose socket was not found': [{ samples: [{ atMs: 1, receiver: sent }] }, 'not-judged'],
  'packets that a published port leads to a server in an unknown way': [
    { transfer: unfollowed, episodes: [{ fromMs: 220, cause }] },
    'not-judged',
  ],
  'a closed window': [{ samples: [sampleAt(1, closedWindow)] }, 'unfinished', 'receiver-window'],
  'window probes without a known window': [
    { samples: [sampleAt(1, { ...closedWindow, sndWnd: undefined!, probes: 1 })] },
    ...(['unfinished', 'receiver-window'] as const),
  ],
  'bytes received meanwhile': [{ receivedBefore: 400 }, 'unfinished', 'slow'],
  'bytes acknowledged meanwhile': [
    {
      samples: [sampleAt(0, established), sampleAt(900, sent)],
    },
    ...(['unfinished', 'slow'] as const),
  ],
  'packets that get through': [{ isMoving: true }, 'unfinished', 'slow'],
  'an ended stall without progress since': [{ episodes: [{ fromMs: 1, untilMs: 9, cause }] }, 'unfinished'],
};

for (const [name, [part, outcome, why]] of Object.entries(outcomes))
  t.test(`the outcome of ${name} is ${outcome}`, async (t) => {
    const observation = observationOf(flow(part));
    t.equal(observation.outcome, outcome);
    t.equal(observation.why, why);
  });

t.test('the reason of a flow whose other end is not known says how far it was followed', async (t) => {
  const transfer = transferOf({});
  const translation = (after: FlowId) => ({ node: 'nat', before: transfer.segments.all[0], after });
  const reasonWith = (segments: Partial<FlowSegments>) => {
    const followed = {
      ...transfer,
      segments: { all: transfer.segments.all, isWhole: true, translations: [], ...segments },
    };
    return observationOf(
      flow({ transfer: followed as unknown as WatchedTransfer, samples: [{ atMs: 1, sender: sent }] }),
    ).reason;
  };
  const found = { ...transfer.segments.all[0], source: 1024 };
  t.equal(
    reasonWith({}),
    'a has no socket with the ports of this flow: no node that tracks connections has translated them',
  );
  t.equal(
    reasonWith({ translations: [translation(found)] }),
    'a has no socket with the ports of this flow: nat has translated them to 1024→80, and no socket has accepted a connection with those',
  );
  t.equal(
    reasonWith({ translations: [translation(found)], ambiguity: 'p and q translate its packets differently' }),
    'a has no socket with the ports of this flow: p and q translate its packets differently',
  );
});

t.test('an observation has rounded times, ports, and figures of the sender', async (t) => {
  const episodes = [{ fromMs: 220.4, untilMs: 1632.6, cause, healedBy: 'rehash' }] as const;
  const change = { atMs: 100.2, end: 'sender', rtoMs: 408.3, acked: 0, silent: true, recoveredAtMs: 500.9 } as const;
  const samples: readonly Sample[] = [{ atMs: 9, sender: sent }, { atMs: 10 }];
  t.match(observationOf(flow({ episodes, change, samples })), {
    ...{ received: 500, total: 1000, elapsedMs: 1500, ports: { client: 20_000, server: 80 } },
    ...{ segmentSize: 8928, timeouts: 3, recovery: { afterMs: 401, rtoMs: 408 } },
    episodes: [{ fromMs: 220, untilMs: 1633, cause, healedBy: 'rehash' }],
  });
  const bare = observationOf(flow({ samples: [{ atMs: 0 }], change: { ...change, recoveredAtMs: undefined! } }));
  for (const field of ['segmentSize', 'timeouts', 'recovery']) t.notOk(field in bare, `no ${field}`);
});

t.test('the evidence of a flow is in plain sentences', async (t) => {
  const evidence = (part: Partial<ObservedFlow>) => observationOf(flow(part)).evidence;
  const silent: readonly Sample[] = [
    ...[
      { atMs: 0, sender: established },
      { atMs: 300, sender: unacknowledged },
    ],
    { atMs: 1500, sender: unacknowledged },
  ];
  t.strictSame(evidence({ samples: silent, episodes: [{ fromMs: 220, cause }], atMs: 1820 }), [
    'stalled from 0.22 s, still open: packet-too-big-lost at firewall',
    'the proof',
    'b: 8928-byte segments, path MTU 9000, 0 bytes acknowledged',
    'b: backoff 3, RTO 1632 ms, nothing acknowledged for 1.52 s',
  ]);
  const request = { ...download, kind: 'upload' } as const;
  const ended = { fromMs: 220, untilMs: 1632, cause: { word: 'unknown', evidence: [] } } as const;
  const episodes = [ended, { ...ended, healedBy: 'change' }] as const;
  t.strictSame(evidence({ request, episodes, isMoving: true, samples: [{ atMs: 0, sender: closedWindow }] }), [
    'stalled from 0.22 s until 1.63 s: unknown',
    'stalled from 0.22 s until 1.63 s, healed by change: unknown',
    'a: 8928-byte segments, path MTU 9000, 0 bytes acknowledged',
    'packets of this flow get through or wait in a queue',
    "a: everything sent is acknowledged, the receiver's window is 0 bytes",
  ]);
  const unknownWindow = { ...closedWindow, sndWnd: undefined!, backoff: 1 };
  t.match(evidence({ samples: [{ atMs: 0, sender: unknownWindow }] }).at(-1), /the receiver's window is closed$/);
  const reset = transferOf({ failure: 'ECONNRESET' });
  t.strictSame(evidence({ samples: [{ atMs: 0 }], transfer: reset }), ['the connection failed: ECONNRESET']);
  const unanswered = transferOf({ connected: false });
  t.strictSame(evidence({ transfer: unanswered }), ['no answer to the SYN for 1.50 s']);
  const refused = transferOf({ connected: false, failure: 'ECONNREFUSED' });
  t.strictSame(evidence({ transfer: refused }), ['connect: ECONNREFUSED']);
});

t.test('a change records the state of a flow, and its recovery once', async (t) => {
  const before: readonly Sample[] = [
    { atMs: 0, sender: established },
    { atMs: 600, sender: unacknowledged },
  ];
  const change = labChangeAt(before);
  t.strictSame(change, { atMs: 600, end: 'sender', rtoMs: 1632, acked: 0, silent: true, timeouts: 3 });
  t.equal(withRecovery(change, before), change, 'no byte moved yet');
  const moved = (atMs: number, totalRto: number): readonly Sample[] => [
    ...before,
    { atMs, sender: { ...sent, totalRto, lastAckRecvMs: 10 } },
  ];
  const recovered = withRecovery(change, moved(2000, 4));
  t.equal(recovered.recoveredAtMs, 1990, 'when the kernel received the acknowledgment');
  t.equal(withRecovery(recovered, moved(3000, 4)), recovered, 'a recovery is recorded once');
  t.equal(withRecovery(change, moved(5000, 4)).recoveredAtMs, 2232, 'after one timeout: within the RTO');
  t.equal(withRecovery(change, moved(5000, 5)).recoveredAtMs, 4990, 'after two timeouts: at the acknowledgment');
});

t.test('a flow that was not silent has nothing to recover from', async (t) => {
  const change = labChangeAt([{ atMs: 600 }]);
  t.strictSame(change, { atMs: 600, end: 'sender', rtoMs: 0, acked: 0, silent: false });
  t.equal(withRecovery(change, [{ atMs: 700, sender: sent }]), change);
});

t.test('a flow is sampled often only while a step waits for data in flight', async (t) => {
  const idle = { atMs: 0, sender: established, receiver: established };
  t.equal(pollIntervalMs({ ...idle, sender: unacknowledged }, true), 0);
  t.equal(pollIntervalMs({ ...idle, receiver: unacknowledged }, true), 0, 'a request in flight');
  t.equal(pollIntervalMs({ atMs: 0 }, true), 0, 'a connection that the server has not accepted');
  t.equal(pollIntervalMs(idle, true), 100);
  t.equal(pollIntervalMs({ ...idle, sender: unacknowledged }, false), 200);
});

t.test('a step waits for its own time, or for the larger of 5 s and the RTO', async (t) => {
  t.equal(timeoutMs({ until: 'end' }), 5400);
  t.equal(timeoutMs({ until: 'end' }, 400), 5400);
  t.equal(timeoutMs({ until: 'end' }, 13_000), 13_400);
  t.equal(timeoutMs({ until: 'end', scale: 3 }), 16_200, 'the time scale multiplies the default');
  t.equal(timeoutMs({ until: 'end', scale: 3, withinMs: 600 }, 13_000), 600, 'withinMs already includes it');
  t.equal(longestMs({ until: 'lasting', scale: 3, withinMs: 600 }), 1800, 'a fixed time may last longer');
  t.equal(longestMs({ until: 'lasting', withinMs: 600 }), 600);
  t.equal(longestMs({ until: 'end', scale: 3, withinMs: 600 }), 0);
});
