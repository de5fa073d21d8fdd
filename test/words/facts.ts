import t from 'tap';
import type { Episode } from '../../src/evidence/stalls/episode.ts';
import { pingOutcomes } from '../../src/words/facts/facts.ts';
import type { Facts } from '../../src/words/facts/facts.ts';
import { formatFacts } from '../../src/words/facts/format-facts.ts';
import { formatCause, formatTransfer } from '../../src/words/facts/format-transfer.ts';
import { mergeFacts } from '../../src/words/facts/merge-facts.ts';
import { belongsToFlows, transfersOf } from '../../src/words/facts/transfers-of.ts';
import type { Observation } from '../../src/words/lab/transfer.ts';

const completed: Observation = {
  ...{ outcome: 'completed', received: 200_000, total: 200_000, elapsedMs: 9, episodes: [], evidence: ['a detail'] },
  ports: { client: 40_001, server: 80 },
};
const stall: Episode = { fromMs: 10, cause: { word: 'packet-too-big-lost', place: 'firewall', evidence: [] } };
const stalled: Observation = { ...completed, outcome: 'stalled', received: 0, elapsedMs: 221, episodes: [stall] };
const healed: Episode = { ...stall, untilMs: 700 };

t.test('facts of several watches about different places are merged', async (t) => {
  const parts: readonly Facts[] = [
    { transfer: completed, syn: { 'edge:to-client': 8940 } },
    { syn: { 'edge:to-transit': 1396 }, counters: { server: { A: 1 } } },
    { counters: { server: { B: 2 }, client: { A: 0 } } },
  ];
  t.strictSame(mergeFacts(parts), {
    transfer: completed,
    syn: { 'edge:to-client': 8940, 'edge:to-transit': 1396 },
    counters: { server: { A: 1, B: 2 }, client: { A: 0 } },
  });
  t.strictSame(mergeFacts([]), {});
  const repeated: readonly Facts[] = [
    { transfers: [completed], pmtu: { path: 1500 } },
    { transfers: [stalled], pmtu: { path: null } },
  ];
  t.strictSame(mergeFacts(repeated), { transfers: [stalled], pmtu: { path: null } }, 'later lists and values win');
});

t.test('the result of a transfer is formatted in one line', async (t) => {
  const rows: readonly (readonly [Observation, string])[] = [
    [completed, 'completed: 200000 of 200000 bytes in 9 ms'],
    [{ ...completed, episodes: [healed] }, 'completed: 200000 of 200000 bytes in 9 ms, after a stall that healed'],
    [
      { ...completed, episodes: [healed, healed] },
      'completed: 200000 of 200000 bytes in 9 ms, after 2 stalls that healed',
    ],
    [stalled, 'stalled: 0 of 200000 bytes as of 0.22 s'],
    [{ ...stalled, episodes: [healed, stall] }, 'stalled: 0 of 200000 bytes as of 0.22 s, after a stall that healed'],
    [
      { ...completed, outcome: 'unfinished', why: 'slow', received: 5000, elapsedMs: 5000 },
      'unfinished (slow): 5000 of 200000 bytes in 5.00 s',
    ],
    [{ ...completed, outcome: 'refused', received: 0 }, 'refused'],
    [{ ...completed, outcome: 'unreachable', received: 0 }, 'unreachable'],
  ];
  for (const [transfer, line] of rows) t.equal(formatTransfer(transfer), line);
  t.equal(formatCause(stall), 'packet-too-big-lost at firewall');
  t.equal(formatCause({ fromMs: 0, cause: { word: 'unknown', evidence: [] } }), 'unknown');
});

/** One row for each fact; the type demands all of them. */
const rows: { readonly [F in keyof Required<Facts>]: readonly [fact: Required<Facts>[F], lines: readonly string[]] } = {
  transfer: [completed, ['completed: 200000 of 200000 bytes in 9 ms', 'a detail']],
  transfers: [
    [completed, stalled],
    [
      'completed: 200000 of 200000 bytes in 9 ms',
      'stalled: 0 of 200000 bytes as of 0.22 s: packet-too-big-lost at firewall',
    ],
  ],
  reply: [{ word: 'too-big', mtu: 1500, from: 'router' }, ['too big for a path MTU of 1500, reported by a router']],
  syn: [{ 'edge:to-client': 8940, 'edge:to-transit': 1396 }, ['edge:to-client 8940, edge:to-transit 1396']],
  'syn-ack': [{ 'edge:to-client': 1396 }, ['edge:to-client 1396']],
  pmtu: [{ r1: 1500, r2: null }, ['r1 1500, r2 none']],
  leg: ['r2', ['via r2']],
  counters: [{ edge: { IpFragFails: 2 }, server: {} }, ['edge: IpFragFails 2', 'server: no counter changed']],
  ptb: [
    { transit: { made: 3, arrived: 0, passed: 0, left: 3, taken: 0, mtu: 1500 } },
    ['transit: made 3, arrived 0, passed 0, left 3, taken 0, mtu 1500'],
  ],
  journeys: [
    {
      ...{ columns: [], rows: [], segments: {}, fragments: {}, drawn: '', why: ['a reason'], warnings: ['a warning'] },
      endings: [
        { kind: 'large', from: 'server', last: 'transit:to-edge', ended: 'dead', packets: 9 },
        { kind: 'syn', from: 'client', last: 'server:to-edge', ended: 'delivered', packets: 1 },
        { kind: 'ptb', from: 'transit', last: 'edge:to-transit', ended: 'dead', packets: 3 },
      ],
    },
    ['13 packets: 12 dead, 1 delivered', 'a reason', 'a warning'],
  ],
  rules: [
    { firewall: { drop: { packets: 9, texts: ['rule 1'] }, stateful: { packets: 0, texts: ['rule 2', 'rule 3'] } } },
    ['rule 1', 'rule 2', 'rule 3'],
  ],
  output: [{ stdout: 'a\n\nb\n', stderr: 'c\n', code: 2 }, ['a', 'b', 'c', 'exit code 2']],
};

t.test('each fact is formatted as short lines', async (t) => {
  for (const [name, [fact, lines]] of Object.entries(rows))
    t.strictSame(formatFacts({ [name]: fact }), [[name, lines]], name);
  t.strictSame(formatFacts({}), []);
  t.strictSame(formatFacts({ output: { stdout: '', stderr: '', code: 0 } }), [['output', []]]);
  const local: Facts = { reply: { word: 'too-big', mtu: 1400, from: 'local' } };
  t.strictSame(formatFacts(local)[0]![1], ['too big for a path MTU of 1400, reported by the local kernel']);
  for (const word of pingOutcomes)
    if (word !== 'too-big') t.strictSame(formatFacts({ reply: { word } }), [['reply', [word]]]);
});

t.test('the transfers of a step are found, one or several', async (t) => {
  t.strictSame(transfersOf({ transfer: completed }), [completed]);
  t.strictSame(transfersOf({ transfers: [completed, stalled] }), [completed, stalled]);
  t.equal(transfersOf({ leg: 'r1' }), undefined);
});

t.test('ports belong to a flow in either direction', async (t) => {
  const flows = [completed, { ...completed, ports: { client: 40_002, server: 80 } }];
  t.ok(belongsToFlows(flows, { source: 40_002, destination: 80 }));
  t.ok(belongsToFlows(flows, { source: 80, destination: 40_001 }));
  t.notOk(belongsToFlows(flows, { source: 80, destination: 40_003 }));
  t.notOk(belongsToFlows(flows, { source: 40_001, destination: 40_001 }));
  t.notOk(belongsToFlows([], { source: 80, destination: 40_001 }));
});
