import t from 'tap';
import type { Family } from '../../src/evidence/family.ts';
import type { Episode } from '../../src/evidence/stalls/episode.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { counters } from '../../src/words/facts/counters.ts';
import { drawnPackets } from '../../src/words/facts/drawn-packets.ts';
import { facts } from '../../src/words/facts/facts.ts';
import type { FactName, FactOf, Facts } from '../../src/words/facts/facts.ts';
import type { Figure } from '../../src/words/facts/fact.ts';
import { formatFacts } from '../../src/words/facts/format-facts.ts';
import { formatPairs } from '../../src/words/facts/format-pairs.ts';
import { formatCause, formatTransfer } from '../../src/words/facts/format-transfer.ts';
import { formatHolders } from '../../src/words/facts/format-holders.ts';
import { formatAnswer } from '../../src/words/facts/format-hops.ts';
import { holder } from '../../src/words/facts/holder.ts';
import { hops } from '../../src/words/facts/hops.ts';
import { journeys } from '../../src/words/facts/journeys.ts';
import { leg } from '../../src/words/facts/leg.ts';
import { byKey } from '../../src/words/facts/merge-by-key.ts';
import { mergeFacts } from '../../src/words/facts/merge-facts.ts';
import { output } from '../../src/words/facts/output.ts';
import { pingOutcomes } from '../../src/words/lab/ping-outcomes.ts';
import { pmtu } from '../../src/words/facts/pmtu.ts';
import { ptb } from '../../src/words/facts/ptb.ts';
import { datagrams } from '../../src/words/facts/datagrams.ts';
import { countLines, formatError, formatOutcomes } from '../../src/words/facts/format-datagrams.ts';
import { reply } from '../../src/words/facts/reply.ts';
import { rtt } from '../../src/words/facts/rtt.ts';
import { rules } from '../../src/words/facts/rules.ts';
import { formatBytes } from '../../src/words/facts/format-bytes.ts';
import { ipv6Percent, laggardsOf } from '../../src/words/facts/traffic-share.ts';
import { sizeFigures } from '../../src/words/facts/size-figures.ts';
import { transferFigures, transfersFigures } from '../../src/words/facts/transfer-figures.ts';
import { synAck } from '../../src/words/facts/syn-ack.ts';
import { syn } from '../../src/words/facts/syn.ts';
import { traffic } from '../../src/words/facts/traffic.ts';
import { transfer } from '../../src/words/facts/transfer.ts';
import { formatUdpPorts } from '../../src/words/facts/format-udp-ports.ts';
import { udpSockets } from '../../src/words/facts/udp-sockets.ts';
import { visit } from '../../src/words/facts/visit.ts';
import { transfers } from '../../src/words/facts/transfers.ts';
import { noTransfer } from '../../src/words/facts/no-transfer.ts';
import {
  belongsToFlows,
  missingTransfer,
  quotedFlows,
  transfersOf,
  familiesSeen,
  flowFamilies,
} from '../../src/words/facts/transfers-of.ts';
import type { DatagramExchange, SocketError } from '../../src/words/lab/datagrams.ts';
import type { Observation } from '../../src/words/lab/transfer.ts';

const completed: Observation = {
  ...{ outcome: 'completed', received: 200_000, total: 200_000, elapsedMs: 9, episodes: [], evidence: ['a detail'] },
  ports: { client: 40_001, server: 80 },
};
const stall: Episode = { fromMs: 10, cause: { word: 'packet-too-big-lost', place: 'firewall', evidence: [] } };
const stalled: Observation = { ...completed, outcome: 'stalled', received: 0, elapsedMs: 221, episodes: [stall] };
const healed: Episode = { ...stall, untilMs: 700 };

t.test('every fact is registered by its name', async (t) => {
  t.strictSame(facts, {
    ...{
      transfer,
      transfers,
      'no-transfer': noTransfer,
      datagrams,
      'udp-sockets': udpSockets,
      reply,
      rtt,
      syn,
      'syn-ack': synAck,
      pmtu,
      leg,
      hops,
      holder,
      counters,
      ptb,
      journeys,
      rules,
      output,
      visit,
      traffic,
    },
  });
});

t.test('facts of several watches about different places are merged', async (t) => {
  const parts: readonly Facts[] = [
    { transfer: completed, syn: { 'edge:to-client': 8940 } },
    { syn: { 'edge:to-transit': 1396 }, counters: { server: { A: 1 } } },
    { counters: { server: { B: 2 }, client: { A: 0 } } },
  ];
  t.strictSame(mergeFacts(parts), {
    transfer: completed,
    syn: { 'edge:to-client': 8940, 'edge:to-transit': 1396 },
    counters: { server: { A: 1, B: 2 }, client: { A: 0 } },
  });
  t.strictSame(mergeFacts([]), {});
});

t.test('of two readings of one node, the later one counts as a whole', async (t) => {
  const counts = { made: 1, arrived: 0, passed: 0, left: 1, taken: 0 };
  const earlier: Facts = {
    ptb: { transit: { ...counts, mtu: 1500 }, edge: counts },
    rules: { edge: { clamp: { packets: 1, texts: ['a', 'b'] }, drop: { packets: 1, texts: ['c'] } } },
    'syn-ack': { 'edge:to-client': 8940, 'edge:to-transit': 1396 },
  };
  const later: Facts = {
    ptb: { transit: { ...counts, made: 2 } },
    rules: { edge: { clamp: { packets: 2, texts: ['a'] } } },
    'syn-ack': { 'edge:to-client': 1396 },
  };
  t.strictSame(mergeFacts([earlier, later]), {
    ptb: { transit: { ...counts, made: 2 }, edge: counts },
    rules: { edge: { clamp: { packets: 2, texts: ['a'] } } },
    'syn-ack': { 'edge:to-client': 1396, 'edge:to-transit': 1396 },
  });
});

t.test('a fact that only one part of a step can learn is not merged', async (t) => {
  t.throws(() => mergeFacts([{ leg: 'r1' }, { leg: 'r2' }]), { message: 'two parts of a step learned leg' });
  t.strictSame(mergeFacts([{ leg: 'r1' }, { pmtu: { r1: 1500 } }]), { leg: 'r1', pmtu: { r1: 1500 } });
});

t.test('a fact that several parts of a step can learn can be merged', async (t) => {
  const learned = new Set(Object.values(dictionary.actions).flatMap(({ learns }) => learns));
  for (const [name, { gives, shape }] of Object.entries(dictionary.watches)) {
    const others = Object.keys(dictionary.watches).filter((other) => other !== name);
    const given = new Set([...learned, ...others.flatMap((other) => dictionary.watches[other]!.gives)]);
    // A watch with other settings is another part of the step.
    const hasSettings = Object.keys(shape.schema['properties']!).length > 0;
    for (const fact of gives)
      if (hasSettings || given.has(fact)) t.ok(facts[fact].merge, `${fact}, given by ${name}, can be merged`);
  }
});

t.test('mappings are merged by key, even by names that every object inherits', async (t) => {
  t.strictSame(byKey<number>()({ a: 1, b: 2 }, { b: 3, c: 4 }), { a: 1, b: 3, c: 4 });
  const sum = byKey<number>((earlier, later) => earlier + later);
  t.strictSame(sum({ a: 1, b: 2 }, { b: 3, toString: 4 }), { a: 1, b: 5, toString: 4 });
});

/** The flow of a program, of which nobody knows how long it is to be. */
const withoutTotal = ({ total: _, ...transfer }: Observation): Observation => transfer;

t.test('the result of a transfer is formatted in one line', async (t) => {
  const rows: readonly (readonly [Observation, string])[] = [
    [completed, 'completed: 200000 of 200000 bytes in 9 ms'],
    [{ ...completed, episodes: [healed] }, 'completed: 200000 of 200000 bytes in 9 ms, after a stall that healed'],
    [
      { ...completed, episodes: [healed, healed] },
      'completed: 200000 of 200000 bytes in 9 ms, after 2 stalls that healed',
    ],
    [
      { ...completed, episodes: [{ ...healed, healedBy: 'probing' }] },
      'completed: 200000 of 200000 bytes in 9 ms, after a stall that probing healed',
    ],
    [stalled, 'stalled: 0 of 200000 bytes as of 0.22 s'],
    [{ ...stalled, episodes: [healed, stall] }, 'stalled: 0 of 200000 bytes as of 0.22 s, after a stall that healed'],
    [
      { ...completed, outcome: 'unfinished', why: 'slow', received: 5000, elapsedMs: 5000 },
      'unfinished (slow): 5000 of 200000 bytes in 5.00 s',
    ],
    [{ ...withoutTotal(completed), outcome: 'completed' }, 'completed: 200000 bytes received in 9 ms'],
    [{ ...completed, outcome: 'refused', received: 0 }, 'refused'],
    [{ ...completed, outcome: 'unreachable', received: 0 }, 'unreachable'],
  ];
  for (const [transfer, line] of rows) t.equal(formatTransfer(transfer), line);
  t.equal(formatCause(stall), 'packet-too-big-lost at firewall');
  t.equal(formatCause({ fromMs: 0, cause: { word: 'unknown', evidence: [] } }), 'unknown');
});

const refused: SocketError = { error: 'EMSGSIZE', origin: 'local', type: 0, code: 0 };
const tooBig: SocketError = { ...refused, mtu: 1500 };
const exchange: DatagramExchange = {
  ...{ ports: { client: 20_000, server: 7 }, outcomes: ['lost', 'too-big', 'too-big'], pmtu: 1500 },
  errors: [{ ...tooBig, origin: 'icmp', type: 3, code: 4, offender: 'edge' }, tooBig, tooBig],
};

const download = { host: 'laptop', couldUseIpv6: true };

/** One row for each fact; the type demands all of them. */
const rows: { readonly [F in FactName]: readonly [fact: FactOf<F>, lines: readonly string[]] } = {
  transfer: [completed, ['completed: 200000 of 200000 bytes in 9 ms', 'a detail']],
  transfers: [
    [completed, stalled],
    [
      'completed: 200000 of 200000 bytes in 9 ms',
      'stalled: 0 of 200000 bytes as of 0.22 s: packet-too-big-lost at firewall',
    ],
  ],
  hops: [
    [
      { node: 'edge', bytes: 9000 },
      { node: 'transit', bytes: 1500, tooBig: { node: 'edge', mtu: 1500 } },
      { node: 'far', bytes: 1280, unanswered: 1500 },
      {},
      { node: '192.0.2.1', bytes: 1280, unreachable: true },
      { bytes: 1280 },
    ],
    [
      'edge: 9000 bytes',
      'transit: 1500 bytes (Packet Too Big from edge, MTU 1500)',
      'far: 1280 bytes (no answer to 1500 bytes)',
      'no answer',
      '192.0.2.1: 1280 bytes (the destination is unreachable from there)',
      '1280 bytes',
    ],
  ],
  visit: [
    {
      name: 'server.lab.test',
      queries: [
        { family: 'ipv6', askedMs: 0, answeredMs: 30.4, addresses: 1 },
        { family: 'ipv4', askedMs: 0.6 },
      ],
      attempts: [
        { family: 'ipv6', address: '2001:db8::1', port: 40_000, ms: 31, bytes: 0 },
        { family: 'ipv4', address: '192.0.2.1', port: 40_001, ms: 281, connectedMs: 282, bytes: 1000 },
      ],
    },
    [
      '0 ms AAAA? 1 addresses at 30 ms',
      '1 ms A? no answer',
      '31 ms SYN over IPv6 to 2001:db8::1: no SYN-ACK',
      '281 ms SYN over IPv4 to 192.0.2.1: SYN-ACK at 282 ms, 1000 bytes',
    ],
  ],
  'udp-sockets': [
    [
      { port: 40_000, family: 'ipv6', peer: { node: 'server', port: 7, pmtu: 1500 } },
      { port: 40_001, family: 'ipv6', peer: { node: 'server', port: 7, pmtu: 1500 } },
      { port: 40_002, family: 'ipv4', peer: { node: 'server', port: 80, pmtu: null }, isBrief: true },
      { port: 40_003, doubt: 'it may be another' },
    ],
    [
      '2 × UDP socket connected to server port 7 over IPv6, learned path MTU 1500',
      '1 × UDP socket connected to server port 80 over IPv4, no path MTU learned, closed at once',
      '1 × UDP socket not connected (it may be another)',
    ],
  ],
  'no-transfer': ['ip opened no TCP connection', ['ip opened no TCP connection']],
  datagrams: [
    [
      exchange,
      {
        ports: { client: 20_001, server: 7 },
        outcomes: ['refused'],
        pmtu: null,
        errors: [{ ...refused, error: 'EPERM' }],
      },
    ],
    [
      'port 20000: 1 lost, 2 too-big, path MTU of the socket 1500',
      'port 20001: 1 refused',
      '1 × EMSGSIZE by ICMP type 3 code 4 from edge: path MTU 1500',
      '2 × EMSGSIZE from the local kernel: path MTU 1500',
      '1 × EPERM from the local kernel',
    ],
  ],
  holder: [[['s2'], ['s1'], [], ['s2']], ['none seen 1, s1 1, s2 2']],
  reply: [{ word: 'too-big', mtu: 1500, from: 'router' }, ['too big for a path MTU of 1500, reported by a router']],
  rtt: [{ least: 200.1, most: 204 }, ['200.1 to 204 ms']],
  syn: [{ 'edge:to-client': 8940, 'edge:to-transit': 1396 }, ['edge:to-client 8940, edge:to-transit 1396']],
  'syn-ack': [{ 'edge:to-client': 1396 }, ['edge:to-client 1396']],
  pmtu: [{ r1: 1500, r2: null }, ['r1 1500, r2 none']],
  leg: ['r2', ['via r2']],
  counters: [{ edge: { IpFragFails: 2 }, server: {} }, ['edge: IpFragFails 2', 'server: no counter changed']],
  ptb: [
    { transit: { made: 3, arrived: 0, passed: 0, left: 3, taken: 0, mtu: 1500, from: ['transit'] } },
    ['transit: made 3, arrived 0, passed 0, left 3, taken 0, mtu 1500, from transit'],
  ],
  journeys: [
    {
      ...{ columns: [], rows: [], segments: {}, fragments: {}, drawn: '', why: ['a reason'], warnings: ['a warning'] },
      endings: [
        { kind: 'large', from: 'server', last: 'transit:to-edge', ended: 'dead', packets: 9 },
        { kind: 'syn', from: 'client', last: 'server:to-edge', ended: 'delivered', packets: 1 },
        { kind: 'ptb', from: 'transit', last: 'edge:to-transit', ended: 'dead', packets: 3 },
        { kind: 'tunnel', from: 'edge', last: 'transit:to-edge', ended: 'dead', packets: 2 },
        { kind: 'tunnel', from: 'edge', last: 'firewall:to-transit', ended: 'delivered', packets: 4 },
      ],
    },
    [
      '13 packets: 12 dead, 1 delivered; of the tunnels around them 6 packets: 2 dead, 4 delivered',
      'a reason',
      'a warning',
    ],
  ],
  rules: [
    { firewall: { drop: { packets: 9, texts: ['rule 1'] }, stateful: { packets: 0, texts: ['rule 2', 'rule 3'] } } },
    ['rule 1', 'rule 2', 'rule 3'],
  ],
  traffic: [
    {
      place: 'edge:to-isp',
      rows: [
        { ...download, family: 'ipv6', peer: 'server', protocol: 'tcp', port: 80, sent: 20, received: 2_000_000 },
        { ...download, family: 'ipv4', peer: 'server', protocol: 'tcp', port: 6881, sent: 900_000, received: 0 },
        { ...download, family: 'ipv4', peer: 'server', protocol: 'icmp', sent: 0, received: 98_980 },
        {
          ...download,
          family: 'ipv4',
          peer: '192.0.2.9',
          protocol: 'udp',
          port: 53,
          sent: 0,
          received: 999,
          couldUseIpv6: false,
        },
        { ...download, family: 'ipv4', peer: 'server', protocol: 'udp', port: 53, sent: 1, received: 0 },
      ],
    },
    [
      'edge:to-isp: 66.7 % of the bytes over IPv6 (IPv6 2.0 MB, IPv4 1.0 MB, as IP packets)',
      'over IPv4 although both ends have IPv6: laptop tcp 6881, 900.0 kB (30.0 %)',
      'over IPv4 although both ends have IPv6: laptop icmp, 99.0 kB (3.3 %)',
      'over IPv4 because one end has no IPv6: 0.0 %',
    ],
  ],
  output: [{ stdout: 'a\n\nb\n', stderr: 'c\n', code: 2 }, ['a', 'b', 'c', 'exit code 2']],
};

t.test('each fact is formatted as short lines', async (t) => {
  for (const [name, [fact, lines]] of Object.entries(rows))
    t.strictSame(formatFacts({ [name]: fact }), [[name, lines]], name);
  t.strictSame(formatFacts({}), []);
  t.strictSame(formatFacts({ output: { stdout: '', stderr: '', code: 0 } }), [['output', []]]);
  t.strictSame(formatFacts({ output: { stdout: 'a', stderr: '', code: 0, omitted: 9 } }), [
    ['output', ['a', '… 9 more bytes of output were not kept']],
  ]);
  const local: Facts = { reply: { word: 'too-big', mtu: 1400, from: 'local' } };
  t.strictSame(formatFacts(local)[0]![1], ['too big for a path MTU of 1400, reported by the local kernel']);
  for (const word of pingOutcomes)
    if (word !== 'too-big') t.strictSame(formatFacts({ reply: { word } }), [['reply', [word]]]);
});

t.test('a place where nothing passed has no share', async (t) => {
  t.equal(ipv6Percent({ place: 'a:to-b', rows: [] }), undefined);
  t.strictSame(laggardsOf({ place: 'a:to-b', rows: [] }), []);
  t.strictSame(traffic.format({ place: 'a:to-b', rows: [] }), ['nothing passed a:to-b']);
  t.strictSame([999, 1_000, 999_949, 999_950].map(formatBytes), ['999 B', '1.0 kB', '999.9 kB', '1.0 MB']);
});

t.test('one flow of datagrams is formatted without its port, and an error without its offender', async (t) => {
  t.strictSame(formatFacts({ datagrams: [{ ...exchange, errors: [] }] }), [
    ['datagrams', ['1 lost, 2 too-big, path MTU of the socket 1500']],
  ]);
  t.equal(formatError({ ...refused, origin: 'icmp' }), 'EMSGSIZE by ICMP type 0 code 0 from an unknown address');
  t.equal(formatOutcomes(['lost', 'answered', 'lost']), '2 lost, 1 answered');
  t.strictSame(countLines(['a', 'b', 'a']), ['2 × a', '1 × b']);
});

t.test('a hop that nobody answered for has no bytes', async (t) => {
  t.equal(formatAnswer({ unanswered: 9000 }), 'no answer (no answer to 9000 bytes)');
});

t.test('flows are counted by the holder that got them', async (t) => {
  t.equal(formatHolders([['s2'], [], ['s1', 's2']]), 'none seen 1, s1 1, s2 2');
  t.equal(formatHolders([]), '');
});

t.test('pairs of names and values are formatted in one line', async (t) => {
  t.equal(formatPairs({ r1: 1500, r2: null }), 'r1 1500, r2 none');
  t.equal(formatPairs({}), '');
});

t.test('packets are drawn of facts that have some', async (t) => {
  const [captured] = rows.journeys;
  t.strictSame(drawnPackets({ leg: 'r1', journeys: captured }), [captured]);
  t.strictSame(drawnPackets({ leg: 'r1' }), []);
});

t.test('two runs are compared by what is the same in every run', async (t) => {
  const figures = Object.entries(rows).flatMap(([name, [fact]]) => {
    const of = facts[name as FactName].figures as ((value: unknown) => readonly Figure[]) | undefined;
    return (of?.(fact) ?? []).map(({ name: what, value, unit = '' }) => `${name}: ${what}: ${value} ${unit}`.trim());
  });
  t.matchSnapshot(figures.join('\n'));
  const healedByProbing = { ...completed, episodes: [{ ...healed, healedBy: 'probing' as const }, healed] };
  t.match(transferFigures({ ...healedByProbing, recovery: { afterMs: 7, rtoMs: 400 } }), [
    { name: 'outcome', value: 'completed' },
    { name: 'causes', value: 'packet-too-big-lost at firewall, packet-too-big-lost at firewall' },
    { name: 'healed by', value: 'probing' },
    { name: 'stalled for', value: 2 * (healed.untilMs! - healed.fromMs), unit: 'ms' },
    { name: 'recovered after', value: 7, unit: 'ms' },
  ]);
  t.match(transfersFigures([completed, stalled, completed]), [{ value: '2 × completed, 1 × stalled' }, {}]);
  t.strictSame(sizeFigures('x')({ a: null }), [{ name: 'x a', value: 'none' }]);
});

t.test('the transfers of a step are found, one or several', async (t) => {
  t.strictSame(transfersOf({ transfer: completed }), [completed]);
  t.strictSame(transfersOf({ transfers: [completed, stalled] }), [completed, stalled]);
  t.equal(transfersOf({ leg: 'r1' }), undefined);
  t.equal(missingTransfer({}), 'a transfer');
  t.equal(missingTransfer({ 'no-transfer': 'ip opened none' }, 'a reply'), 'a reply, since ip opened none');
});

t.test('the flows of a step are those that packets quote, of TCP or UDP', async (t) => {
  t.match(quotedFlows({ transfer: completed }, 'ipv6'), [{ ports: completed.ports, protocol: 6 }]);
  t.match(quotedFlows({ datagrams: [exchange] }, 'ipv6'), [{ family: 'ipv6', ports: exchange.ports, protocol: 17 }]);
  t.equal(
    formatUdpPorts([{ port: 1, peer: { node: 'b', port: 2, pmtu: null } }, { port: 3 }]),
    'port 1 to b port 2, port 3',
  );
  t.equal(quotedFlows({ leg: 'r1' }, 'ipv6'), undefined);
  const sockets = quotedFlows(
    {
      transfer: completed,
      'udp-sockets': [
        { port: 40_000, family: 'ipv6', peer: { node: 'server', port: 7, pmtu: null } },
        { port: 40_001 },
      ],
    },
    'ipv4',
  )!;
  t.match(sockets[0], { family: 'ipv4', protocol: 6 }, 'that of the step');
  t.match(sockets.slice(1), [
    { family: 'ipv6', protocol: 17, ports: { client: 40_000, server: 7 } },
    { family: 'ipv6', protocol: 17, ports: { client: 40_001 } },
    { family: 'ipv4', protocol: 17, ports: { client: 40_001 } },
  ]);
  const seen = (source: number, destination: number, family: Family = 'ipv4') => ({ family, source, destination });
  t.ok(belongsToFlows(sockets.slice(1), seen(9, 40_001)), 'of any peer, since it is not connected');
  t.ok(belongsToFlows(sockets.slice(1), seen(9, 40_001, 'ipv6')));
  t.notOk(belongsToFlows(sockets, seen(9, 40_000, 'ipv6')));
  t.notOk(belongsToFlows(sockets, seen(7, 40_000)), 'of the other family');
});

t.test('ports belong to a flow in either direction', async (t) => {
  const flow = { ...completed, family: 'ipv6' } as const;
  const flows = [flow, { ...flow, ports: { client: 40_002, server: 80 } }];
  const seen = (source: number, destination: number, family: Family = 'ipv6') => ({ family, source, destination });
  t.ok(belongsToFlows(flows, seen(40_002, 80)));
  t.ok(belongsToFlows(flows, seen(80, 40_001)));
  t.notOk(belongsToFlows(flows, seen(80, 40_001, 'ipv4')), 'the other family has the same ports');
  t.notOk(belongsToFlows(flows, seen(80, 40_003)));
  t.notOk(belongsToFlows(flows, seen(40_001, 40_001)));
  t.notOk(belongsToFlows([], seen(80, 40_001)));
  const segment = { family: 'ipv6', protocol: 6, sourceAddress: '', destinationAddress: '', destination: 80 } as const;
  const translated = {
    ...flow,
    segments: [
      { ...segment, source: 40_001 },
      { ...segment, source: 50_001 },
    ] as const,
  };
  t.ok(belongsToFlows([translated], seen(80, 50_001)), 'on the segment behind a NAT');
  const [first] = translated.segments;
  const ofBoth = { ...flow, segments: [first, { ...first, family: 'ipv4' }] as const };
  t.ok(belongsToFlows([ofBoth], seen(80, 40_001, 'ipv4')), 'behind a translator between the families');
  t.notOk(belongsToFlows([ofBoth], seen(80, 40_002, 'ipv4')));
  t.strictSame(flowFamilies(ofBoth), ['ipv6', 'ipv6', 'ipv4']);
  t.strictSame(familiesSeen({ transfer: ofBoth }, 'ipv6'), ['ipv6', 'ipv4']);
  t.strictSame(familiesSeen({}, 'ipv6'), ['ipv6']);
});
