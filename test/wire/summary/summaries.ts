import t from 'tap';
import { addressOwners } from '../../../src/wire/journeys/address-owners.ts';
import { conversations } from '../../../src/wire/journeys/conversations.ts';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import type { Journey } from '../../../src/wire/journeys/journey.ts';
import type { Icmp, Layers, TcpFlag } from '../../../src/wire/layers/decoded-packet.ts';
import { summarizeConversation } from '../../../src/wire/summary/conversation-summary.ts';
import type { JourneySummary } from '../../../src/wire/summary/journey-summary.ts';
import { icmpName } from '../../../src/wire/summary/icmp-name.ts';
import { insertNotes, ladderRows, type LadderRow } from '../../../src/wire/summary/ladder-rows.ts';
import { nodeOrder, nodesOf } from '../../../src/wire/summary/node-order.ts';
import { countPackets } from '../../../src/wire/summary/packet-counts.ts';
import { tunnelName } from '../../../src/wire/summary/tunnel-name.ts';
import { packetKind, packetKinds } from '../../../src/wire/summary/packet-kind.ts';
import { sequenceNumbering } from '../../../src/wire/summary/relative-sequence.ts';
import { summarizeJourneys } from '../../../src/wire/summary/summarize-journeys.ts';
import { exchange } from '../fixtures/corpus.ts';
import { journeySummaries, type SummaryOutline } from '../fixtures/journey-summaries.ts';
import { noFlags, packetOf, sighting, sightingsOfPacket, type PacketOutline } from '../fixtures/sightings.ts';

const recorded = followPackets(exchange('narrow'));
const context = { addressOwners: addressOwners(recorded) };
const recordedSummaries = summarizeJourneys(recorded, context);
const [stall] = conversations(recorded);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const segment = (outline: PacketOutline, ...flags: readonly TcpFlag[]): Layers => {
  const { tcp, ...layers } = packetOf(outline);
  return {
    ...layers,
    tcp: { ...tcp!, flags: { ...noFlags, ...Object.fromEntries(flags.map((flag) => [flag, true])) } },
  };
};
const icmp = (fields: Partial<Icmp>): Layers => {
  const { tcp: _, ...layers } = packetOf({});
  return { ...layers, icmpv6: { type: 128, code: 0, ...fields } };
};
const kinds: readonly (readonly [kind: string, packet: Layers])[] = [
  ['syn', segment({}, 'syn')],
  ['syn-ack', segment({}, 'syn', 'ack')],
  ['rst', segment({ bytes: 5 }, 'rst')],
  ['fin', segment({}, 'fin', 'ack')],
  ['small', segment({ bytes: 5 }, 'fin', 'ack')],
  ['ack', segment({}, 'ack')],
  ['small', segment({ bytes: 1280 - 72 }, 'ack')],
  ['large', segment({ bytes: 1281 - 72 }, 'ack')],
  ['fragment', packetOf({ id: 9, bytes: 2000, fragment: [0, true] })],
  ['tunnel', packetOf({ inner: { bytes: 5 } })],
  ['ptb', packetOf({ tooBig: {} })],
  ['error', { ...packetOf({ tooBig: {} }), icmpv6: { type: 3, code: 0 } }],
  ['small', icmp({ echo: { id: 1, sequence: 1 } })],
  ['other', icmp({ type: 135 })],
];
t.test('packets are of the kinds that an engineer names', async (t) => {
  for (const [kind, packet] of kinds) t.equal(packetKind(packet), kind);
  t.strictSame([...new Set(kinds.map(([kind]) => kind))].sort(), [...packetKinds].sort(), 'each kind occurs');
});

t.test('sequence numbers are relative to the SYN, and retransmitted bytes are marked', async (t) => {
  const outlines = [
    { seq: 99, mss: 1400 },
    { seq: 100, bytes: 50 },
    { seq: 150, bytes: 50 },
    { seq: 100, bytes: 50 },
  ];
  const journeys = followPackets(outlines.map((outline, index) => sighting(index * 100, 'a>b', outline)));
  const relativeSequences = (all: readonly Journey[]) => {
    const sequenceOf = sequenceNumbering();
    return JSON.parse(JSON.stringify(all.map(sequenceOf))) as unknown;
  };
  t.strictSame(relativeSequences(journeys), [
    { range: [0, 0] },
    { range: [1, 51] },
    { range: [51, 101] },
    { range: [1, 51], repeated: true },
  ]);
  t.strictSame(relativeSequences(journeys.slice(1)), [{}, {}, { repeated: true }]);
  t.strictSame(relativeSequences(followPackets([sighting(1, 'a>b', { tooBig: {} })])), [{}]);
});

t.test('recorded sequence numbers are relative, and absent where no SYN was seen', async (t) => {
  t.match(
    summarizeJourneys(stall!.journeys, context).filter(({ kind }) => kind === 'large' || kind === 'ptb'),
    [{ range: [1, 8929] }, { quotes: [1, 8929] }, { range: [1, 8929], repeated: true }],
  );
  const late = summarizeJourneys(stall!.journeys.slice(2), context).find(({ kind }) => kind === 'large');
  t.equal(late?.range, undefined);
  t.equal(late?.payload, 8928);
});

t.test('a packet that is not an ordinary TCP segment is described', async (t) => {
  const descriptions = new Set(recordedSummaries.map(({ about }) => about));
  t.strictSame(
    [undefined, 'echo request 1', 'echo reply 1', 'ICMPv6 Packet Too Big', 'ICMP Fragmentation Needed'].filter(
      (description) => !descriptions.has(description),
    ),
    [],
  );
  t.ok([...descriptions].some((description) => /^UDP \d+→9$/.test(description ?? '')));
});

t.test('a packet without an IP header has no summary', async (t) => {
  const arp = { operation: 1, senderMac: '', sender: '', targetMac: '', target: '' };
  const packet = { capturedLength: 42, originalLength: 42, arp };
  const journeys = followPackets([{ place: 'a:to-b', direction: 'out', time: 1n, packet }]);
  t.strictSame([journeys.length, summarizeJourneys(journeys, context)], [1, []]);
});

t.test('a packet of a tunnel has the range of the segment inside, and so has an error about it', async (t) => {
  const large = { seq: 100, bytes: 1400 };
  const journeys = followPackets([
    sighting(0, 'a>r', { seq: 99, mss: 1400 }),
    ...sightingsOfPacket(1, 'a>r r<a', large),
    sighting(5, 'r>q', { inner: large }),
    sighting(6, 'q<r', { inner: large }),
    sighting(7, 'q>r', { tooBig: { inner: large } }),
  ]);
  t.match(
    summarizeJourneys(journeys, context).filter(({ kind }) => kind === 'tunnel' || kind === 'ptb'),
    [
      { about: 'VXLAN', range: [1, 1401], carries: 1 },
      { quotes: [1, 1401], answers: 2 },
    ],
  );
});

t.test(
  'a packet of a tunnel to an address that no node has is delivered where its content is seen afterwards',
  async (t) => {
    const ends = (seenAt: string): readonly unknown[] => {
      const [, tunnel] = summarizeJourneys(
        followPackets([
          sighting(1, 'a>r', { bytes: 5 }),
          sighting(2, 'r>q', { inner: { bytes: 5 } }),
          sighting(3, 'q<r', { inner: { bytes: 5 } }),
          sighting(4, seenAt, { bytes: 5 }),
        ]),
        { addressOwners: new Map() },
      );
      return [tunnel?.kind, tunnel?.ended];
    };
    t.strictSame(ends('q>b'), ['tunnel', 'delivered']);
    t.strictSame(ends('b<r'), ['tunnel', 'unknown']);
  },
);

t.test('a tunnel is named by its headers', async (t) => {
  const { ipv6 } = packetOf({});
  const { ipv4 } = packetOf({ id: 1 });
  const routed = { ipv6: { ...ipv6!, extensions: ['routing' as const] }, inner: { ipv6: ipv6! } };
  t.strictSame(
    [
      packetOf({ inner: {} }),
      { ipv4: ipv4!, geneve: { id: 1, headerLength: 8 } },
      { ipv4: ipv4!, gre: { protocol: 0x0800, headerLength: 4 } },
      routed,
      { ipv4: ipv4!, inner: { ipv6: ipv6! } },
      { ipv6: ipv6!, inner: { ipv4: ipv4! } },
    ].map(tunnelName),
    ['VXLAN', 'Geneve', 'GRE', 'SRv6', 'IPv6 in IPv4', 'IPv4 in IPv6'],
  );
});

t.test('a packet is under way just before the end of the capture, and lost afterwards', async (t) => {
  const { journeys } = stall!;
  const last = journeys.findLast(({ packet }) => (packet.tcp?.payloadLength ?? 0) > 1280)!;
  const endAt = (end: bigint, owners = context.addressOwners) =>
    summarizeJourneys(journeys, { addressOwners: owners, end }).find(({ number }) => number === last.number)?.ended;
  t.equal(endAt(last.last.time + 1_000_000n), 'under-way');
  t.equal(endAt(last.last.time + 9_000_000n), 'dead');
  t.equal(endAt(last.last.time + 9_000_000n, new Map()), 'unknown', 'where the node of its destination is not known');
});

t.test('a capture that has missed packets proves a loss only where an ICMP error quotes the packet', async (t) => {
  const endsOf = (incomplete: boolean) =>
    summarizeJourneys(stall!.journeys, { addressOwners: context.addressOwners, incomplete }).filter(
      ({ ended }) => ended === 'dead' || ended === 'unknown',
    );
  const [complete, incomplete] = [endsOf(false), endsOf(true)];
  t.ok(complete.length > 1 && complete.every(({ ended }) => ended === 'dead'));
  t.strictSame(
    incomplete.map(({ number }) => number),
    complete.map(({ number }) => number),
  );
  const quoted = new Set(stall!.journeys.flatMap(({ answers }) => answers ?? []));
  for (const { number, ended } of incomplete) t.equal(ended, quoted.has(number) ? 'dead' : 'unknown', String(number));
  t.ok(incomplete.some(({ ended }) => ended === 'unknown') && incomplete.some(({ ended }) => ended === 'dead'));
});

t.test('every recorded packet is counted', async (t) => {
  const { endings } = countPackets(recordedSummaries);
  t.equal(sum(endings.map(({ packets }) => packets)), recordedSummaries.length);
  t.strictSame([...new Set(endings.map(({ ended }) => ended))].sort(), ['continued', 'dead', 'delivered']);
  const clamped = endings.filter(({ kind, changed }) => kind === 'syn' && changed);
  t.strictSame(
    clamped.map(({ changed }) => changed),
    [8940, 8960].map((from) => [{ field: 'mss', from, to: 1396, at: 'edge' }]),
  );
});

t.test('each place has its largest segment and number of fragments, and 0 where it saw none', async (t) => {
  const { segments, fragments } = countPackets(summarizeJourneys(stall!.journeys, context), ['unused:to-any']);
  t.match(segments, { 'transit:to-firewall': 8928, 'transit:to-edge': 572, 'unused:to-any': 0 });
  t.match(fragments, { 'transit:to-edge': 0, 'unused:to-any': 0 });
  t.ok(countPackets(recordedSummaries).fragments['edge:to-transit']! > 0);
});

const packetsIn = (row: LadderRow): number =>
  'packet' in row ? 1 : 'folded' in row ? sum(row.folded.map(({ packets }) => packets)) : 0;

t.test('the ladder of a recorded conversation is short and contains every packet', async (t) => {
  for (const { journeys } of conversations(recorded)) {
    const summaries = summarizeJourneys(journeys, context);
    const rows = ladderRows(summaries);
    t.equal(sum(rows.map(packetsIn)), summaries.length);
    t.ok(rows.length < 40);
  }
});

const rowsOf = (outlines: readonly SummaryOutline[]): readonly unknown[] =>
  ladderRows(journeySummaries(outlines)).map((row) =>
    'packet' in row
      ? row.packet.number
      : 'folded' in row && row.folded.map(({ kind, at, packets }) => [packets, kind, ...(at ? [at] : [])].join(' ')),
  );
const ack: SummaryOutline = { path: 'b>a', kind: 'ack' };
const lost: SummaryOutline = { path: 'a>b', ended: 'dead' };
const ladders: readonly (readonly [title: string, outlines: readonly SummaryOutline[], rows: readonly unknown[]])[] = [
  ['similar packets are folded after the first', Array(5).fill(lost), [0, 1, ['3 large b']]],
  [
    'of packets of a tunnel the first that arrives is shown, and two that do not',
    [
      ...Array<SummaryOutline>(3).fill({ path: 'a>b', kind: 'tunnel', bytes: 150 }),
      { path: 'a>b', kind: 'tunnel', bytes: 1570 },
      ...Array<SummaryOutline>(3).fill({ ...lost, kind: 'tunnel', bytes: 1570 }),
    ],
    [0, 3, 4, 5, ['2 tunnel', '1 tunnel b']],
  ],
  [
    'lost retransmissions are shown up to four times',
    Array(6).fill({ ...lost, repeated: true }),
    [0, 1, 2, 3, ['2 large b']],
  ],
  [
    'a Packet Too Big is shown with the packet that it answers',
    [
      { path: 'a>b', kind: 'other' },
      { path: 'b>a', kind: 'ptb', answers: 0 },
    ],
    [0, 1],
  ],
  ['a few acknowledgements are folded later', [ack, ack, ack, { path: 'a>b' }], [0, 3, ['2 ack']]],
  ['many acknowledgements are folded in place', [...Array(12).fill(ack), { path: 'a>b' }], [0, ['11 ack'], 12]],
  ['packets are folded before a FIN', [ack, ack, { path: 'a>b', kind: 'fin' }], [0, ['1 ack'], 2]],
];
for (const [title, outlines, rows] of ladders)
  t.test(`the ladder: ${title}`, async (t) => t.strictSame(rowsOf(outlines), rows));

t.test('the ladder shows a limited number of packets besides SYN, FIN and RST, and counts the others', async (t) => {
  const sizes = Array.from({ length: 300 }, (_, index): SummaryOutline => ({ path: 'a>b', bytes: 2000 + index }));
  const answers = sizes.map((_, index): SummaryOutline => ({ path: 'b>a', kind: 'ptb', answers: index }));
  const packets = journeySummaries([...sizes, ...answers, { path: 'a>b', kind: 'rst' }]);
  const rows = ladderRows(packets);
  t.equal(rows.filter((row) => 'packet' in row).length, 201);
  t.equal(sum(rows.map(packetsIn)), packets.length);
  t.match(rows.at(-1), { packet: { kind: 'rst' } });
  t.equal(ladderRows(packets, 1000).filter((row) => 'packet' in row).length, 601);
});

t.test('a note is inserted before the first later packet, or at the end', async (t) => {
  const rows = ladderRows(
    journeySummaries([
      { path: 'a>b', kind: 'syn' },
      { path: 'b>a', kind: 'syn-ack' },
    ]),
  );
  const [early, late] = [
    { note: 'early', atMs: 0.5 },
    { note: 'late', atMs: 7 },
  ];
  t.strictSame(insertNotes(rows, [late, early]), [rows[0], early, rows[1], late]);
});

const orders: readonly (readonly [title: string, paths: readonly string[], columns: string])[] = [
  ['in path order', ['a>b>c', 'c>b>a'], 'a b c'],
  ['a lost packet of the reverse direction adds the nodes not yet seen', ['a>~b', 'c>b', 'a>b>c'], 'a b c'],
  ['parallel legs are next to each other', ['a>r1>z', 'a>r2>z', 'z>r1>a'], 'a r2 r1 z'],
  ['a node behind the far end', ['a>b', 'b>x'], 'a b x'],
  ['no packets', [], ''],
];
for (const [title, paths, columns] of orders)
  t.test(`the order of nodes: ${title}`, async (t) =>
    t.equal(nodeOrder(journeySummaries(paths.map((path) => ({ path })))).join(' '), columns),
  );

t.test('a journey has each of its nodes once', async (t) => {
  const [packet] = journeySummaries([{ path: 'a>b>~c' }]);
  t.strictSame(nodesOf(packet!), ['a', 'b']);
});

t.test('a conversation is summarized by its columns, rows and counts', async (t) => {
  const packets: readonly JourneySummary[] = journeySummaries([{ path: 'a>b', payload: 8928 }]);
  t.strictSame(summarizeConversation(packets, ['c:to-b']), {
    columns: ['a', 'b'],
    rows: [{ packet: packets[0] }],
    endings: [{ kind: 'large', from: 'a', last: 'b:to-a', ended: 'delivered', packets: 1 }],
    segments: { 'c:to-b': 0, 'a:to-b': 8928, 'b:to-a': 8928 },
    fragments: { 'c:to-b': 0, 'a:to-b': 0, 'b:to-a': 0 },
  });
});

t.test('ICMP messages are named, and unknown ones have their numbers', async (t) => {
  t.equal(icmpName('ICMPv6', 128, 0), 'ICMPv6 echo request');
  t.equal(icmpName('ICMPv6', 1, 0), 'ICMPv6 no route to destination');
  t.equal(icmpName('ICMPv6', 1, 6), 'ICMPv6 destination unreachable');
  t.equal(icmpName('ICMP', 3, 1), 'ICMP host unreachable');
  t.equal(icmpName('ICMP', 11, 0), 'ICMP time to live exceeded');
  t.equal(icmpName('ICMP', 200, 1), 'ICMP type 200 code 1');
});
