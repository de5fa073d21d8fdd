import t from 'tap';
import { rewrittenFields } from '../../src/wire/journeys/rewritten-fields.ts';
import type { DecodedPacket, Layers, Tcp } from '../../src/wire/layers/decoded-packet.ts';
import { fateOf } from '../../src/wire/journeys/fate.ts';
import type { Journey, Stop } from '../../src/wire/journeys/journey.ts';
import { followPackets } from '../../src/wire/journeys/follow-packets.ts';
import { ipOf, type Sighting } from '../../src/wire/journeys/sighting.ts';
import { exchange } from './fixtures/corpus.ts';

/** A packet of a connection between two hosts, as short as the test needs it. */
interface Told {
  readonly seq?: number;
  readonly bytes?: number;
  readonly hops?: number;
  readonly mss?: number;
  readonly stamp?: number;
  readonly id?: number;
  readonly whole?: true;
  readonly fragment?: readonly [offset: number, more: boolean];
  readonly tooBig?: Told;
}

const told = ({ seq = 1, bytes = 0, hops = 64, mss, stamp = 1, id, whole, fragment, tooBig }: Told): DecodedPacket => {
  const [source, destination] = tooBig ? ['2001:db8:2::1', '2001:db8:1::1'] : ['2001:db8:1::1', '2001:db8:9::1'];
  const piece = fragment && { id: id ?? 0, offset: fragment[0], more: fragment[1] };
  const headerLength = id === undefined ? 40 : 20;
  const tcpHeader = fragment && fragment[0] > 0 ? 0 : 32;
  const ip = {
    source,
    destination,
    hopLimit: hops,
    trafficClass: 0,
    headerLength,
    length: headerLength + tcpHeader + bytes,
  };
  const carried = { protocol: tooBig ? 58 : 6, ...(piece && { fragment: piece }) };
  const layers: Layers = {
    ...(id === undefined
      ? { ipv6: { ...ip, ...carried, flowLabel: 7 } }
      : { ipv4: { ...ip, ...carried, id, dontFragment: !!whole, checksum: hops } }),
    ...(tooBig ? { icmpv6: { type: 2, code: 0, mtu: 1500 }, quoted: told(tooBig) } : tcpHeader && { tcp: tcp() }),
  };
  function tcp(): Tcp {
    const flags = {
      ns: false,
      cwr: false,
      ece: false,
      urg: false,
      ack: true,
      psh: false,
      rst: false,
      syn: !!mss,
      fin: false,
    };
    const options = { ...(mss && { mss }), timestamps: { value: stamp, echo: 0 } };
    const ports = { source: 80, destination: 5000, sequence: seq >>> 0, acknowledgement: 1 };
    return { ...ports, headerLength: 32, flags, window: 1, checksum: hops, options, payloadLength: bytes };
  }
  return { capturedLength: 0, originalLength: ip.length, ...layers };
};

/** `a>b` is a packet that leaves a for b, `b<a` the same packet when it comes into b. */
const seen = (when: number, where: string, what: Told): Sighting => {
  const [node, peer] = where.split(/[<>]/);
  const direction = where.includes('>') ? 'out' : 'in';
  return { place: `${node}:to-${peer}`, direction, time: BigInt(Math.round(when * 1e6)), packet: told(what) };
};

const short = ({ place, direction, changes }: Stop): string =>
  place.replace(':to-', direction === 'out' ? '>' : '<') + changes.map((c) => ` ${c.field} ${c.from}→${c.to}`).join('');

const line = ({ stops, continues, continuedBy, answers, answeredBy }: Journey): string =>
  [
    stops.map(short).join(' '),
    continues.length > 0 && `continues ${continues}`,
    continuedBy.length > 0 && `continued by ${continuedBy}`,
    answers !== undefined && `answers ${answers}`,
    answeredBy.length > 0 && `answered by ${answeredBy}`,
  ]
    .filter(Boolean)
    .join('; ');

const syn = { mss: 8940 };
const large = { bytes: 8928 };

const cases: readonly { title: string; seen: readonly Sighting[]; journeys: readonly string[] }[] = [
  {
    title: 'a rewritten MSS does not make another packet',
    seen: [
      seen(1, 'a>r', syn),
      seen(2, 'r<a', syn),
      seen(3, 'r>b', { mss: 1396, hops: 63 }),
      seen(4, 'b<r', { mss: 1396, hops: 63 }),
    ],
    journeys: ['a>r r<a r>b mss 8940→1396 b<r'],
  },
  {
    title: 'sightings may come in any order, and of equal times the packet with more hops left is first',
    seen: [seen(1, 'b<r', { hops: 63 }), seen(1, 'r>b', { hops: 63 }), seen(1, 'r<a', {}), seen(1, 'a>r', {})],
    journeys: ['a>r r<a r>b b<r'],
  },
  {
    title: 'a retransmission is a packet of its own, and it is the later one that passes',
    seen: [
      seen(1, 'a>r', large),
      seen(2, 'r<a', large),
      seen(200, 'a>r', large),
      seen(201, 'r<a', large),
      seen(202, 'r>b', { ...large, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a r>b'],
  },
  {
    title: 'time stamps tell a late original from its retransmission',
    seen: [
      seen(1, 'a>r', { ...large, stamp: 1 }),
      seen(2, 'r<a', { ...large, stamp: 1 }),
      seen(3, 'a>r', { ...large, stamp: 3 }),
      seen(4, 'r<a', { ...large, stamp: 3 }),
      seen(5, 'r>b', { ...large, stamp: 3, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a r>b'],
  },
  {
    title: 'equal packets shortly after each other keep their order',
    seen: [seen(1, 'a>r', {}), seen(1.1, 'a>r', {}), seen(1.2, 'r<a', {}), seen(1.3, 'r<a', {})],
    journeys: ['a>r r<a', 'a>r r<a'],
  },
  {
    title: 'a retransmission over another leg does not continue the packet that died on the first',
    seen: [seen(1, 'a>r', {}), seen(2, 'r<a', {}), seen(200, 'a>q', {}), seen(201, 'q<a', {})],
    journeys: ['a>r r<a', 'a>q q<a'],
  },
  {
    title: 'where the order says nothing, the names of the places do',
    seen: [seen(1, 'a>q', {}), seen(2, 'q<a', {}), seen(3, 'a>r', {}), seen(4, 'r<a', {}), seen(5, 'r>b', {})],
    journeys: ['a>q q<a', 'a>r r<a r>b'],
  },
  {
    title: 'a packet in a loop is one packet while its hops run out',
    seen: [
      seen(1, 'a>r', { hops: 3 }),
      seen(2, 'r<a', { hops: 3 }),
      seen(3, 'r>a', { hops: 2 }),
      seen(4, 'a<r', { hops: 2 }),
      seen(5, 'a>r', { hops: 1 }),
    ],
    journeys: ['a>r r<a r>a a<r a>r'],
  },
  {
    title: 'segments continue the super-packet that they were cut out of, also where sequence numbers wrap',
    seen: [
      seen(1, 'a>r', { seq: -1000, bytes: 2856 }),
      seen(2, 'r<a', { seq: -1000, bytes: 2856 }),
      seen(3, 'r>b', { seq: -1000, bytes: 1428, hops: 63 }),
      seen(4, 'r>b', { seq: 428, bytes: 1428, hops: 63 }),
    ],
    journeys: ['a>r r<a; continued by 1,2', 'r>b; continues 0', 'r>b; continues 0'],
  },
  {
    title: 'segments continue the latest transmission that was there',
    seen: [
      seen(1, 'a>r', { bytes: 2856 }),
      seen(2, 'r<a', { bytes: 2856 }),
      seen(200, 'a>r', { bytes: 2856 }),
      seen(201, 'r<a', { bytes: 2856 }),
      seen(202, 'r>b', { bytes: 1428, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a; continued by 2', 'r>b; continues 1'],
  },
  {
    title: 'what lies before a super-packet, or leaves another node, or enters as it did, continues nothing',
    seen: [
      seen(1, 'r<a', { seq: 5000, bytes: 2856 }),
      seen(2, 'r>b', { seq: 1, bytes: 1428, hops: 63 }),
      seen(3, 'q>b', { seq: 5000, bytes: 1428, hops: 63 }),
      seen(4, 'r<a', { seq: 6428, bytes: 1428 }),
    ],
    journeys: ['r<a', 'r>b', 'q>b', 'r<a'],
  },
  {
    title: 'packets that may not be fragmented may share an id and are no fragments of each other',
    seen: [
      seen(1, 'a>r', { id: 0, whole: true, bytes: 2000 }),
      seen(2, 'r<a', { id: 0, whole: true, bytes: 2000 }),
      seen(3, 'r>b', { id: 0, whole: true, seq: 9000, bytes: 100, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'r>b'],
  },
  {
    title: 'segments that are merged on the way are continued by the larger packet',
    seen: [
      seen(1, 'a>r', { seq: 1, bytes: 1428 }),
      seen(2, 'r<a', { seq: 1, bytes: 1428 }),
      seen(3, 'a>r', { seq: 1429, bytes: 1428 }),
      seen(4, 'r<a', { seq: 1429, bytes: 1428 }),
      seen(5, 'r>b', { seq: 1, bytes: 2856, hops: 63 }),
    ],
    journeys: ['a>r r<a; continued by 2', 'a>r r<a; continued by 2', 'r>b; continues 0,1'],
  },
  {
    title: 'what the sender sends again in smaller pieces continues nothing',
    seen: [
      seen(1, 'a>r', large),
      seen(2, 'r<a', large),
      seen(3, 'a>r', { bytes: 1428 }),
      seen(4, 'r<a', { bytes: 1428 }),
      seen(5, 'r>b', { bytes: 1428, hops: 63 }),
    ],
    journeys: ['a>r r<a', 'a>r r<a r>b'],
  },
  {
    title: 'fragments continue their datagram',
    seen: [
      seen(1, 'a>r', { id: 9, bytes: 2000 }),
      seen(2, 'r<a', { id: 9, bytes: 2000 }),
      seen(3, 'r>b', { id: 9, bytes: 1448, hops: 63, fragment: [0, true] }),
      seen(4, 'r>b', { id: 9, bytes: 552, hops: 63, fragment: [1480, false] }),
      seen(5, 'b<r', { id: 9, bytes: 1448, hops: 63, fragment: [0, true] }),
    ],
    journeys: ['a>r r<a; continued by 1,2', 'r>b b<r; continues 0', 'r>b; continues 0'],
  },
  {
    title: 'a Packet Too Big answers the latest transmission that reached the router, and dies by itself',
    seen: [
      seen(1, 'a>q', large),
      seen(2, 'q<a', large),
      seen(3, 'q>r', { ...large, hops: 63 }),
      seen(4, 'r<q', { ...large, hops: 63 }),
      seen(200, 'a>q', large),
      seen(201, 'q<a', large),
      seen(202, 'q>r', { ...large, hops: 63 }),
      seen(203, 'r<q', { ...large, hops: 63 }),
      seen(203.1, 'r>q', { tooBig: { ...large, hops: 62 } }),
      seen(203.2, 'q<r', { tooBig: { ...large, hops: 62 } }),
      seen(204, 'a>q', large),
    ],
    journeys: ['a>q q<a q>r r<q', 'a>q q<a q>r r<q; answered by 2', 'r>q q<r; answers 1', 'a>q'],
  },
  {
    title: 'a late Packet Too Big answers the packet that reached its router, not the one that was sent since',
    seen: [
      seen(1, 'a>q', large),
      seen(2, 'q<a', large),
      seen(3, 'q>r', { ...large, hops: 63 }),
      seen(4, 'r<q', { ...large, hops: 63 }),
      seen(5, 'a>q', { ...large, stamp: 5 }),
      seen(6, 'r>q', { tooBig: { ...large, hops: 62 } }),
    ],
    journeys: ['a>q q<a q>r r<q; answered by 2', 'a>q', 'r>q; answers 0'],
  },
  {
    title: 'an error may answer a packet that went on (a redirect)',
    seen: [
      seen(1, 'a>q', large),
      seen(2, 'q<a', large),
      seen(3, 'a>q', { ...large, stamp: 3 }),
      seen(4, 'q<a', { ...large, stamp: 3 }),
      seen(5, 'q>a', { tooBig: large }),
      seen(6, 'q>b', { ...large, stamp: 3, hops: 63 }),
      seen(7, 'b<q', { ...large, stamp: 3, hops: 63 }),
    ],
    journeys: ['a>q q<a', 'a>q q<a q>b b<q; answered by 2', 'q>a; answers 1'],
  },
];

for (const { title, seen, journeys: wanted } of cases)
  t.test(title, async (t) => t.same(followPackets(seen).map(line), wanted));

const homes = new Map([
  ...[
    ['2001:db8:1::1', 'client'],
    ['192.0.2.17', 'client'],
    ['2001:db8:4::2', 'server'],
    ['192.0.2.66', 'server'],
  ],
  ...[
    ['2001:db8:5::1', 'left'],
    ['192.0.2.81', 'left'],
    ['2001:db8:6::2', 'right'],
    ['192.0.2.98', 'right'],
  ],
] as [string, string][]);

const narrow = followPackets(exchange('narrow'));
const narrowHomes = new Map([...homes, ['2001:db8:1::2', 'edge'], ['192.0.2.18', 'edge']] as [string, string][]);
const mssOf = ({ stops }: Journey): readonly (number | undefined)[] => stops.map((s) => s.packet.tcp?.options?.mss);
const isSyn = ({ packet }: Journey): boolean => !!packet.tcp?.flags?.syn && !packet.tcp.flags.ack;
const lengthOf = ({ packet }: Journey): number => ipOf(packet)!.length;
const tooBig = ({ packet }: Journey): boolean => (packet.icmpv6 ?? packet.icmp)?.mtu === 1500;

for (const [family, mss] of [
  ['ipv6', 8940],
  ['ipv4', 8960],
] as const) {
  const ours = narrow.filter(({ packet }) => packet[family]);
  t.test(`${family}: the recorded clamp acts at the edge and nowhere else`, async (t) => {
    const [plain, clamped] = ours.filter(isSyn);
    t.same(mssOf(plain!), Array(8).fill(mss));
    t.same(mssOf(clamped!), [mss, mss, ...Array(6).fill(1396)]);
    t.same(clamped!.stops.filter(({ changes }) => changes.length > 0).map(short), [`edge>transit mss ${mss}→1396`]);
  });
  t.test(`${family}: the recorded stall is told by its first large segment and what answered it`, async (t) => {
    const segment = ours.find((journey) => lengthOf(journey) === 9000)!;
    t.equal(short(segment.last), 'transit<firewall');
    const [answer] = segment.answeredBy.map((number) => narrow[number]!);
    t.ok(tooBig(answer!));
    t.equal(answer!.answers, segment.number);
    t.same(answer!.stops.map(short), ['transit>firewall', 'firewall<transit']);
  });
  t.test(`${family}: every recorded Packet Too Big answers a packet that was seen`, async (t) => {
    const errors = ours.filter(tooBig);
    t.ok(errors.length >= 4);
    t.same(
      errors.filter(({ answers }) => answers === undefined).map(({ number }) => number),
      [],
    );
  });
}

t.test(
  'no recorded packet is unexplained: dead are what was too big and the errors that the firewall dropped',
  async (t) => {
    const dead = narrow.filter((journey) => fateOf(journey, narrowHomes) === 'dead');
    t.same(
      dead.filter((journey) => !tooBig(journey) && lengthOf(journey) <= 1500),
      [],
    );
    t.same(
      [...new Set(dead.filter(tooBig).map(({ last }) => short(last)))],
      ['firewall<transit'],
      'none but the firewall lost an error',
    );
    t.ok(dead.filter((journey) => !tooBig(journey)).every(({ answeredBy }) => answeredBy.length > 0));
  },
);

t.test('recorded fragments and segments add up to what they were cut out of', async (t) => {
  const all = followPackets(exchange('super'));
  for (const those of [narrow, all])
    for (const whole of those.filter(({ continuedBy }) => continuedBy.length > 0)) {
      const parts = whole.continuedBy.map((number) => those[number]!);
      t.equal(sum(parts.map(payloadOf)), payloadOf(whole));
    }
  t.ok(
    all.some(({ continuedBy }) => continuedBy.length > 1),
    'super-packets',
  );
  t.ok(
    narrow.some(({ continuedBy }) => continuedBy.length > 1),
    'fragmented datagrams',
  );
  t.same(all.filter((journey) => fateOf(journey, homes) === 'dead').length, 0);
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const payloadOf = ({ packet }: Journey): number =>
  packet.tcp?.payloadLength ?? ipOf(packet)!.length - ipOf(packet)!.headerLength;

t.test('what changes at every hop is no change', async (t) => {
  t.same(rewrittenFields(told({ hops: 64 }), told({ hops: 63 })), []);
  t.same(rewrittenFields(told({ id: 1 }), told({ id: 1, hops: 9 })), []);
});
