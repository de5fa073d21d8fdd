import { spawnSync } from 'node:child_process';
import t from 'tap';
import type { FlowId } from '../../src/evidence/flows/flow-id.ts';
import { readDropCounters, readOutOfWindowIcmps } from '../../src/kernel/counters/drop-counters.ts';
import { readCountedRules } from '../../src/kernel/counters/nft-rules.ts';
import { linkMtus } from '../../src/kernel/counters/link-mtus.ts';
import { readSetElements, readSetElementsIfPresent } from '../../src/kernel/counters/nft-sets.ts';
import { readNodeLedgers } from '../../src/kernel/counters/node-ledgers.ts';
import { readNodeRules } from '../../src/kernel/counters/node-rules.ts';
import { countersOfLinks } from '../../src/kernel/counters/refused-packets.ts';
import { linkCounters, readLinkCounters } from '../../src/kernel/counters/link-counters.ts';
import { queueLengths, readQueueLengths } from '../../src/kernel/counters/queue-lengths.ts';
import { readBacklogDrops } from '../../src/kernel/counters/receive-backlog.ts';
import { lookUpRoute, readRouteExceptions } from '../../src/kernel/counters/route-exceptions.ts';
import { readIpv6ExceptionCount, readSnmpCounter, readSnmpCounters } from '../../src/kernel/counters/snmp-counters.ts';
import { parseCounter, parseCounterLines, parseCounterPairs } from '../../src/kernel/counters/snmp-counters.ts';
import { encodeAttribute, netlinkProtocols } from '../../src/kernel/system/netlink.ts';
import { netlinkIn } from '../../src/kernel/system/netlink-socket.ts';
import { trackedConnection } from '../../src/kernel/counters/connection-tracking.ts';
import { frameLimitCommands } from '../../src/words/traits/frame-limits.ts';
import { readRefused } from '../../src/evidence/ledger/read-ledger.ts';
import { network } from '../words/fixtures/network.ts';
import { sendFrame } from './fixtures/raw-socket.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';
import { cString, done, failed, message, nested, uint32, uint64BE } from './fixtures/netlink.ts';

const signal = new AbortController().signal;
const nft = spawnSync('unshare', ['-n', 'nft', 'list', 'ruleset']).status === 0;
const skip = noNamespaces;
const skipNft = skip || (!nft && 'no nftables here');

t.test('the counters of /proc/net are parsed by name', async (t) => {
  t.strictSame(parseCounterLines('Ip6InReceives      \t17\nIcmp6InPktTooBigs\t3\n'), [
    ['Ip6InReceives', 17],
    ['Icmp6InPktTooBigs', 3],
  ]);
  t.strictSame(parseCounterLines('\n'), []);
  t.strictSame(parseCounterPairs('Icmp: InMsgs InErrors\nIcmp: 5 -1\nTcpExt: TCPTimeouts\nTcpExt: 2\n'), [
    ['IcmpInMsgs', 5],
    ['IcmpInErrors', -1],
    ['TcpExtTCPTimeouts', 2],
  ]);
  const snmp = 'Ip: InReceives\nIp: 9\nIcmp: InMsgs InDestUnreachs\nIcmp: 5 3\nIcmpMsg: InType3\nIcmpMsg: 3\n';
  t.equal(parseCounter(snmp, 'Icmp', 'InDestUnreachs'), 3);
  t.equal(parseCounter(snmp, 'Icmp', 'OutDestUnreachs'), 0, 'a counter that the kernel does not have');
  t.equal(parseCounter(snmp, 'Udp', 'InDatagrams'), 0, 'a group that the kernel does not have');
});

t.test('the counters of a namespace are read from its own files', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  t.match(readSnmpCounters(namespace), {
    Ip6InTooBigErrors: 0,
    IpFragFails: 0,
    TcpExtTCPTimeouts: 0,
    IpDefaultTTL: 64,
  });
  t.equal(readSnmpCounter(namespace, 'Ip', 'DefaultTTL'), 64);
  t.match(readDropCounters(namespace, 'ipv4'), { IpFragFails: 0, IpReasmReqds: 0, IpReasmOKs: 0 });
  t.strictSame(readDropCounters(namespace, 'ipv6'), { Ip6InTooBigErrors: 0 });
  t.equal(readIpv6ExceptionCount(namespace), 0);
});

t.test('receive queue drops are summed over all CPUs', async (t) => {
  const text = '0117edcf 0000001c 0000000e 00000000\n011fb97f 0000002a 0000000f 00000000\n';
  t.equal(readBacklogDrops(text), 0x1c + 0x2a);
  t.ok(Number.isInteger(readBacklogDrops()), 'of this machine');
});

/** RTM_NEWROUTE: `struct rtmsg`, then destination, interface, metrics with the MTU, and cache info with the expiry in ticks. */
const route = (destination: readonly number[], mtu?: number, ticks?: number): Buffer =>
  message(
    24,
    Buffer.alloc(12),
    encodeAttribute(1, Buffer.from(destination)),
    encodeAttribute(4, uint32(7)),
    ...(mtu === undefined ? [] : [encodeAttribute(8, encodeAttribute(2, uint32(mtu)))]),
    ...(ticks === undefined
      ? []
      : [encodeAttribute(12, Buffer.concat([uint32(0), uint32(0), uint32(ticks), Buffer.alloc(20)]))]),
  );

t.test('only routes with an MTU that expires are learned path MTUs', async (t) => {
  const address = [0x20, 0x01, 0x0d, 0xb8, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  const routes = [route(address, 1500, 59_800), route(address, 1400), route(address, undefined, 300)];
  const requests: Buffer[] = [];
  const answer = (request: Buffer) => (requests.push(request), [Buffer.concat(routes), done]);
  t.strictSame(readRouteExceptions(answer, 'ipv6'), [
    { family: 'ipv6', destination: '2001:db8:5::1', mtu: 1500, interface: 7, expiresSeconds: 598 },
  ]);
  const ipv4 = readRouteExceptions(() => [route([10, 0, 5, 1], 1400, 100), done], 'ipv4');
  t.strictSame(ipv4, [{ family: 'ipv4', destination: '10.0.5.1', mtu: 1400, interface: 7, expiresSeconds: 1 }]);
  t.strictSame(
    readRouteExceptions(() => [done], 'ipv4'),
    [],
  );
  t.equal(requests[0]!.toString('hex', 16), '0a00000000000000' + '00020000', 'AF_INET6 and RTM_F_CLONED');
});

t.test('a route is looked up by its whole IPv4 address, and an unreachable one is no error', async (t) => {
  const requests: Buffer[] = [];
  lookUpRoute((request) => (requests.push(request), [failed(101)]), '10.0.5.1');
  t.equal(requests[0]!.readUInt16LE(4), 26, 'RTM_GETROUTE');
  t.equal(requests[0]!.toString('hex', 16), '022000000000000000000000' + '080001000a000501');
});

/** RTM_NEWQDISC: `struct tcmsg`, then TCA_STATS with `struct tc_stats`, whose backlog is at 32. */
const qdisc = (index: number, backlog?: number): Buffer => {
  const stats = Buffer.alloc(36);
  stats.writeUInt32LE(backlog ?? 0, 32);
  const tcmsg = [uint32(0), uint32(index), Buffer.alloc(12)];
  return message(36, ...tcmsg, ...(backlog === undefined ? [] : [encodeAttribute(3, stats)]));
};

t.test('queue lengths name the interfaces with queued bytes', async (t) => {
  const requests: number[] = [];
  const link = message(16, uint32(0), uint32(7), uint32(0), uint32(0), encodeAttribute(3, cString('to-b')));
  const kernel = (qdiscs: readonly Buffer[]) => (request: Buffer) => {
    requests.push(request.readUInt16LE(4));
    return request.readUInt16LE(4) === 38 ? [...qdiscs, done] : [link, done];
  };
  t.strictSame(readQueueLengths(kernel([qdisc(7, 15_140), qdisc(8, 0), qdisc(9, 60)])), { 'to-b': 15_140, '9': 60 });
  t.strictSame(requests, [38, 18]);
  t.strictSame(readQueueLengths(kernel([qdisc(7, 0), qdisc(8)])), {});
  t.strictSame(requests, [38, 18, 38], 'names are not requested for empty queues');
});

t.test('the queues of a new namespace are empty', { skip }, async (t) => {
  t.strictSame(queueLengths(await temporaryNamespace(t)), {});
});

t.test('the counters of interfaces are read by name, as many as the kernel has', async (t) => {
  const stats = Buffer.alloc(8 * 8);
  stats.writeBigUInt64LE(7n, 8 * 6);
  const link = (name: string, more: Buffer) => message(16, Buffer.alloc(16), encodeAttribute(3, cString(name)), more);
  const answer = [Buffer.concat([link('to-a', encodeAttribute(23, stats)), link('to-b', Buffer.alloc(0)), done])];
  const counters = readLinkCounters(() => answer);
  t.match(counters['to-a'], { rx_packets: 0, rx_dropped: 7, tx_dropped: 0 });
  t.notOk('multicast' in counters['to-a']!, 'an older kernel ends earlier');
  t.strictSame(counters['to-b'], {});
});

t.test('a frame that is longer than the MTU of its receiver is counted there as dropped', { skip }, async (t) => {
  const namespace = await temporaryNamespace(
    t,
    `ip link add left mtu 1500 type veth peer name right mtu 1280
     ip link set left up; ip link set right up; ip address add 192.0.2.1/24 dev left
     ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:02 dev left
     ping -c 3 -i 0.002 -W 1 -s 1400 192.0.2.2 >/dev/null || true`,
  );
  const { left, right } = linkCounters(namespace);
  t.ok(right!['rx_dropped']! >= 3, 'ping repeats what the veth refuses');
  t.equal(left!['tx_dropped'], right!['rx_dropped'], 'a veth counts it at both ends');
  t.strictSame([left!['rx_dropped'], right!['tx_dropped']], [0, 0]);
});

const element = (key: Buffer, counter?: { readonly packets: number; readonly bytes: number }): Buffer =>
  nested(
    1,
    nested(1, encodeAttribute(1, key)),
    ...(counter
      ? [
          nested(
            7,
            encodeAttribute(1, cString('counter')),
            nested(2, encodeAttribute(1, uint64BE(counter.bytes)), encodeAttribute(2, uint64BE(counter.packets))),
          ),
        ]
      : []),
  );

t.test('the elements of an nft set are read with their counters, over several messages', async (t) => {
  const requests: Buffer[] = [];
  const [a, b] = [Buffer.from('to-b\0\0\0\0'), Buffer.from([0, 80, 0, 0])];
  const elements = (list: Buffer) => message(0x0a0c, Buffer.from([1, 0, 0, 0]), encodeAttribute(1, cString('t')), list);
  const answer = [
    elements(nested(3, element(a, { packets: 2, bytes: 3000 }), element(b))),
    elements(nested(3, element(b, { packets: 2 ** 40, bytes: 0 }))),
    message(0x0a0c, Buffer.from([1, 0, 0, 0])),
    done,
  ];
  const exchange = (request: Buffer) => (requests.push(request), answer);
  t.strictSame(readSetElements(exchange, { family: 'inet', table: 'mtulab' }, 'syn_in'), [
    { key: a, packets: 2, bytes: 3000 },
    { key: b, packets: 0, bytes: 0 },
    { key: b, packets: 2 ** 40, bytes: 0 },
  ]);
  readSetElements(exchange, { family: 'bridge', table: 'mtulab' }, 'syn_in');
  const names = Buffer.concat([encodeAttribute(1, cString('mtulab')), encodeAttribute(2, cString('syn_in'))]);
  t.strictSame(
    requests.map((request) => request.subarray(16)),
    [Buffer.concat([Buffer.from([1, 0, 0, 0]), names]), Buffer.concat([Buffer.from([7, 0, 0, 0]), names])],
    'NFPROTO_INET and NFPROTO_BRIDGE',
  );
});

const expression = (name: string, ...attributes: readonly Buffer[]): Buffer =>
  nested(1, encodeAttribute(1, cString(name)), nested(2, ...attributes));
const counted = (packets: number): Buffer =>
  expression('counter', encodeAttribute(1, uint64BE(0)), encodeAttribute(2, uint64BE(packets)));
/** `meta KEY` and a comparison with one byte. */
const compared = (key: number, byte: number): readonly Buffer[] => [
  expression('meta', encodeAttribute(2, Buffer.from([0, 0, 0, key]))),
  expression('cmp', nested(3, encodeAttribute(1, Buffer.from([byte])))),
];
const rule = (family: number, chain: string, expressions: readonly Buffer[], ...rest: readonly Buffer[]): Buffer =>
  message(
    0x0a06,
    Buffer.from([family, 0, 0, 0]),
    encodeAttribute(1, cString('filter')),
    encodeAttribute(2, cString(chain)),
    nested(4, ...expressions),
    ...rest,
  );

t.test('a counted rule is read with its number in the chain, family, comment and target', async (t) => {
  const comment = Buffer.from([1, 1, 9, 0, 5, ...Buffer.from('drop\0')]);
  const [inet, ipv6, metaMark, metaNetwork, metaTransport] = [1, 10, 3, 15, 16];
  const answer = [
    rule(inet, 'forward', [expression('immediate')]),
    rule(inet, 'forward', [...compared(metaTransport, 58), counted(3)], encodeAttribute(7, comment)),
    rule(inet, 'forward', [...compared(metaTransport, 6), ...compared(metaNetwork, 2), counted(1)]),
    rule(inet, 'forward', [...compared(metaMark, 2), counted(0)]),
    rule(ipv6, 'forward', [expression('target', encodeAttribute(1, cString('TCPMSS'))), counted(2)]),
  ];
  const place = { table: 'filter', chain: 'forward' };
  t.strictSame(
    readCountedRules(() => [Buffer.concat(answer), done]),
    [
      { ...place, number: 2, packets: 3, family: 'ipv6', comment: 'drop' },
      { ...place, number: 3, packets: 1, family: 'ipv4' },
      { ...place, number: 4, packets: 0 },
      { ...place, number: 1, packets: 2, family: 'ipv6', target: 'TCPMSS' },
    ],
  );
});

t.test('rules and sets of nft are read from the kernel as nft wrote them', { skip: skipNft }, async (t) => {
  const ruleset = `table inet mtulab {
    set small_in { typeof meta protocol . iifname . tcp sport . tcp dport; size 64; flags dynamic; counter; elements = { ip6 . "lo" . 80 . 20000 counter packets 3 bytes 180 } }
    set syn_in { type ifname . inet_service . inet_service; size 64; flags dynamic; counter; }
    chain forward { type filter hook forward priority 0; accept; icmpv6 type packet-too-big counter drop comment "no PTB"; }
  }`;
  const namespace = await temporaryNamespace(t, `nft -f - <<'END'\n${ruleset}\nEND`);
  t.strictSame(readNodeRules(namespace), [
    { table: 'mtulab', chain: 'forward', number: 2, packets: 0, family: 'ipv6', comment: 'no PTB' },
  ]);
  const elements = netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) =>
    readSetElements(exchange, { family: 'inet', table: 'mtulab' }, 'small_in'),
  );
  t.match(elements, [{ packets: 3, bytes: 180 }]);
  const capturedPtbs = () => ({ ptbs: [], incomplete: new Set<string>() });
  const nodes = { nodes: [{ name: 'a' }], namespace: () => namespace, capturedPtbs };
  const flow = { node: 'a', interface: 'lo', direction: 'in', family: 'ipv6', source: 80, destination: 20_000 };
  const segments = [{ ...flow, size: 'small', packets: 3, bytes: 180 }];
  t.same(await readNodeLedgers('segments', nodes, signal), segments);
  t.strictSame(await readNodeLedgers('ptbs', nodes, signal), [], 'sets that the lab does not have are empty');
  await t.rejects(readNodeLedgers('ptbs', nodes, AbortSignal.abort(new Error('enough'))), { message: 'enough' });
});

t.test('the MTUs of a namespace are read by interface', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, 'ip link set lo mtu 1480');
  t.match(linkMtus(namespace), { lo: 1480 });
});

t.test('ICMP errors outside the window of a socket are counted', { skip: noNamespaces }, async (t) => {
  t.strictSame(readOutOfWindowIcmps(await temporaryNamespace(t)), { TcpExtOutOfWindowIcmps: 0 });
});

t.test('the connections that a namespace tracks are read with what their translation changed', { skip }, async (t) => {
  const nat = `nft -f - <<'RULES'
table inet nat {
 chain postrouting {
  type nat hook postrouting priority 100;
  meta l4proto udp snat ip to 127.0.0.9:40001
 }
}
RULES
python3 -c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 40000)); s.sendto(b"x", ("127.0.0.1", 9))'`;
  const namespace = await temporaryNamespace(t, nat);
  const before: FlowId = {
    ...{ family: 'ipv4', protocol: 17, source: 40000, destination: 9 },
    ...{ sourceAddress: '127.0.0.1', destinationAddress: '127.0.0.1' },
  };
  t.strictSame(trackedConnection(namespace, before), {
    before,
    after: { ...before, sourceAddress: '127.0.0.9', source: 40001 },
  });
  t.equal(trackedConnection(namespace, { ...before, source: 40002 }), undefined);
  t.equal(trackedConnection(namespace, { ...before, family: 'ipv6', sourceAddress: '::1' }), undefined);
});

t.test(
  'packets that the other end cannot send are dropped and counted by flow and by interface',
  { skip: skipNft },
  async (t) => {
    const [client, edge] = [network.get('client')!, network.get('edge')!];
    const traitOf = (node: string, trait: string) =>
      node === 'client' && trait === 'mtu' ? { 'to-edge': 1500 } : undefined;
    const [limit] = frameLimitCommands(edge, network, traitOf);
    t.strictSame(frameLimitCommands(client, network, traitOf), []);
    const link =
      'ip link add name to-edge mtu 9000 up type veth peer name to-client mtu 9000; ip link set to-client up';
    const namespace = await temporaryNamespace(
      t,
      `${link}; printf '%s' '${'nft' in limit! ? limit.nft : ''}' | nft -f -`,
    );
    const counters = () => countersOfLinks(client, { nodes: network, namespace: () => namespace })['to-edge']!;
    t.equal(counters()['tx_over_mtu'], 0);
    t.notOk('tx_over_mtu' in countersOfLinks(edge, { nodes: network, namespace: () => namespace })['to-client']!);
    for (const bytes of [1500, 1501, 3000]) sendFrame(namespace, 'to-edge', tcpFrame(bytes));
    t.equal(counters()['tx_over_mtu'], 2);
    const flow = {
      family: 'ipv4',
      protocol: 6,
      source: 20001,
      destination: 80,
      sourceAddress: '',
      destinationAddress: '',
    } as const;
    const refused = netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) =>
      readSetElementsIfPresent(exchange, { family: 'netdev', table: 'mtulab-mtu' }, 'refused'),
    );
    const count = { node: 'edge', interface: 'to-client', family: 'ipv4', source: 20001, destination: 80 };
    t.strictSame(readRefused('edge', flow, refused), [{ ...count, packets: 2, bytes: 4501 }]);
    t.strictSame(readRefused('edge', { ...flow, source: 20002 }, refused), []);
  },
);

t.test('a set that does not exist has no elements, if that is allowed', { skip: skipNft }, async (t) => {
  const namespace = await temporaryNamespace(t);
  netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) => {
    t.strictSame(readSetElementsIfPresent(exchange, { family: 'netdev', table: 'mtulab-mtu' }, 'refused'), []);
    t.throws(() => readSetElements(exchange, { family: 'netdev', table: 'mtulab-mtu' }, 'refused'), /errno 2/);
  });
});

/** An Ethernet frame with an IPv4 packet of this length from port 20001 to port 80. */
const tcpFrame = (bytes: number): Buffer => {
  const frame = Buffer.alloc(14 + bytes);
  frame.write('ffffffffffff020000000001080045', 'hex');
  frame.writeUInt16BE(bytes, 16);
  frame.writeUInt8(64, 22);
  frame.writeUInt8(6, 23);
  frame.writeUInt16BE(20001, 34);
  frame.writeUInt16BE(80, 36);
  frame.writeUInt8(0x50, 46);
  return frame;
};
