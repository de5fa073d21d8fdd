import fc from 'fast-check';
import t from 'tap';
import { annotationPacket } from '../../../src/wire/formats/annotation-packet.ts';
import { linkTypes } from '../../../src/wire/formats/capture-file.ts';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import { ipOf } from '../../../src/wire/journeys/sighting.ts';
import { decode } from '../../../src/wire/layers/decode.ts';
import type { Layers } from '../../../src/wire/layers/decoded-packet.ts';
import { packetsOf, recordings } from '../fixtures/corpus.ts';
import { hex, ipv4Hex, ipv6Hex, macsHex, tcpHex, udpHex, zeros } from '../fixtures/hex-packets.ts';

const { raw, ethernet } = linkTypes;
const vxlanHex = (payload: string): string => udpHexTo('12b5', payload);
const udpHexTo = (port: string, payload: string): string =>
  `c350 ${port} ${(8 + payload.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0')} 0000 ${payload}`;
const table: readonly (readonly [title: string, linkType: number, bytes: string, packet: object])[] = [
  [
    'UDP over IPv4 with two VLAN tags',
    ethernet,
    `${macsHex} 88a8 0007 8100 6fff 0800 ${ipv4Hex('11', udpHex)}`,
    { ethernet: { vlans: [7, 4095] }, udp: { source: 4000, destination: 9, checksum: 0x1234, payloadLength: 4 } },
  ],
  [
    'the padding of a short frame',
    ethernet,
    `${macsHex} 0800 ${ipv4Hex('06', tcpHex('', '50'))} ${zeros(6)}`,
    { tcp: { payloadLength: 0 }, malformed: undefined },
  ],
  [
    'UDP in an IPv4 packet that claims more bytes than its frame has',
    raw,
    ipv4Hex('11', udpHex, { length: 900 }),
    { malformed: 'ipv4 packet claims 900 bytes but has 32', ipv4: { length: 900 }, udp: { payloadLength: 4 } },
  ],
  [
    'TCP in an IPv4 packet that claims more bytes than its frame has',
    raw,
    ipv4Hex('06', tcpHex('', '50'), { length: 900 }),
    { malformed: 'ipv4 packet claims 900 bytes but has 40', tcp: { payloadLength: 0 } },
  ],
  [
    'an IPv4 super-packet without a length',
    raw,
    ipv4Hex('06', tcpHex('01010101', '60'), { length: 0 }),
    { ipv4: { length: 44 }, tcp: { payloadLength: 0 } },
  ],
  ['IPv4 with the link type of IPv4', linkTypes.ipv4, ipv4Hex('11', udpHex), { udp: { source: 4000 } }],
  [
    'IPv4 with the link type of IPv6',
    linkTypes.ipv6,
    ipv4Hex('11', udpHex) + zeros(20),
    { malformed: 'ipv6 header has the wrong version' },
  ],
  [
    'TCP options longer than the header',
    raw,
    ipv6Hex('06', tcpHex('02 0d 22ec', '60')),
    { malformed: 'tcp options run past the header', tcp: { payloadLength: 0 } },
  ],
  ['a tunnel', raw, ipv4Hex('29', ipv6Hex('11', udpHex)), { inner: { udp: { source: 4000 } }, udp: undefined }],
  [
    'a frame in VXLAN',
    raw,
    ipv4Hex('11', vxlanHex(`08000000 00002a00 ${macsHex} 86dd ${ipv6Hex('11', udpHex)}`)),
    {
      ...{ udp: { destination: 4789 }, vxlan: { id: 42 }, malformed: undefined },
      inner: { ethernet: { etherType: 0x86dd }, udp: { source: 4000 } },
    },
  ],
  [
    'a frame in Geneve, behind an option of 8 bytes',
    raw,
    ipv4Hex('11', udpHexTo('17c1', `0200 6558 00002a00 ${zeros(8)} ${macsHex} 86dd ${ipv6Hex('11', udpHex)}`)),
    {
      ...{ udp: { destination: 6081 }, geneve: { id: 42, headerLength: 16 }, malformed: undefined },
      inner: { ethernet: { etherType: 0x86dd }, udp: { source: 4000 } },
    },
  ],
  [
    'VXLAN without a network identifier',
    raw,
    ipv4Hex('11', vxlanHex('00000000 00002a00')),
    { malformed: 'vxlan header without a network identifier', inner: undefined },
  ],
  [
    'a VXLAN header that is too short',
    raw,
    ipv4Hex('11', vxlanHex('08000000')),
    { vxlan: undefined, inner: undefined },
  ],
  [
    'a packet in GRE',
    raw,
    ipv4Hex('2f', `0000 86dd ${ipv6Hex('11', udpHex)}`),
    { gre: { protocol: 0x86dd, headerLength: 4 }, inner: { ethernet: undefined, udp: { source: 4000 } } },
  ],
  [
    'a frame in GRE with a checksum, a key and a sequence number',
    raw,
    ipv6Hex('2f', `b000 6558 ${zeros(12)} ${macsHex} 0800 ${ipv4Hex('11', udpHex)}`),
    { gre: { headerLength: 16 }, inner: { ethernet: { etherType: 0x0800 }, udp: { source: 4000 } } },
  ],
  ['GRE of version 1 (PPTP)', raw, ipv4Hex('2f', '3001 880b 0000'), { malformed: 'gre version 1 is not decoded' }],
  [
    'GRE with a protocol that is no IP',
    raw,
    ipv4Hex('2f', '0000 880b 00'),
    { gre: { protocol: 0x880b }, inner: undefined, malformed: undefined },
  ],
  ['a GRE header that is too short', raw, ipv4Hex('2f', '2000 0800 00'), { gre: undefined, inner: undefined }],
  [
    'a Packet Too Big that quotes 8 bytes of TCP',
    raw,
    ipv6Hex('3a', `0200 0000 000005dc ${ipv6Hex('06', '0050 0fa0 00000001', 8948)}`),
    {
      icmpv6: { type: 2, code: 0, checksum: 0, mtu: 1500 },
      quoted: { ipv6: { length: 8988 }, tcp: { source: 80, destination: 4000, sequence: 1 }, cut: 'tcp' },
      malformed: undefined,
    },
  ],
  [
    'a Fragmentation Needed that quotes 8 bytes of UDP',
    raw,
    ipv4Hex('01', `0304 0000 00000578 ${ipv4Hex('11', '0fa0 0009 000c 1234', { length: 3000 })}`),
    { icmp: { mtu: 1400 }, quoted: { ipv4: { length: 3000 }, udp: { source: 4000, payloadLength: 4 } } },
  ],
  [
    'an ICMP error that quotes less than an IP header',
    raw,
    ipv6Hex('3a', `0200 0000 000005dc 6000abcd`),
    { icmpv6: { mtu: 1500 }, quoted: { cut: 'ipv6' } },
  ],
  ['an unknown link type', 147, '00', { malformed: 'link type 147 is not supported' }],
  ['no bytes', raw, '', { malformed: 'ipv6 header is longer than its packet' }],
];
for (const [title, linkType, bytes, packet] of table)
  t.test(`${title} is decoded`, async (t) => t.match(decode({ bytes: hex(bytes), linkType }), packet));

t.test('a header that the capture cut off is cut, not malformed', async (t) => {
  const whole = hex(`${macsHex} 86dd ${ipv6Hex('06', `${tcpHex(`02 04 22ec 01 01 01 01`, '70')} ${zeros(100)}`)}`);
  const cuts = [10, 30, 54, 60, 70, 75, 78, 83, 90].map((length) => {
    const { cut, malformed, tcp } = decode({ bytes: whole.subarray(0, length), originalLength: whole.length });
    return [length, cut, malformed, tcp?.options?.mss, tcp?.payloadLength];
  });
  t.strictSame(cuts, [
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

t.test('an annotation is a well-formed packet', async (t) => {
  const packet = decode({ bytes: annotationPacket('the edge starts to clamp') });
  t.match(packet, { ipv6: { source: '::1' }, udp: { source: 514, destination: 514, payloadLength: 37 } });
  t.equal(packet.malformed, undefined);
});

const depth = (layers: Layers): number =>
  1 + Math.max(0, ...[layers.quoted, layers.inner].map((next) => (next ? depth(next) : 0)));

t.test('errors that quote errors and tunnels in tunnels are decoded to a limited depth', async (t) => {
  let quoting = ipv6Hex('3a', '0100 0000 00000000', 60_000);
  let tunnel = ipv6Hex('11', udpHex);
  for (let nested = 0; nested < 1000; nested++) {
    quoting = ipv6Hex('3a', `0100 0000 00000000 ${quoting}`, 60_000);
    tunnel = ipv6Hex('29', tunnel, 0xffff & (tunnel.replaceAll(' ', '').length / 2));
  }
  for (const bytes of [quoting, tunnel]) t.equal(depth(decode({ bytes: hex(bytes), linkType: raw })), 4);
});

/** Recorded packets with some bytes changed, cut at any length. */
const mutated = (): fc.Arbitrary<Uint8Array> => {
  const packets = recordings.flatMap((recording) => packetsOf(recording).map(({ bytes }) => bytes));
  const change = fc.tuple(fc.nat(140), fc.nat(255));
  return fc
    .tuple(fc.constantFrom(...packets), fc.array(change, { maxLength: 5 }), fc.nat(220))
    .map(([packet, changes, length]) => {
      const bytes = Uint8Array.from(packet.subarray(0, length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });
};

t.test(
  'whatever the bytes, decoding ends without an error or a negative length, and packets can be followed',
  async () => {
    const frame = fc.record({
      bytes: fc.oneof(fc.uint8Array({ maxLength: 160 }), mutated(), mutated()),
      cutBytes: fc.oneof(fc.constant(0), fc.nat(70_000)),
      linkType: fc.constantFrom(ethernet, ethernet, raw, linkTypes.ipv4, linkTypes.ipv6, 7),
    });
    const decoded = frame.map(({ bytes, cutBytes, linkType }) =>
      decode({ bytes, originalLength: bytes.length + cutBytes, linkType }),
    );
    fc.assert(
      fc.property(fc.array(decoded, { minLength: 1, maxLength: 6 }), (packets) => {
        for (const packet of packets) for (const layers of nestedLayers(packet)) checkLengths(layers);
        followPackets(
          packets.map((packet, index) => ({ place: 'a:to-b', direction: 'out', time: BigInt(index), packet })),
        );
      }),
      { numRuns: 1500 },
    );
  },
);

const nestedLayers = (layers: Layers): readonly Layers[] => [
  layers,
  ...[layers.quoted, layers.inner].flatMap((next) => (next ? nestedLayers(next) : [])),
];

const checkLengths = (layers: Layers): void => {
  const { tcp, udp } = layers;
  const lengths = [tcp?.payloadLength, udp?.payloadLength, ipOf(layers)?.length, ipOf(layers)?.headerLength];
  if (lengths.some((length) => length !== undefined && !(length >= 0 && length <= 300_000)))
    throw new Error(`${lengths}`);
};
