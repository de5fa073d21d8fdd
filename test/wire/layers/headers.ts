import t from 'tap';
import { remembered } from '../../../src/wire/layers/remembered.ts';
import { viewOf } from '../../../src/wire/formats/block-reader.ts';
import { addressText, macText } from '../../../src/wire/layers/address-text.ts';
import { arp } from '../../../src/wire/layers/arp.ts';
import type { Layers } from '../../../src/wire/layers/decoded-packet.ts';
import { ethernet } from '../../../src/wire/layers/ethernet.ts';
import { gre } from '../../../src/wire/layers/gre-header.ts';
import { echoHeader, icmp, icmpHeader, quotedBytes } from '../../../src/wire/layers/icmp.ts';
import { icmpv6 } from '../../../src/wire/layers/icmpv6.ts';
import { ipPayload } from '../../../src/wire/layers/ip-payload.ts';
import { ipv4 } from '../../../src/wire/layers/ipv4.ts';
import { readExtensions } from '../../../src/wire/layers/ipv6-extensions.ts';
import { ipv6 } from '../../../src/wire/layers/ipv6.ts';
import {
  available,
  bytesAt,
  limitTo,
  originalLength,
  overlong,
  skip,
  tooShort,
  type DecodeLayer,
  type PacketBytes,
} from '../../../src/wire/layers/packet-bytes.ts';
import { readTcpOptions } from '../../../src/wire/layers/tcp-options.ts';
import { tcp } from '../../../src/wire/layers/tcp.ts';
import { udp } from '../../../src/wire/layers/udp.ts';
import { geneve } from '../../../src/wire/layers/geneve-header.ts';
import { vxlan } from '../../../src/wire/layers/vxlan-header.ts';
import { hex, ipv4Hex, ipv6Hex, macsHex, tcpHex, udpHex, zeros } from '../fixtures/hex-packets.ts';

const packetBytes = (text: string, originalBytes?: number): PacketBytes => {
  const view = viewOf(hex(text));
  return { view, at: 0, end: view.byteLength, originalEnd: originalBytes ?? view.byteLength };
};

/** The bytes of each header, what is decoded, and the next layer with its offset. */
type Row = readonly [title: string, decoder: DecodeLayer, bytes: string, layers: object, next?: readonly unknown[]];
const arpHex = `0001 0800 06 04 0001 020000000001 c0000201 ${zeros(6)} c0000202`;
const table: readonly Row[] = [
  ['Ethernet of 13 bytes', ethernet, zeros(13), { malformed: 'ethernet header is longer than its packet' }],
  [
    'Ethernet of an unknown type',
    ethernet,
    `${macsHex} 1234 00`,
    { ethernet: { etherType: 0x1234, destination: '02:00:00:00:00:01', source: '02:00:00:00:00:02' } },
  ],
  ['Ethernet', ethernet, `${macsHex} 0806 ${arpHex}`, { ethernet: { vlans: undefined } }, ['arp', 14]],
  ['two VLAN tags', ethernet, `${macsHex} 88a8 0007 8100 6fff 0800`, { ethernet: { vlans: [7, 4095] } }, ['ipv4', 22]],
  ['half a VLAN tag', ethernet, `${macsHex} 8100 0007`, { malformed: 'ethernet header is longer than its packet' }],
  [
    'ARP',
    arp,
    arpHex,
    {
      arp: {
        ...{ operation: 1, senderMac: '02:00:00:00:00:01', sender: '192.0.2.1' },
        ...{ targetMac: '00:00:00:00:00:00', target: '192.0.2.2' },
      },
    },
  ],
  ['ARP for other addresses', arp, '0001 86dd 06 10 0001', { malformed: 'arp is not for IPv4' }],
  ['ARP of 27 bytes', arp, arpHex.slice(0, -2), { malformed: 'arp header is longer than its packet' }],
  ['VXLAN', vxlan, '08000000 00002a00', { vxlan: { id: 42 } }, ['ethernet', 8, 'inner']],
  ['VXLAN of 7 bytes', vxlan, '08000000 00002a', { malformed: 'vxlan header is longer than its packet' }],
  ['Geneve', geneve, '0000 6558 00002a00', { geneve: { id: 42, headerLength: 8 } }, ['ethernet', 8, 'inner']],
  ['Geneve without its option', geneve, '0100 6558 00002a00', { malformed: 'geneve header is longer than its packet' }],
  ['Geneve of another version', geneve, '4000 6558 00002a00', { malformed: 'geneve version 1 is not decoded' }],
  ['GRE', gre, '0000 0800', { gre: { protocol: 0x0800, headerLength: 4 } }, ['ipv4', 4, 'inner']],
  ['GRE with a key', gre, '2000 6558 00000001', { gre: { headerLength: 8 } }, ['ethernet', 8, 'inner']],
  ['GRE without its key', gre, '2000 6558 000000', { malformed: 'gre header is longer than its packet' }],
  ['IPv4', ipv4, ipv4Hex('11', udpHex), { ipv4: { id: 7, dontFragment: true, length: 32 } }, ['udp', 20]],
  ['IPv4 with a header of 16 bytes', ipv4, `44 00 0020 ${zeros(30)}`, { malformed: 'ipv4 header of 16 bytes' }],
  [
    'IPv4 shorter than its header',
    ipv4,
    ipv4Hex('11', udpHex, { length: 19 }),
    { malformed: 'ipv4 packet of 19 bytes' },
  ],
  [
    'IPv4 longer than its frame',
    ipv4,
    ipv4Hex('11', udpHex, { length: 900 }),
    { malformed: 'ipv4 packet claims 900 bytes but has 32', ipv4: { length: 900 } },
    ['udp', 20],
  ],
  [
    'IPv4 without a length',
    ipv4,
    ipv4Hex('06', tcpHex('', '50'), { length: 0 }),
    { ipv4: { length: 40 } },
    ['tcp', 20],
  ],
  [
    'a later IPv4 fragment',
    ipv4,
    ipv4Hex('11', udpHex, { flags: '20b9' }),
    { ipv4: { dontFragment: false, fragment: { id: 7, offset: 1480, more: true } } },
  ],
  [
    'IPv4 in place of IPv6',
    ipv6,
    ipv4Hex('11', udpHex) + zeros(20),
    { malformed: 'ipv6 header has the wrong version' },
  ],
  ['IPv6 in place of IPv4', ipv4, ipv6Hex('11', udpHex), { malformed: 'ipv4 header has the wrong version' }],
  ['IPv6', ipv6, ipv6Hex('11', udpHex), { ipv6: { flowLabel: 0xabcd, hopLimit: 64, length: 52 } }, ['udp', 40]],
  ['IPv6 without a next header', ipv6, ipv6Hex('3b', ''), { ipv6: { length: 40 }, malformed: undefined }],
  [
    'all IPv6 extension headers',
    ipv6,
    ipv6Hex('00', `2b00010400000000 3c02040000000000${zeros(16)} 2c00010400000000 1100000100000009 ${udpHex}`),
    {
      ipv6: {
        ...{ protocol: 17, headerLength: 88, fragment: { id: 9, offset: 0, more: true } },
        extensions: ['hop-by-hop', 'routing', 'destination', 'fragment'],
      },
    },
    ['udp', 88],
  ],
  [
    'an IPv6 extension header longer than its packet',
    ipv6,
    ipv6Hex('00', `11ff 0104 00000000 ${udpHex}`),
    { malformed: 'ipv6 header is longer than its packet' },
  ],
  [
    'a later IPv6 fragment',
    ipv6,
    ipv6Hex('2c', `3c00000800000009 ${zeros(8)}`),
    { ipv6: { protocol: 60, fragment: { offset: 8 } }, malformed: undefined },
  ],
  [
    'a jumbogram',
    ipv6,
    ipv6Hex('00', `0600c20400000030 ${tcpHex('01010101', '60')}`, 0),
    { ipv6: { length: 72 } },
    ['tcp', 48],
  ],
  ['TCP', tcp, tcpHex('', '50') + '61', { tcp: { source: 4000, flags: { ack: true, syn: false }, payloadLength: 1 } }],
  [
    'a TCP header of 4 bytes',
    tcp,
    tcpHex('', '10'),
    { malformed: 'tcp header of 4 bytes', tcp: { sequence: 7, payloadLength: undefined } },
  ],
  ['a TCP header longer than its packet', tcp, tcpHex('0101'), { malformed: 'tcp header is longer than its packet' }],
  ['UDP', udp, udpHex, { udp: { source: 4000, destination: 9, checksum: 0x1234, payloadLength: 4 } }],
  ['UDP without a length', udp, '0fa0 0009 0000 1234 00', { udp: { payloadLength: 1 } }],
  ['UDP of 4 bytes', udp, '0fa0 0009 0004 1234', { malformed: 'udp datagram of 4 bytes', udp: { destination: 9 } }],
  ['an ICMP echo', icmp, '0800 0000 0007 0009', { icmp: { type: 8, echo: { id: 7, sequence: 9 } } }],
  [
    'Fragmentation Needed',
    icmp,
    '0304 0000 0000 0578',
    { icmp: { mtu: 1400, echo: undefined } },
    ['ipv4', 8, 'quoted'],
  ],
  ['ICMP of 7 bytes', icmp, zeros(7), { malformed: 'icmp header is longer than its packet' }],
  ['an ICMPv6 echo', icmpv6, '8100 0000 0007 0009', { icmpv6: { type: 129, echo: { id: 7, sequence: 9 } } }],
  ['Packet Too Big', icmpv6, '0200 0000 000005dc', { icmpv6: { type: 2, mtu: 1500 } }, ['ipv6', 8, 'quoted']],
  [
    'a neighbour solicitation',
    icmpv6,
    `8700 0000 00000000 fe80${zeros(13)}01 0101020000000001`,
    { icmpv6: { neighbour: { target: 'fe80::1', mac: '02:00:00:00:00:01' } } },
  ],
  [
    'a router advertisement with an MTU',
    icmpv6,
    `8600 0000 ${zeros(12)} 0501 0000 000005dc`,
    { icmpv6: { neighbour: { mtu: 1500, target: undefined } } },
  ],
  [
    'a neighbour option of 0 bytes',
    icmpv6,
    `8700 0000 00000000 fe80${zeros(13)}01 0100020000000001`,
    { icmpv6: { neighbour: { target: 'fe80::1', mac: undefined } } },
  ],
  [
    'half a neighbour solicitation',
    icmpv6,
    `8700 ${zeros(10)}`,
    { malformed: 'icmpv6 header is longer than its packet' },
  ],
];
for (const [title, decoder, bytes, layers, next] of table)
  t.test(`${title} is decoded`, async (t) => {
    const decoded = decoder(packetBytes(bytes));
    t.match(decoded.layers, layers);
    const { layer, bytes: rest, as } = decoded.next ?? {};
    t.strictSame(layer && [layer, rest!.at, ...(as ? [as] : [])], next);
  });

const options: readonly (readonly [title: string, bytes: string, result: object])[] = [
  [
    'every kind',
    '02 04 22ec 04 02 08 0a 00000001 00000002 01 03 03 07 fe 04 0102 05 0a 00000005 00000006 00 00 00 00 00 00',
    {
      options: {
        ...{ mss: 8940, sackPermitted: true, timestamps: { value: 1, echo: 2 }, windowScale: 7 },
        ...{ others: [254], sack: [{ left: 5, right: 6 }] },
      },
    },
  ],
  ['none', '', {}],
  ['one longer than the header', '02 0d 22ec', { failure: { malformed: 'tcp options run past the header' } }],
  ['one of 0 bytes', '02 00 22ec', { failure: { malformed: 'tcp option of 0 bytes' } }],
  ['one of an odd length', '02 03 22 00', { options: { others: [2] } }],
];
const nothing = { options: undefined, failure: undefined };
for (const [title, bytes, result] of options)
  t.test(`TCP options: ${title}`, async (t) =>
    t.strictSame(readTcpOptions(packetBytes(zeros(20) + bytes)), { ...nothing, ...result }),
  );

t.test('TCP options that the capture cut off are not malformed', async (t) => {
  const cut = { cut: 'tcp' } satisfies Layers;
  t.strictSame(readTcpOptions(packetBytes(`${zeros(20)} 02 04 22`, 28)), { ...nothing, failure: cut });
  t.strictSame(readTcpOptions(packetBytes(`${zeros(20)} 02 04 22ec`, 28)), { options: { mss: 8940 }, failure: cut });
});

t.test('extension headers give their total length and the protocol after them', async (t) => {
  const chain = readExtensions(packetBytes(`3c00010400000000 0600010400000000 ${tcpHex('')}`), 0);
  t.strictSame(chain, { names: ['hop-by-hop', 'destination'], length: 16, protocol: 6 });
  const cut = readExtensions(packetBytes('3c00010400000000 06', 60), 0);
  t.strictSame(cut, { names: ['hop-by-hop'], length: 8, protocol: 60, failure: { cut: 'ipv6' } });
});

t.test('an IP payload is a layer, a tunnelled packet, or nothing that is decoded', async (t) => {
  const bytes = packetBytes('00');
  t.strictSame(ipPayload(6, bytes), { next: { layer: 'tcp', bytes } });
  t.strictSame(ipPayload(41, bytes), { next: { layer: 'ipv6', bytes, as: 'inner' } });
  t.strictSame(ipPayload(132, bytes), {});
  t.strictSame(ipPayload(6, bytes, { id: 1, offset: 0, more: true }), { next: { layer: 'tcp', bytes } });
  t.strictSame(ipPayload(6, bytes, { id: 1, offset: 8, more: true }), {});
});

t.test('the captured and the original length of a packet are kept apart', async (t) => {
  const bytes = packetBytes(zeros(10), 60);
  t.strictSame([available(bytes), originalLength(bytes)], [10, 60]);
  t.strictSame([available(skip(bytes, 4)), originalLength(skip(bytes, 4))], [6, 56]);
  t.strictSame([available(limitTo(bytes, 20)), originalLength(limitTo(bytes, 20))], [10, 20]);
  t.strictSame([available(limitTo(bytes, 5)), originalLength(limitTo(bytes, 5))], [5, 5]);
  t.strictSame([...bytesAt(skip(packetBytes('010203040506'), 2), 1, 2)], [4, 5]);
});

t.test('a quoted packet has no known end', async (t) => {
  const quoted = quotedBytes(packetBytes(zeros(20)));
  t.strictSame([available(quoted), originalLength(quoted)], [12, 12]);
  t.strictSame(tooShort(quoted, 'tcp'), { cut: 'tcp' });
  t.strictSame(overlong(quoted, 9000, 'ipv6'), {});
});

t.test('the ICMP headers give type, code, checksum and echo fields', async (t) => {
  const bytes = packetBytes('0800 1234 0007 0009');
  t.strictSame(icmpHeader(bytes), { type: 8, code: 0, checksum: 0x1234 });
  t.strictSame(echoHeader(bytes), { id: 7, sequence: 9 });
});

t.test('addresses are formatted', async (t) => {
  t.equal(addressText(Uint8Array.of(192, 0, 2, 1)), '192.0.2.1');
  t.equal(addressText(hex(`20010db8${zeros(11)}01`)), '2001:db8::1');
  t.equal(macText(Uint8Array.of(2, 0, 0, 0, 7, 255)), '02:00:00:00:07:ff');
});

t.test('equal bytes are converted once, and bytes of another length are others', async (t) => {
  const known = new Map<string, object>();
  const of = (...bytes: readonly number[]) => remembered(known, Uint8Array.from(bytes), () => ({}));
  t.equal(of(1, 2, 3, 4), of(1, 2, 3, 4));
  const different = [
    [1, 2, 3, 4],
    [1, 2, 3, 5],
    [1, 2, 3, 4, 0, 0],
    [1, 2, 3, 4, ...Array<number>(10).fill(0)],
  ];
  different.push([1, 2, 3, 4, ...Array<number>(12).fill(0)], [1, 2, 3, 4, ...Array<number>(11).fill(0), 1]);
  t.equal(new Set(different.map((bytes) => of(...bytes))).size, different.length);
  for (let number = 0; number < 5000; number++) of(9, 9, number >> 8, number & 255);
  t.ok(known.size <= 4096);
});
