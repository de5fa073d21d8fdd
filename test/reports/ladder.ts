import t from 'tap';
import { drawLadder } from '../../src/reports/ladder/draw-ladder.ts';
import { drawArrow, layOutLanes } from '../../src/reports/ladder/lanes.ts';
import { packetLine } from '../../src/reports/ladder/packet-line.ts';
import { foldText, packetText } from '../../src/reports/ladder/packet-text.ts';
import { stepLadder } from '../../src/reports/ladder/step-ladder.ts';
import { painter } from '../../src/reports/terminal/paint.ts';
import { conversations } from '../../src/wire/journeys/conversations.ts';
import { summarizeConversation } from '../../src/wire/summary/conversation-summary.ts';
import { addressOwners } from '../../src/wire/journeys/address-owners.ts';
import { followPackets } from '../../src/wire/journeys/follow-packets.ts';
import type { JourneySummary } from '../../src/wire/summary/journey-summary.ts';
import { summarizeJourneys } from '../../src/wire/summary/summarize-journeys.ts';
import { insertNotes } from '../../src/wire/summary/ladder-rows.ts';
import { exchange, packetsOf } from '../wire/fixtures/corpus.ts';
import { hex, ipv4Hex, ipv6Hex, macsHex, tcpHex } from '../wire/fixtures/hex-packets.ts';
import { journeySummaries, type SummaryOutline } from '../wire/fixtures/journey-summaries.ts';

const draw = (journeys: readonly JourneySummary[], width: number, colour = false): string =>
  drawLadder(summarizeConversation(journeys), { paint: painter(colour), width }).join('\n');

const isWithin = (width: number, text: string): boolean => text.split('\n').every((line) => line.length <= width);

const recordedConversations = (name: string): readonly (readonly JourneySummary[])[] => {
  const all = followPackets(exchange(name));
  return conversations(all).map(({ journeys }) => summarizeJourneys(journeys, { addressOwners: addressOwners(all) }));
};

for (const name of ['narrow', 'super'])
  t.test(`the recorded exchange ${name} is drawn within the width`, async (t) => {
    const all = recordedConversations(name);
    for (const [index, journeys] of all.entries()) {
      t.matchSnapshot(draw(journeys, 80), `${index}, 80 columns`);
      for (const width of [60, 80, 100, 120]) t.ok(isWithin(width, draw(journeys, width)), `${width} columns`);
    }
    t.matchSnapshot(draw(all[0]!, 120), '120 columns');
  });

t.test('the coloured ladder differs from the plain one in its colours only', async (t) => {
  const [journeys] = recordedConversations('narrow');
  const coloured = draw(journeys!, 80, true);
  t.not(coloured, draw(journeys!, 80));
  t.equal(coloured.replace(/\u001b\[[0-9;]*m/g, ''), draw(journeys!, 80));
});

const mss = (from: number, to: number) => ({ field: 'mss', from, to });

const cases: Readonly<Record<string, readonly SummaryOutline[]>> = {
  'two clamps on the path': [
    {
      path: 'client>edge>transit>server',
      ...{ kind: 'syn', mss: 8940, bytes: 80 },
      rewritten: { edge: mss(8940, 1440), transit: mss(1440, 1396) },
    },
    { path: 'server>transit>edge>client', kind: 'syn-ack', mss: 8940, bytes: 80 },
  ],
  'packets lost at their sender, on a link and at the last node': [
    { path: 'a>~b', ended: 'dead' },
    { path: 'a>b>~c', ended: 'dead' },
    { path: 'a>b>c', ended: 'dead' },
    { path: 'c>b>~a', ended: 'dead', kind: 'small', bytes: 100 },
    { path: 'c>b', ended: 'dead', kind: 'small', bytes: 100 },
    { path: 'a>b>c', kind: 'small', bytes: 100 },
  ],
  'legs: the arrow crosses the lanes of nodes that the packet did not visit': [
    { path: 'source>r1>far>target', kind: 'syn', mss: 8940, bytes: 80 },
    { path: 'target>far>r3>source', kind: 'syn-ack', mss: 8940, bytes: 80 },
    { path: 'source>r2>far>target', ended: 'delivered' },
    { path: 'source>r3', ended: 'dead', range: [1, 8929] },
    { path: 'r3>source', kind: 'ptb', mtu: 1500, answers: 3, quotes: [1, 8929], bytes: 1280 },
  ],
  'a path of ten nodes': [
    { path: 'alpha>bravo>charlie>delta>echo>foxtrot>golf>hotel>india>juliett', kind: 'syn', mss: 8940, bytes: 80 },
    { path: 'juliett>india>hotel>golf', ended: 'dead', range: [1, 8929] },
    { path: 'golf>hotel>india', kind: 'ptb', mtu: 1500, quotes: [1, 8929], answers: 1, ended: 'dead', bytes: 1280 },
  ],
  'a datagram that is fragmented, and one fragment lost': [
    { path: 'a>r', about: 'UDP 5000→9', ended: 'continued', pieces: 2, bytes: 2048 },
    { path: 'r>b', kind: 'fragment', offset: 0, bytes: 1500 },
    { path: 'r>~b', kind: 'fragment', offset: 1480, bytes: 588, ended: 'dead' },
  ],
  'many packets, most of them folded': [
    ...Array.from({ length: 40 }, (_, index): SummaryOutline => ({
      path: 'b>r>a',
      range: [index * 8928 + 1, index * 8928 + 8929],
    })),
    ...Array.from({ length: 9 }, (): SummaryOutline => ({ path: 'b>r', ended: 'dead' })),
    { path: 'a>r>b', kind: 'rst', bytes: 60 },
  ],
  'a packet that its sender did not send because of its MTU': [
    { path: 'a>r>b', kind: 'small' },
    { path: 'a>r', ended: 'dead', stops: [{ place: 'a:to-r', direction: 'out', refused: true }] },
  ],
  'a capture that ended while its only packet was in flight': [{ path: 'a>b', ended: 'under-way' }],
};

for (const [title, packets] of Object.entries(cases))
  t.test(title, async (t) => {
    for (const width of [80, 60]) t.matchSnapshot(draw(journeySummaries(packets), width), `${width} columns`);
  });

t.test('a conversation without packets has no ladder', async (t) => t.equal(draw([], 80), ''));

t.test('notes are placed among the packets by their time', async (t) => {
  const { columns, rows } = summarizeConversation(
    journeySummaries([
      { path: 'a>b', kind: 'syn' },
      { path: 'b>a', kind: 'syn-ack' },
    ]),
  );
  const annotated = insertNotes(rows, [
    { note: 'changed: edge: SYNs towards transit carry an MSS of at most 1396', atMs: 0.5 },
    { note: 'the end', atMs: 9 },
  ]);
  t.matchSnapshot(drawLadder({ columns, rows: annotated }, { paint: painter(false), width: 60 }).join('\n'));
});

t.test('a gap in time is marked, also behind packets that are left out', async (t) => {
  const journeys = journeySummaries(
    Array.from({ length: 4 }, (): SummaryOutline => ({ path: 'a>b' })).concat({ path: 'a>b', kind: 'rst' }),
  ).map((journey, index) => ({ ...journey, atMs: [0, 99, 300, 400, 2000][index]! }));
  const texts = draw(journeys, 60)
    .split('\n')
    .flatMap((line) => /┊ {2}(\S.*)$/.exec(line)?.[1] ?? []);
  t.strictSame(texts, ['… 2 segments, all delivered', '1.90 s later']);
  t.match(draw(journeys.slice(3), 60), /┊ {2}1\.60 s later\n/);
  t.notMatch(draw(journeys.slice(0, 2), 60), /later/);
});

t.test('ladders that differ in their times only are drawn once', async (t) => {
  const step = (ipv6: SummaryOutline, ipv4: SummaryOutline) => {
    const [first, second] = [ipv6, ipv4].map((outline, index) => ({
      ...summarizeConversation(journeySummaries([outline]).map((journey) => ({ ...journey, atMs: index }))),
      ...{ drawn: `2000${index}→80`, why: [], warnings: [] },
    }));
    const facts = { ipv6: { journeys: first! }, ipv4: { journeys: second! } };
    return stepLadder(facts, { paint: painter(false), width: 80, verbose: true });
  };
  const once = step({ path: 'a>b' }, { path: 'a>b' });
  t.equal(once[1], '    IPv6, 20000→80 and IPv4, 20001→80, with the times of the first');
  t.equal(once.filter((line) => line.includes('▶')).length, 1);
  t.equal(step({ path: 'a>b' }, { path: 'a>b', bytes: 80 }).filter((line) => line.includes('▶')).length, 2);
});

t.test('the ladders of a step have the family as their title, and a width between 60 and 112', async (t) => {
  const [ipv6] = recordedConversations('narrow');
  const journeys = { ...summarizeConversation(ipv6!), drawn: '51292→80', why: [], warnings: [] };
  const ladder = (width: number) =>
    stepLadder({ ipv6: { journeys } }, { paint: painter(false), width, verbose: true }).join('\n');
  t.match(ladder(80), /^\n {4}IPv6, 51292→80\n {4} +ms {2}client/);
  t.ok(isWithin(80, ladder(80)));
  t.ok(isWithin(116, ladder(Infinity)));
  t.equal(ladder(10), ladder(64));
  t.strictSame(stepLadder({ ipv4: {} }, { paint: painter(false), width: 80, verbose: true }), []);
});

t.test('lanes leave room for text beside them only when the line is wide enough', async (t) => {
  const layOut = (width: number) => layOutLanes(['a', 'b', 'c'], { from: 9, width, textWidth: 25 });
  t.match(layOut(80), { textFitsBeside: true, end: 38, emptyLine: /^ {9}│ {13}│ {13}│$/, gapLine: /^ {9}┊/ });
  t.match(layOut(40), { textFitsBeside: false });
  t.match(layOut(1), { end: 14 }, 'lanes are at least two characters apart');
  t.equal(layOutLanes(['a'], { from: 0, width: 80, textWidth: 25 }).end, 1);
});

t.test('an arrow goes to the node that saw the packet last, or halfway to the next one', async (t) => {
  const lanes = layOutLanes(['a', 'b'], { from: 0, width: 33, textWidth: 20 });
  const arrow = (packet: SummaryOutline) => drawArrow(journeySummaries([packet])[0]!, lanes);
  t.equal(arrow({ path: 'a>b' }), '├────────▶│');
  t.equal(arrow({ path: 'b>a' }), '│◀────────┤');
  t.equal(arrow({ path: 'a>b', ended: 'dead' }), '├─────────╳');
  t.equal(arrow({ path: 'a>~b', ended: 'dead' }), '├────╳    │');
  t.equal(arrow({ path: 'a>b', rewritten: { a: mss(8940, 1396) } }), '├════════▶│');
});

t.test('the text of a packet', async (t) => {
  const table: readonly (readonly [Omit<SummaryOutline, 'path'>, string])[] = [
    [{ kind: 'syn' }, 'SYN'],
    [{ kind: 'syn', mss: 8940, rewritten: { a: mss(8940, 1396) } }, 'SYN mss 8940→1396'],
    [{ kind: 'large', range: [1, 8929], repeated: true }, '1:8929, 9000 B, again'],
    [{ kind: 'small', payload: 100, bytes: 140 }, 'segment, 140 B'],
    [{ about: 'UDP 5000→9', ended: 'continued', pieces: 2 }, 'UDP 5000→9, 9000 B, split into 2'],
    [{ ended: 'continued', pieces: 1 }, 'packet, 9000 B, merged into another'],
    [{ kind: 'ack' }, 'ACK'],
    [{ kind: 'ack', wants: 8929 }, 'ACK 8929'],
    [{ kind: 'ptb', mtu: 1500 }, 'PTB 1500'],
    [{ kind: 'ptb', mtu: 1500, quotes: [1, 8929] }, 'PTB 1500 for 1:8929'],
    [{ kind: 'tunnel', about: 'VXLAN', range: [1, 1449], bytes: 1570 }, 'VXLAN with 1:1449, 1570 B'],
    [{ kind: 'tunnel', about: 'SRv6', range: [0, 0], bytes: 150 }, 'SRv6, 150 B'],
    [{ kind: 'tunnel', about: 'GRE', bytes: 150 }, 'GRE, 150 B'],
    [{ kind: 'error' }, 'an ICMP error'],
    [{ kind: 'other', about: 'echo request 1' }, 'echo request 1'],
    [{ kind: 'fin', rewritten: { a: mss(1, 2) } }, 'FIN, mss 1→2'],
  ];
  for (const [packet, text] of table) t.equal(packetText(journeySummaries([{ path: 'a>b', ...packet }])[0]!), text);
});

t.test('the text of folded packets', async (t) => {
  const table = [
    [[{ kind: 'ack', ended: 'delivered', packets: 1 }], '… 1 ACK, delivered'],
    [[{ kind: 'ack', ended: 'delivered', packets: 2 }], '… 2 ACKs, all\u00a0delivered'],
    [
      [
        { kind: 'large', ended: 'dead', at: 'r', packets: 2 },
        { kind: 'small', ended: 'dead', at: 'r', packets: 1 },
        { kind: 'ack', ended: 'under-way', packets: 1 },
      ],
      '… 3 segments dead at r; 1 ACK in flight at the end',
    ],
    [[{ kind: 'other', ended: 'continued', packets: 3 }], '… 3 other packets split or merged'],
  ] as const;
  for (const [folded, text] of table) t.equal(foldText(folded), text);
});

t.test('a captured packet is printed as one line', async (t) => {
  const line = (recording: string, wanted: RegExp): string | undefined =>
    packetsOf(recording)
      .map((packet) => packetLine({ ...packet, place: 'a:to-b', direction: 'in' }))
      .find((text) => wanted.test(text));
  t.match(
    line('narrow/client.to-edge', / SYN /),
    /^\d\d:\d\d:\d\d\.\d{6} a:to-b in {2}2001:db8:1::1 \d+ → 2001:db8:4::2 80 SYN seq \d+ mss 8940 \(94 bytes\)$/,
  );
  t.match(
    line('narrow/transit.to-firewall', /Packet Too Big/),
    /2001:db8:\S+ → 2001:db8:4::2 Packet Too Big mtu 1500 for 2001:db8:4::2 80 → 2001:db8:1::1 \d+ .*\(\d+ bytes\)$/,
  );
  const bytes = Uint8Array.from([...Array<number>(12).fill(0), 0x88, 0xcc]);
  const raw = { place: 'a:to-b', direction: 'out', time: 1n, bytes, originalLength: 60 } as const;
  t.equal(packetLine(raw), '00:00:00.000000 a:to-b out Ethernet type 0x88cc (60 bytes)');
  const inTunnel = hex(
    `${macsHex} 0800 ${ipv4Hex('11', `c350 12b5 0000 0000 08000000 00000100 ${macsHex} 0806 0001 0800 0604 0001 020000000001 c0000201 000000000000 c0000202`)}`,
  );
  t.match(
    packetLine({ ...raw, bytes: inTunnel }),
    / 192\.0\.2\.1 50000 → 192\.0\.2\.2 4789 VXLAN: ARP who has 192\.0\.2\.2 \(60 bytes\)$/,
  );
  const inIpv6 = hex(`${macsHex} 86dd ${ipv6Hex('29', ipv6Hex('06', tcpHex('', '50')))}`);
  t.match(
    packetLine({ ...raw, bytes: inIpv6 }),
    / 2001:db8::1 → 2001:db8::2 IPv6 in IPv6: 2001:db8::1 4000 → 2001:db8::2 80 seq 7 ack 9 \(60 bytes\)$/,
  );
  t.match(packetLine({ ...raw, refused: true }), / \(60 bytes; not sent: longer than the MTU\)$/);
});
