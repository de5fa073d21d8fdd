import fc from 'fast-check';
import t from 'tap';
import { decode } from '../../src/wire/layers/decode.ts';
import type { DecodedPacket, Layers } from '../../src/wire/layers/decoded-packet.ts';
import { packetIdentity, quotedIdentity } from '../../src/wire/journeys/packet-identity.ts';
import { followPackets } from '../../src/wire/journeys/follow-packets.ts';
import { annotationPacket } from '../../src/wire/formats/annotation-packet.ts';
import { ipOf } from '../../src/wire/journeys/sighting.ts';
import { packetsOf, recordings } from './fixtures/corpus.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/[^0-9a-f]/g, ''), 'hex'));
const zeros = (count: number): string => '00'.repeat(count);
const word = (value: number): string => value.toString(16).padStart(4, '0');

const macs = '020000000001 020000000002';
const six = (next: string, payload: string, length = payload.replaceAll(' ', '').length / 2): string =>
  `6000abcd ${word(length)} ${next} 40 20010db8${zeros(11)}01 20010db8${zeros(11)}02 ${payload}`;
const four = (
  protocol: string,
  payload: string,
  { length = 20 + payload.replaceAll(' ', '').length / 2, bits = '4000' } = {},
): string => `45 00 ${word(length)} 0007 ${bits} 40 ${protocol} 0000 c0000201 c0000202 ${payload}`;
const udp = '0fa0 0009 000c 1234 6f646421';
const tcp = (options: string, first = '80'): string =>
  `0fa0 0050 00000007 00000009 ${first}10 0200 0000 0000 ${options}`;

const raw = 101;
const ethernet = 1;
const table: readonly (readonly [title: string, linkType: number, bytes: string, wanted: Partial<DecodedPacket>])[] = [
  ['a frame of 13 bytes', ethernet, zeros(13), { malformed: 'ethernet header is longer than its packet' }],
  [
    'an unknown type',
    ethernet,
    `${macs} 1234 00`,
    { ethernet: { etherType: 0x1234, destination: '02:00:00:00:00:01', source: '02:00:00:00:00:02' } },
  ],
  [
    'two VLAN tags',
    ethernet,
    `${macs} 88a8 0007 8100 6fff 0800 ${four('11', udp)}`,
    {
      ethernet: { vlans: [7, 4095] } as never,
      udp: { source: 4000, destination: 9, checksum: 0x1234, payloadLength: 4 },
    },
  ],
  ['a VLAN tag and no more', ethernet, `${macs} 8100 0007`, { malformed: 'ethernet header is longer than its packet' }],
  [
    'padding of a short frame',
    ethernet,
    `${macs} 0800 ${four('06', tcp('', '50'))} ${zeros(6)}`,
    { tcp: { payloadLength: 0 } as never, malformed: undefined as never },
  ],
  ['ARP of something else', ethernet, `${macs} 0806 0001 86dd 06 10 0001`, { malformed: 'arp is not of IPv4' }],
  ['IPv4 of too short a header', raw, `44 00 0020 ${zeros(30)}`, { malformed: 'ipv4 header of 16 bytes' }],
  ['IPv4 shorter than its header', raw, four('11', udp, { length: 19 }), { malformed: 'ipv4 packet of 19 bytes' }],
  [
    'IPv4 that claims more than its frame',
    raw,
    four('11', udp, { length: 900 }),
    { malformed: 'ipv4 packet of 900 bytes in 32', ipv4: { length: 900 } as never, udp: { payloadLength: 4 } as never },
  ],
  [
    'TCP of which the frame has less than IPv4 claims',
    raw,
    four('06', tcp('', '50'), { length: 900 }),
    { tcp: { payloadLength: 0 } as never, malformed: 'ipv4 packet of 900 bytes in 40' },
  ],
  [
    'IPv4 without a length, as super-packets have it',
    raw,
    four('06', tcp('01010101', '60'), { length: 0 }),
    { ipv4: { length: 44 } as never, tcp: { payloadLength: 0 } as never },
  ],
  [
    'a later IPv4 fragment',
    raw,
    four('11', udp, { bits: '20b9' }),
    { ipv4: { fragment: { id: 7, offset: 1480, more: true } } as never, udp: undefined as never },
  ],
  ['IPv4 in an IPv6 frame', 229, four('11', udp) + zeros(20), { malformed: 'ipv6 header of another version' }],
  [
    'all extension headers',
    raw,
    six('00', `2b00010400000000 3c02040000000000${zeros(16)} 2c00010400000000 1100000100000009 ${udp}`),
    {
      ipv6: {
        protocol: 17,
        headerLength: 88,
        extensions: ['hop-by-hop', 'routing', 'destination', 'fragment'],
        fragment: { id: 9, offset: 0, more: true },
        flowLabel: 0xabcd,
      } as never,
      udp: { source: 4000 } as never,
    },
  ],
  [
    'an extension header that runs past its packet',
    raw,
    six('00', `11ff 0104 00000000 ${udp}`),
    { malformed: 'ipv6 header is longer than its packet', udp: undefined as never },
  ],
  [
    'behind a later fragment nothing is read',
    raw,
    six('2c', `3c00000800000009 ${zeros(8)}`),
    { ipv6: { protocol: 60, fragment: { offset: 8 } } as never, malformed: undefined as never },
  ],
  ['no next header', raw, six('3b', ''), { ipv6: { length: 40 } as never, malformed: undefined as never }],
  [
    'a jumbogram',
    raw,
    six('00', `0600c20400000030 ${tcp('01010101', '60')}`, 0),
    { ipv6: { length: 72 } as never, tcp: { payloadLength: 0 } as never },
  ],
  ['a tunnel', raw, four('29', six('11', udp)), { inner: { udp: { source: 4000 } } as never }],
  [
    'a TCP header of four bytes',
    raw,
    six('06', tcp('', '10')),
    { malformed: 'tcp header of 4 bytes', tcp: { sequence: 7 } as never },
  ],
  [
    'a TCP header longer than its packet',
    raw,
    six('06', tcp('0101')),
    { malformed: 'tcp header is longer than its packet' },
  ],
  [
    'every TCP option',
    raw,
    six(
      '06',
      tcp(
        `02 04 22ec 04 02 08 0a 00000001 00000002 01 03 03 07 fe 04 0102 05 0a 00000005 00000006 00 00 00 00 00 00`,
        'f0',
      ),
    ),
    {
      tcp: {
        options: {
          mss: 8940,
          sackPermitted: true,
          timestamps: { value: 1, echo: 2 },
          windowScale: 7,
          others: [254],
          sack: [{ left: 5, right: 6 }],
        },
        payloadLength: 0,
      } as never,
      malformed: undefined as never,
    },
  ],
  [
    'a TCP option past the header',
    raw,
    six('06', tcp('02 0d 22ec', '60')),
    { malformed: 'tcp options run past the header', tcp: { payloadLength: 0 } as never },
  ],
  ['a TCP option of no length', raw, six('06', tcp('02 00 22ec', '60')), { malformed: 'tcp option of 0 bytes' }],
  [
    'a TCP option of an odd length',
    raw,
    six('06', tcp('02 03 22 00', '60')),
    { tcp: { options: { others: [2] } } as never },
  ],
  [
    'a UDP datagram of four bytes',
    raw,
    six('11', '0fa0 0009 0004 1234'),
    { malformed: 'udp datagram of 4 bytes', udp: { source: 4000, destination: 9 } },
  ],
  [
    'a Packet Too Big that quotes 8 bytes of TCP',
    raw,
    six('3a', `0200 0000 000005dc ${six('06', '0050 0fa0 00000001', 8948)}`),
    {
      icmpv6: { type: 2, code: 0, checksum: 0, mtu: 1500 },
      quoted: { ipv6: { length: 8988 }, tcp: { source: 80, destination: 4000, sequence: 1 }, cut: 'tcp' } as never,
      malformed: undefined as never,
    },
  ],
  [
    'a Fragmentation Needed that quotes 8 bytes of UDP',
    raw,
    four('01', `0304 0000 00000578 ${four('11', '0fa0 0009 000c 1234', { length: 3000 })}`),
    {
      icmp: { mtu: 1400 } as never,
      quoted: { ipv4: { length: 3000 }, udp: { source: 4000, payloadLength: 4 } } as never,
    },
  ],
  [
    'an error that quotes half an address',
    raw,
    six('3a', `0200 0000 000005dc 6000abcd`),
    { icmpv6: { mtu: 1500 } as never, quoted: { cut: 'ipv6' } },
  ],
  [
    'a neighbour solicitation',
    raw,
    six('3a', `8700 0000 00000000 fe80${zeros(13)}01 0101020000000001`),
    { icmpv6: { neighbour: { target: 'fe80::1', mac: '02:00:00:00:00:01' } } as never },
  ],
  [
    'a router advertisement with an MTU',
    raw,
    six('3a', `8600 0000 ${zeros(12)} 0501 0000 000005dc`),
    { icmpv6: { neighbour: { mtu: 1500 } } as never },
  ],
  [
    'a neighbour option of no length',
    raw,
    six('3a', `8700 0000 00000000 fe80${zeros(13)}01 0100020000000001`),
    { icmpv6: { neighbour: { target: 'fe80::1', mac: undefined } } as never },
  ],
  ['a link type that is not read', 147, '00', { malformed: 'link type 147 is not read' }],
  ['no bytes', raw, '', { malformed: 'ipv6 header is longer than its packet' }],
];
for (const [title, linkType, bytes, wanted] of table)
  t.test(`${title}: told as it is`, async (t) => t.match(decode({ bytes: hex(bytes), linkType }), wanted));

t.test('a header that the capture cut off is cut, and not malformed', async (t) => {
  const whole = hex(`${macs} 86dd ${six('06', `${tcp(`02 04 22ec 01 01 01 01`, '70')} ${zeros(100)}`)}`);
  const cuts = [10, 30, 54, 60, 70, 75, 78, 83, 90].map((length) => {
    const { cut, malformed, tcp } = decode({ bytes: whole.subarray(0, length), originalLength: whole.length });
    return [length, cut, malformed, tcp?.options?.mss, tcp?.payloadLength];
  });
  t.same(cuts, [
    [10, 'ethernet', undefined, undefined, undefined],
    [30, 'ipv6', undefined, undefined, undefined],
    [54, 'tcp', undefined, undefined, undefined],
    [60, 'tcp', undefined, undefined, undefined],
    [70, 'tcp', undefined, undefined, undefined],
    [75, 'tcp', undefined, undefined, 100],
    [78, 'tcp', undefined, 8940, 100],
    [83, undefined, undefined, 8940, 100],
    [90, undefined, undefined, 8940, 100],
  ]);
});

t.test('a noted moment is a well-formed packet', async (t) => {
  const packet = decode({ bytes: annotationPacket('the edge begins to clamp') });
  t.match(packet, { ipv6: { source: '::1' }, udp: { source: 514, destination: 514, payloadLength: 37 } });
  t.equal(packet.malformed, undefined);
});

const depth = (layers: Layers): number =>
  1 + Math.max(0, ...[layers.quoted, layers.inner].map((l) => (l ? depth(l) : 0)));

t.test('errors that quote errors, and tunnels in tunnels, are followed so far and no further', async (t) => {
  let quoting = six('3a', '0100 0000 00000000', 60_000);
  let tunnel = six('11', udp);
  for (let nested = 0; nested < 1000; nested++) {
    quoting = six('3a', `0100 0000 00000000 ${quoting}`, 60_000);
    tunnel = six('29', tunnel, 0xffff & (tunnel.replaceAll(' ', '').length / 2));
  }
  for (const bytes of [quoting, tunnel]) t.equal(depth(decode({ bytes: hex(bytes), linkType: raw })), 4);
});

/** Real packets with some bytes changed, and cut anywhere. */
const mutated = (): fc.Arbitrary<Uint8Array> => {
  const real = recordings.flatMap((recording) => packetsOf(recording).map(({ bytes }) => bytes));
  const change = fc.tuple(fc.nat(140), fc.nat(255));
  return fc
    .tuple(fc.constantFrom(...real), fc.array(change, { maxLength: 5 }), fc.nat(220))
    .map(([packet, changes, length]) => {
      const bytes = Uint8Array.from(packet.subarray(0, length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });
};

t.test(
  'no bytes make decoding throw, loop, or tell negative lengths; whatever is decoded can be followed',
  async () => {
    const frame = fc.record({
      bytes: fc.oneof(fc.uint8Array({ maxLength: 160 }), mutated(), mutated()),
      more: fc.oneof(fc.constant(0), fc.nat(70_000)),
      linkType: fc.constantFrom(ethernet, ethernet, raw, 228, 229, 7),
    });
    const decoded = frame.map(({ bytes, more, linkType }) =>
      decode({ bytes, originalLength: bytes.length + more, linkType }),
    );
    fc.assert(
      fc.property(fc.array(decoded, { minLength: 1, maxLength: 6 }), (packets) => {
        for (const packet of packets) for (const layers of chain(packet)) wellTold(layers);
        followPackets(
          packets.map((packet, index) => ({ place: 'a:to-b', direction: 'out', time: BigInt(index), packet })),
        );
      }),
      { numRuns: 1500 },
    );
  },
);

const chain = (layers: Layers): readonly Layers[] => [
  layers,
  ...[layers.quoted, layers.inner].flatMap((next) => (next ? chain(next) : [])),
];

const wellTold = (layers: Layers): void => {
  const { tcp, udp } = layers;
  const lengths = [tcp?.payloadLength, udp?.payloadLength, ipOf(layers)?.length, ipOf(layers)?.headerLength];
  if (lengths.some((length) => length !== undefined && !(length >= 0 && length <= 300_000)))
    throw new Error(`${lengths}`);
};

t.test('a packet is told the same, and known again, however little a capture keeps of it', async (t) => {
  const real = packetsOf('narrow/edge.to-transit').filter(({ bytes }) => !decode({ bytes }).quoted);
  for (const { bytes, originalLength } of real) {
    const whole = decode({ bytes, originalLength });
    if (!whole.tcp) continue;
    const headers = 14 + ipOf(whole)!.headerLength + whole.tcp.headerLength!;
    const less = decode({ bytes: bytes.subarray(0, headers), originalLength });
    t.equal(packetIdentity(less), packetIdentity(whole));
    const quoted = decode({ bytes: bytes.subarray(0, 14 + ipOf(whole)!.headerLength + 8), originalLength });
    t.equal(quotedIdentity(quoted), quotedIdentity(whole));
  }
});
