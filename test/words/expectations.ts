import t from 'tap';
import type { Episode } from '../../src/evidence/stalls/episode.ts';
import { matchesAmount, inBytes, inMs } from '../../src/words/language/amount.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { Facts } from '../../src/words/facts/facts.ts';
import { mergeFacts } from '../../src/words/facts/merge-facts.ts';
import type { Observation } from '../../src/words/lab/transfer.ts';
import { flow, stalledFlow, stallSeen } from './fixtures/network.ts';

const stall = stalledFlow.episodes[0]!;

const with_ = (episode: Partial<Episode>, more: Partial<Observation> = {}): Facts => ({
  transfer: { ...flow, episodes: [{ ...stall, ...episode }], ...more },
});

const because = (word: Episode['cause']['word'], place?: string): Facts =>
  with_({ cause: { word, evidence: [], ...(place && { place }) } });

/** What the ledger proved, and what captures say. */
const captured = (ledger: Episode['cause']['word'], packets: Episode['cause']['word']): Facts => ({
  ...because(ledger),
  journeys: { ...stallSeen, cause: { word: packets, place: 'edge', evidence: [] } },
});

const healed = (afterMs: number, rtoMs: number): Facts =>
  with_({ untilMs: 5000, healedBy: 'packet-too-big' }, { recovery: { afterMs, rtoMs } });

const many: Facts = { transfers: [flow, flow, stalledFlow] };

const slow: Facts = { transfer: { ...flow, outcome: 'unfinished', why: 'slow', received: 20_000, elapsedMs: 5000 } };

const places: Facts = { syn: { 'edge:to-client': 8940, 'edge:to-transit': 1396 }, 'syn-ack': {} };

const table: readonly (readonly [word: string, wanted: unknown, facts: Facts, met: boolean | null])[] = [
  ['outcome', 'completed', { transfer: flow }, true],
  ['outcome', 'completed', { transfer: stalledFlow }, false],
  ['outcome', 'stalled', slow, false],
  ['outcome', { unfinished: { why: 'slow' } }, slow, true],
  ['outcome', { unfinished: { why: 'receiver-window' } }, slow, false],
  ['outcome', { unfinished: { why: 'slow' } }, { transfer: flow }, false],
  ['outcome', { completed: 2, stalled: '>= 1' }, many, true],
  ['outcome', { completed: '3..4' }, many, false],
  ['outcome', { refused: 0 }, many, true],
  ['outcome', 'completed', many, false],
  ['outcome', 'refused', { transfer: { ...flow, outcome: 'refused' } }, true],
  ['outcome', 'answered', { reply: { word: 'answered' } }, true],
  ['outcome', 'lost', { reply: { word: 'unreachable' } }, false],
  ['outcome', 'too-big', { reply: { word: 'too-big', mtu: 1500, from: 'local' } }, true],
  [
    'outcome',
    { 'too-big': { mtu: 1500, from: 'router' } },
    { reply: { word: 'too-big', mtu: 1500, from: 'router' } },
    true,
  ],
  [
    'outcome',
    { 'too-big': { mtu: 1500, from: 'router' } },
    { reply: { word: 'too-big', mtu: 1500, from: 'local' } },
    false,
  ],
  ['outcome', { 'too-big': { mtu: '< 1500' } }, { reply: { word: 'too-big', mtu: 1500, from: 'router' } }, false],
  ['outcome', { 'too-big': {} }, { reply: { word: 'lost' } }, false],
  ['outcome', { completed: 1 }, { reply: { word: 'lost' } }, null],
  ['cause', 'blackout', because('blackout'), true],
  ['cause', 'blackout', because('silent-drop'), false],
  ['cause', { 'silent-drop': { at: 'transit' } }, because('silent-drop', 'transit:to-edge'), true],
  ['cause', { 'silent-drop': { at: 'transit:to-edge' } }, because('silent-drop', 'transit'), false],
  ['cause', { 'silent-drop': { at: 'trans' } }, because('silent-drop', 'transit'), false],
  ['cause', { 'silent-drop': { at: 'transit' } }, because('silent-drop'), false],
  ['cause', 'blackout', because('unknown'), null],
  ['cause', 'unknown', because('unknown'), true],
  ['cause', 'unknown', because('blackout'), false],
  ['cause', 'blackout', { transfer: flow }, false],
  ['cause', 'fragments-dropped', captured('unknown', 'fragments-dropped'), true],
  ['cause', { 'fragments-dropped': { at: 'edge' } }, captured('silent-drop', 'fragments-dropped'), true],
  ['cause', 'packet-too-big-lost', captured('packet-too-big-lost', 'silent-drop'), true],
  ['cause', 'silent-drop', captured('silent-drop', 'unknown'), true],
  ['journey', { packet: 'large' }, { journeys: stallSeen }, true],
  ['journey', { packet: 'rst' }, { journeys: stallSeen }, false],
  ['journey', { packet: 'rst', packets: 0 }, { journeys: stallSeen }, true],
  ['journey', { packet: 'large', packets: 9, fate: 'dead' }, { journeys: stallSeen }, true],
  ['journey', { packet: 'large', fate: 'delivered' }, { journeys: stallSeen }, false],
  ['journey', { packet: 'large', last: 'transit' }, { journeys: stallSeen }, true],
  ['journey', { packet: 'ptb', from: 'edge' }, { journeys: stallSeen }, false],
  ['journey', { packet: 'ptb', mtu: '< 1500' }, { journeys: stallSeen }, false],
  ['journey', { packet: 'syn', changed: { mss: 'none' } }, { journeys: stallSeen }, false],
  ['journey', { packet: 'syn', changed: { mss: 1396 }, at: 'transit' }, { journeys: stallSeen }, false],
  ['journey', { packet: 'large', changed: { mss: 'none' } }, { journeys: stallSeen }, true],
  ['rules', { edge: { clamp: 0 } }, { rules: { edge: {} } }, true],
  ['rules', { edge: { clamp: 0 } }, { rules: {} }, null],
  [
    'fragments',
    { edge: 0 },
    { journeys: { ...stallSeen, fragments: { 'edge:to-client': 0, 'edge:to-transit': 2 } } },
    false,
  ],
  ['recovered', 'next-retransmission', healed(730, 816), true],
  ['recovered', 'next-retransmission', healed(1060, 816), true],
  ['recovered', 'next-retransmission', healed(1080, 816), false],
  ['recovered', 'next-retransmission', with_({ untilMs: 5000 }), null],
  ['recovered', 'next-retransmission', { transfer: flow }, false],
  ['recovered', 'never', { transfer: stalledFlow }, true],
  ['recovered', 'never', healed(730, 816), false],
  ['recovered', 'never', { transfer: flow }, false],
  ['recovered', 'packet-too-big', healed(730, 816), true],
  ['recovered', 'rehash', healed(730, 816), false],
  ['recovered', 'rehash', with_({ untilMs: 700 }), null],
  ['recovered', { by: 'probing', after: '2.9..7.5' }, with_({ untilMs: 3140, healedBy: 'probing' }), true],
  ['recovered', { by: 'probing', after: '< 3' }, with_({ untilMs: 3140, healedBy: 'probing' }), false],
  ['recovered', { after: '<= 1' }, healed(730, 816), true],
  ['recovered', { after: '<= 1' }, { transfer: stalledFlow }, false],
  ['syn-mss', { 'edge:to-client': 8940 }, places, true],
  ['syn-mss', { edge: '<= 8940' }, places, true],
  ['syn-mss', { edge: 8940 }, places, false],
  ['syn-mss', { server: 'none' }, places, true],
  ['syn-mss', { server: 1396 }, places, false],
  ['syn-ack-mss', { server: 'none' }, places, true],
  ['segment-size', '1400..1428', { transfer: { ...flow, segmentSize: 1428 } }, true],
  ['segment-size', 1428, { transfers: [flow, { ...flow, segmentSize: 1428 }] }, false],
  ['pmtu', 1500, { pmtu: { path: 1500 } }, true],
  ['pmtu', 'none', { pmtu: { path: null } }, true],
  ['pmtu', 'none', { pmtu: { r1: null, r2: 1500 } }, false],
  ['pmtu', { r1: 1500 }, { pmtu: { path: 1500 } }, null],
  ['leg', 'r2', { leg: 'r2' }, true],
  ['ptb', { transit: { made: 1 } }, { ptb: {} }, null],
  ['counters', { server: { NoSuchCounter: 0 } }, { counters: { server: {} } }, null],
  ['counters', { server: { A: 1, B: 0 } }, { counters: { server: { B: 1 } } }, false],
  ['output', { code: 0 }, { output: { stdout: '', stderr: '', code: 2 } }, false],
  ['output', { matches: '^b.d$' }, { output: { stdout: 'abc\nbcd\n', stderr: '', code: 0 } }, true],
  ['output', { matches: '^b.d$', code: 1 }, { output: { stdout: 'abcd\n', stderr: '', code: 1 } }, false],
  ['output', { contains: 'wrong' }, { output: { stdout: '', stderr: 'went wrong', code: 0 } }, true],
  ['output', { matches: '(' }, { output: { stdout: '(', stderr: '', code: 0 } }, null],
];

t.test('facts are held against what is wanted', async (t) => {
  for (const [word, wanted, facts, met] of table) {
    const verdict = dictionary.expectations[word]!.judge(wanted, facts);
    t.equal(verdict.met, met, `${word} ${JSON.stringify(wanted)}: saw ${verdict.saw}`);
    t.ok(verdict.wanted !== '' && verdict.saw !== '', 'two sentences');
  }
  t.matchSnapshot(
    table
      .map(([word, wanted, facts]) => {
        const { met, wanted: wish, saw } = dictionary.expectations[word]!.judge(wanted, facts);
        return `${word}: ${met} · wanted ${wish} · saw ${saw}`;
      })
      .join('\n'),
    'in these sentences',
  );
});

t.test('a verdict shows the evidence of its flows and names cause and place', async (t) => {
  const verdict = dictionary.expectations['cause']!.judge('packet-too-big-lost', { transfer: stalledFlow });
  t.match(verdict, { met: true, cause: 'packet-too-big-lost', place: 'firewall' });
  t.strictSame(verdict.evidence, [...stalledFlow.evidence, ...stall.cause.evidence]);
});

t.test('only a wanted stall ends a step at its first proof', async (t) => {
  const { outcome, cause, recovered, pmtu } = dictionary.expectations;
  t.equal(outcome!.settles('stalled'), 'evidence');
  t.equal(outcome!.settles('completed'), 'end');
  t.equal(outcome!.settles({ stalled: 3 }), 'end');
  t.equal(cause!.settles('blackout'), 'evidence');
  t.equal(recovered!.settles('never'), 'end');
  t.equal(pmtu!.settles(1500), 'any');
});

t.test('a bad regular expression over much text does not hold up a run', async (t) => {
  const began = performance.now();
  const stdout = `${'a'.repeat(100_000)}\n`.repeat(50);
  t.equal(
    dictionary.expectations['output']!.judge({ matches: 'a*a*b' }, { output: { stdout, stderr: '', code: 0 } }).met,
    false,
  );
  t.ok(performance.now() - began < 5000);
});

t.test('amounts', async (t) => {
  const rows: readonly (readonly [wanted: number | string, seen: number | null, met: boolean])[] = [
    [1500, 1500, true],
    [1500, 1501, false],
    [0, null, false],
    ['none', null, true],
    ['none', 0, false],
    ['1400..1500', 1400, true],
    ['1400..1500', 1500, true],
    ['1400..1500', 1501, false],
    ['2.9..7.5', 3.14, true],
    ['<= 4', 4, true],
    ['<4', 4, false],
    ['>= 1', 1, true],
    ['> 1', 1, false],
    ['> 1', null, false],
  ];
  for (const [wanted, seen, met] of rows) t.equal(matchesAmount(wanted, seen), met, `${wanted} and ${seen}`);
  t.strictSame([1000, '1000B', '200kB', '1MB'].map(inBytes), [1000, 1000, 200_000, 1_000_000]);
  t.strictSame(['300ms', '2s', '1.5min'].map(inMs), [300, 2000, 90_000]);
});

t.test('what two watches saw at different places stands side by side', async (t) => {
  const parts: readonly Facts[] = [
    { transfer: flow, syn: { 'edge:to-client': 8940 } },
    { syn: { 'edge:to-transit': 1396 }, counters: { server: { A: 1 } } },
    { counters: { server: { B: 2 }, client: { A: 0 } } },
  ];
  t.strictSame(mergeFacts(parts), {
    transfer: flow,
    syn: { 'edge:to-client': 8940, 'edge:to-transit': 1396 },
    counters: { server: { A: 1, B: 2 }, client: { A: 0 } },
  });
});
