import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { decode } from '../../src/wire/layers/decode.ts';
import type { DecodedPacket, Layers } from '../../src/wire/layers/decoded-packet.ts';
import { pcapngWriter } from '../../src/wire/formats/write-pcapng.ts';
import { packetsOf, pathOf, recordings } from './fixtures/corpus.ts';

/** tshark's name of each field, and its value in the layers of a packet, of the quoted or of the inner packet. */
const fields: Readonly<Record<string, (layers: Layers & Partial<DecodedPacket>) => unknown>> = {
  'frame.len': (p) => p.originalLength,
  'frame.cap_len': (p) => p.capturedLength,
  'eth.src': (p) => p.ethernet?.source,
  'eth.dst': (p) => p.ethernet?.destination,
  'ieee8021ad.id': (p) => p.ethernet?.vlans?.slice(0, -1),
  'vlan.id': (p) => p.ethernet?.vlans?.slice(-1),
  'arp.opcode': (p) => p.arp?.operation,
  'arp.src.hw_mac': (p) => p.arp?.senderMac,
  'arp.src.proto_ipv4': (p) => p.arp?.sender,
  'arp.dst.hw_mac': (p) => p.arp?.targetMac,
  'arp.dst.proto_ipv4': (p) => p.arp?.target,
  'ip.src': (p) => p.ipv4?.source,
  'ip.dst': (p) => p.ipv4?.destination,
  'ip.ttl': (p) => p.ipv4?.hopLimit,
  'ip.dsfield': (p) => p.ipv4?.trafficClass,
  'ip.hdr_len': (p) => p.ipv4?.headerLength,
  'ip.len': (p) => p.ipv4?.length,
  'ip.proto': (p) => p.ipv4?.protocol,
  'ip.id': (p) => p.ipv4?.id,
  'ip.flags.df': (p) => p.ipv4 && Number(p.ipv4.dontFragment),
  'ip.flags.mf': (p) => p.ipv4 && Number(p.ipv4.fragment?.more ?? false),
  'ip.frag_offset': (p) => p.ipv4 && (p.ipv4.fragment?.offset ?? 0) / 8,
  'ip.checksum': (p) => p.ipv4?.checksum,
  'ipv6.src': (p) => p.ipv6?.source,
  'ipv6.dst': (p) => p.ipv6?.destination,
  'ipv6.hlim': (p) => p.ipv6?.hopLimit,
  'ipv6.tclass': (p) => p.ipv6?.trafficClass,
  'ipv6.flow': (p) => p.ipv6?.flowLabel,
  'ipv6.plen': (p) => p.ipv6 && p.ipv6.length - 40,
  'ipv6.fraghdr.ident': (p) => p.ipv6?.fragment?.id,
  'ipv6.fraghdr.offset': (p) => p.ipv6?.fragment && p.ipv6.fragment.offset / 8,
  'ipv6.fraghdr.more': (p) => p.ipv6?.fragment && Number(p.ipv6.fragment.more),
  'tcp.srcport': (p) => p.tcp?.source,
  'tcp.dstport': (p) => p.tcp?.destination,
  'tcp.seq': (p) => p.tcp?.sequence,
  'tcp.ack': (p) => p.tcp?.acknowledgement,
  'tcp.hdr_len': (p) => p.tcp?.headerLength,
  /** tshark computes it only for the outer packet. */
  'tcp.len': (p) => p.originalLength !== undefined && p.tcp?.payloadLength,
  'tcp.flags': (p) => p.tcp?.flags && parseInt(flagOrder.map((name) => Number(p.tcp!.flags![name])).join(''), 2),
  'tcp.window_size_value': (p) => p.tcp?.window,
  'tcp.checksum': (p) => p.tcp?.checksum,
  'tcp.options.mss_val': (p) => p.tcp?.options?.mss,
  'tcp.options.wscale.shift': (p) => p.tcp?.options?.windowScale,
  'tcp.options.sack_le': (p) => p.tcp?.options?.sack?.map(({ left }) => left),
  'tcp.options.sack_re': (p) => p.tcp?.options?.sack?.map(({ right }) => right),
  'tcp.options.timestamp.tsval': (p) => p.tcp?.options?.timestamps?.value,
  'tcp.options.timestamp.tsecr': (p) => p.tcp?.options?.timestamps?.echo,
  'udp.srcport': (p) => p.udp?.source,
  'udp.dstport': (p) => p.udp?.destination,
  'udp.length': (p) => p.udp?.payloadLength !== undefined && p.udp.payloadLength + 8,
  'udp.checksum': (p) => p.udp?.checksum,
  'icmp.type': (p) => p.icmp?.type,
  'icmp.code': (p) => p.icmp?.code,
  'icmp.mtu': (p) => p.icmp?.mtu,
  'icmp.ident': (p) => p.icmp?.echo?.id,
  'icmp.seq': (p) => p.icmp?.echo?.sequence,
  'icmpv6.type': (p) => p.icmpv6?.type,
  'icmpv6.code': (p) => p.icmpv6?.code,
  'icmpv6.mtu': (p) => p.icmpv6?.mtu,
  'icmpv6.checksum': (p) => p.icmpv6?.checksum,
  'icmpv6.echo.identifier': (p) => p.icmpv6?.echo?.id,
  'icmpv6.echo.sequence_number': (p) => p.icmpv6?.echo?.sequence,
  'icmpv6.nd.ns.target_address': (p) => (p.icmpv6?.type === 135 ? p.icmpv6.neighbour?.target : undefined),
  'icmpv6.nd.na.target_address': (p) => (p.icmpv6?.type === 136 ? p.icmpv6.neighbour?.target : undefined),
  'icmpv6.opt.linkaddr': (p) => p.icmpv6?.neighbour?.mac,
};
const flagOrder = ['ns', 'cwr', 'ece', 'urg', 'ack', 'psh', 'rst', 'syn', 'fin'] as const;
const names = Object.keys(fields);

/** Turned off to get the fields of the packet alone, without reassembly and relative numbers. */
const disabledPreferences = [
  'ip.defragment',
  'ipv6.defragment',
  'tcp.desegment_tcp_streams',
  'tcp.relative_sequence_numbers',
  'tcp.analyze_sequence_numbers',
];

const tsharkLines = (recording: string): readonly string[] =>
  output('tshark', [
    ...['-n', '-r', pathOf(recording), '-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=a'],
    ...disabledPreferences.flatMap((name) => ['-o', `${name}:FALSE`]),
    ...names.flatMap((name) => ['-e', name]),
  ])
    .trimEnd()
    .split('\n');

const output = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

const decodedFields = (packet: DecodedPacket): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      layerChain(packet)
        .flatMap((layers) => fields[name]!(layers) ?? [])
        .filter((value) => value !== false)
        .join(','),
    ]),
  );

const layerChain = (layers: Layers): readonly Layers[] => {
  const next = layers.quoted ?? layers.inner;
  return next ? [layers, ...layerChain(next)] : [layers];
};

const parseLine = (line: string): Readonly<Record<string, string>> => {
  const values = line.split('|');
  return Object.fromEntries(
    names.map((name, index) => [name, (values[index] ?? '').split(',').map(normalize).join(',')]),
  );
};

/** tshark prints some numbers in hexadecimal, and bits as 1 or True, depending on its version. */
const normalize = (value: string): string =>
  value === 'True' ? '1' : value === 'False' ? '0' : /^(0x[0-9a-f]+|\d+)$/.test(value) ? String(Number(value)) : value;

/** All differences, one line each, so that a failure shows all of them. */
const differences = (recording: string, lines: readonly string[]): readonly string[] =>
  packetsOf(recording).flatMap(({ bytes, originalLength, place }, index) => {
    const ours = decodedFields(decode({ bytes, originalLength, linkType: place.linkType }));
    const theirs = parseLine(lines[index] ?? '');
    return names
      .filter((name) => ours[name] !== theirs[name])
      .map((name) => `packet ${index + 1}: ${name} is ${ours[name]}, tshark has ${theirs[name]}`);
  });

const compare = (t: Test, recording: string, lines: readonly string[]): void => {
  t.equal(lines.length, packetsOf(recording).length, 'the number of packets');
  t.same(differences(recording, lines), []);
};

const goldenFile = new URL('corpus/tshark.json', import.meta.url);
/** These contain every kind of packet; the other places see mostly the same. */
const golden = /^(narrow\/transit.to-firewall|super\/middle.to-right|odd)/;

const skipReason = (): string | undefined => {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    return `tshark does not run here: ${(error as Error).message}`;
  }
};
const skip = skipReason() ?? false;

t.test('the installed tshark decodes the recordings as mtulab does', { skip }, (t) => {
  const lines = Object.fromEntries(recordings.map((recording) => [recording, tsharkLines(recording)]));
  for (const [recording, expected] of Object.entries(lines))
    t.test(recording, async (t) => compare(t, recording, expected));
  if (process.env.TAP_SNAPSHOT === '1') {
    const goldenLines = Object.fromEntries(Object.entries(lines).filter(([recording]) => golden.test(recording)));
    writeFileSync(goldenFile, `${JSON.stringify({ fields: names, ...goldenLines }, null, 1)}\n`);
  }
  t.end();
});

t.test('tshark opens a written capture, with its names and annotations', { skip }, async (t) => {
  const places = [{ name: 'client:to-edge', description: 'mtu 9000', linkType: 1, snapLength: 160 }];
  const { header, packet, annotation } = pcapngWriter({ places, application: 'mtulab' });
  const [first] = packetsOf('odd/left.to-right');
  const { bytes, originalLength } = first!;
  const time = 1_700_000_000_123_456_789n;
  const text = 'step 2: the edge starts to clamp';
  const written = packet({ place: 'client:to-edge', time, bytes, originalLength, direction: 'out', comment: 'lost' });
  const dir = t.testdir({ 'lab.pcapng': Buffer.concat([header, written, annotation({ time: time + 1n, text })]) });
  const columns = [
    'frame.time_epoch',
    'frame.interface_name',
    'frame.packet_flags_direction',
    'frame.comment',
    'udp.checksum.status',
  ];
  const fields = [...columns, '_ws.col.Info'].flatMap((name) => ['-e', name]);
  const options = ['-n', '-o', 'udp.check_checksum:TRUE', '-T', 'fields', ...fields];
  const lines = output('tshark', [...options, '-r', `${dir}/lab.pcapng`]).split('\n');
  t.match(lines[0], /^1700000000.123456789\tclient:to-edge\t\S*2\tlost\t/);
  t.equal(lines[1], `1700000000.123456790\tevents\t\t${text}\t1\tLOCAL0.NOTICE: mtulab: ${text}`);
});

t.test('the recordings are decoded as an earlier tshark decoded them', (t) => {
  const { fields: _, ...lines } = JSON.parse(readFileSync(goldenFile, 'utf8')) as Record<string, readonly string[]>;
  for (const [recording, expected] of Object.entries(lines))
    t.test(recording, async (t) => compare(t, recording, expected));
  t.end();
});
