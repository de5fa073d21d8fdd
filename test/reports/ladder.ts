import t from 'tap';
import type { Event } from '../../src/events/events.ts';
import { drawLadder } from '../../src/reports/ladder/draw-ladder.ts';
import { painter } from '../../src/reports/terminal/paint.ts';
import { formatStory } from '../../src/reports/story/story.ts';
import { conversations } from '../../src/wire/journeys/conversations.ts';
import { summarizeConversation } from '../../src/wire/summary/conversation-summary.ts';
import { addressOwners } from '../../src/wire/journeys/address-owners.ts';
import { followPackets } from '../../src/wire/journeys/follow-packets.ts';
import type { JourneySummary } from '../../src/wire/summary/journey-summary.ts';
import { summarizeJourneys } from '../../src/wire/summary/summarize-journeys.ts';
import { insertNotes } from '../../src/wire/summary/ladder-rows.ts';
import { exchange as recording } from '../wire/fixtures/corpus.ts';
import { passagesOf, type Told } from '../wire/fixtures/passages.ts';

const drawn = (all: readonly JourneySummary[], width: number, colour = false): string =>
  drawLadder(summarizeConversation(all), { paint: painter(colour), width }).join('\n');

const recorded = (name: string): readonly (readonly JourneySummary[])[] => {
  const all = followPackets(recording(name));
  return conversations(all).map(({ journeys: those }) =>
    summarizeJourneys(those, { addressOwners: addressOwners(all) }),
  );
};

for (const name of ['narrow', 'super'])
  t.test(`the recorded exchange ${name} is drawn within the width`, async (t) => {
    for (const [index, one] of recorded(name).entries()) {
      t.matchSnapshot(drawn(one, 80), `${index}, 80 columns`);
      for (const width of [60, 80, 100, 120])
        t.ok(
          drawn(one, width)
            .split('\n')
            .every((line) => line.length <= width),
          `${width} columns`,
        );
    }
    t.matchSnapshot(drawn(recorded(name)[0]!, 120), '120 columns');
  });

t.test('colour adds nothing that is not there without it', async (t) => {
  const [one] = recorded('narrow');
  const coloured = drawn(one!, 80, true);
  t.not(coloured, drawn(one!, 80));
  t.equal(coloured.replace(/\u001b\[[0-9;]*m/g, ''), drawn(one!, 80));
});

const mss = (from: number, to: number) => ({ field: 'mss', from, to });

const cases: Readonly<Record<string, readonly Told[]>> = {
  'two clamps on the way': [
    {
      way: 'client>edge>transit>server',
      ...{ kind: 'syn', mss: 8940, bytes: 80 },
      rewritten: { edge: mss(8940, 1440), transit: mss(1440, 1396) },
    },
    { way: 'server>transit>edge>client', kind: 'syn-ack', mss: 8940, bytes: 80 },
  ],
  'packets that die at their sender, on a wire and at the last node': [
    { way: 'a>~b', ended: 'dead' },
    { way: 'a>b>~c', ended: 'dead' },
    { way: 'a>b>c', ended: 'dead' },
    { way: 'c>b>~a', ended: 'dead', kind: 'small', bytes: 100 },
    { way: 'c>b', ended: 'dead', kind: 'small', bytes: 100 },
    { way: 'a>b>c', kind: 'small', bytes: 100 },
  ],
  'legs: a packet passes over the lanes of nodes that it did not visit': [
    { way: 'source>r1>far>target', kind: 'syn', mss: 8940, bytes: 80 },
    { way: 'target>far>r3>source', kind: 'syn-ack', mss: 8940, bytes: 80 },
    { way: 'source>r2>far>target', ended: 'delivered' },
    { way: 'source>r3', ended: 'dead', range: [1, 8929] },
    { way: 'r3>source', kind: 'ptb', mtu: 1500, answers: 3, quotes: [1, 8929], bytes: 1280 },
  ],
  'a path of ten nodes': [
    { way: 'alpha>bravo>charlie>delta>echo>foxtrot>golf>hotel>india>juliett', kind: 'syn', mss: 8940, bytes: 80 },
    { way: 'juliett>india>hotel>golf', ended: 'dead', range: [1, 8929] },
    { way: 'golf>hotel>india', kind: 'ptb', mtu: 1500, quotes: [1, 8929], answers: 1, ended: 'dead', bytes: 1280 },
  ],
  'a datagram that is cut, one piece of which dies': [
    { way: 'a>r', about: 'UDP 5000→9', ended: 'continued', pieces: 2, bytes: 2048 },
    { way: 'r>b', kind: 'fragment', offset: 0, bytes: 1500 },
    { way: 'r>~b', kind: 'fragment', offset: 1480, bytes: 588, ended: 'dead' },
  ],
  'many packets of which most are folded': [
    ...Array.from({ length: 40 }, (_, index): Told => ({
      way: 'b>r>a',
      range: [index * 8928 + 1, index * 8928 + 8929],
    })),
    ...Array.from({ length: 9 }, (): Told => ({ way: 'b>r', ended: 'dead' })),
    { way: 'a>r>b', kind: 'rst', bytes: 60 },
  ],
  'nothing but a capture that ended with it': [{ way: 'a>b', ended: 'under-way' }],
};

for (const [title, told] of Object.entries(cases))
  t.test(title, async (t) => {
    for (const width of [80, 60]) t.matchSnapshot(drawn(passagesOf(told), width), `${width} columns`);
  });

t.test('nothing is drawn of nothing', async (t) => t.equal(drawn([], 80), ''));

t.test('notes stand where they were made', async (t) => {
  const { columns, rungs } = summarizeConversation(
    passagesOf([
      { way: 'a>b', kind: 'syn' },
      { way: 'b>a', kind: 'syn-ack' },
    ]),
  );
  const noted = insertNotes(rungs, [
    { note: 'changed: edge: SYNs towards transit carry an MSS of at most 1396', atMs: 0.5 },
    { note: 'the end', atMs: 9 },
  ]);
  t.matchSnapshot(drawLadder({ columns, rungs: noted }, { paint: painter(false), width: 60 }).join('\n'));
});

t.test('a verbose story draws the ladder of each family of a step that was captured', async (t) => {
  const [ipv6] = recorded('narrow');
  const journeys = { ...summarizeConversation(ipv6!), drawn: '51292→80', why: [], warnings: [] };
  const facts = { ipv6: { journeys: JSON.parse(JSON.stringify(journeys)) as typeof journeys } };
  const step = { name: 'a large response', result: 'pass', inherited: [], facts, verdicts: [], commands: [], ms: 300 };
  const event = { kind: 'step-end', id: 0, index: 0, ...step } as Event;
  const told = (verbose: boolean): string =>
    formatStory({ paint: painter(false), width: 80, verbose })(event).join('\n');
  t.matchSnapshot(told(true));
  t.notMatch(told(false), '├');
  t.ok(
    told(true)
      .split('\n')
      .every((line) => line.length <= 80),
  );
});
