import t from 'tap';
import { healedBy } from '../../src/evidence/stalls/healed-by.ts';
import { ledgerSince } from '../../src/evidence/ledger/ledger-since.ts';
import type { Ledger, SegmentCount, PtbCount } from '../../src/evidence/ledger/ledger.ts';
import { readFlowCounts, readLedger } from '../../src/evidence/ledger/read-ledger.ts';
import type { SilentFlow, FlowReading, LinkEnd } from '../../src/evidence/stalls/flow-reading.ts';
import { ackedAtMs, fullPacketBytes, pauseAt, silenceAt } from '../../src/evidence/sockets/sample.ts';
import { stallCause } from '../../src/evidence/stalls/stall-cause.ts';
import { decodeTcpInfo } from '../../src/evidence/sockets/tcp-info.ts';
import type { TcpInfo } from '../../src/evidence/sockets/tcp-info.ts';

/** Recorded with getsockopt on Linux 6.18: 5000 bytes that never left, so that the sender probes and has nothing unacknowledged. */
const recorded = Buffer.from(
  '010000020207aa00e01c03000000000000ba00001802000000000000000000000000000000000000000000003c00000000000000f4020000f402000000000100c4ff00004d0000005d000000ffffff7f0d000000b8ff00000300000000000000c4ff00000000000008e843bb05000000ffffffffffffffffa18601000000000000000000000000000800000003000000881300001f00000000000000060000002e3220100000000060ae0a000000000000000000000000000000000000000000040000000000000038c10100000000000000000000000000000000000000000000000000006c0100000001000000000000000000000000000000000000000000',
  'hex',
);

t.test('tcp_info', async (t) => {
  const info = decodeTcpInfo(recorded)!;
  t.match(info, {
    state: 1,
    backoff: 2,
    probes: 2,
    retransmits: 0,
    unacked: 0,
    rtoMs: 204,
    sndMss: 47616,
    pmtu: 65536,
  });
  t.match(info, {
    bytesAcked: 100001,
    lastAckRecvMs: 756,
    notsentBytes: 5000,
    segsOut: 8,
    delivered: 4,
    sndWnd: 93184,
  });
  t.equal(info.timestamps, true, 'the timestamp option is told');
  t.equal(decodeTcpInfo(recorded.subarray(0, 135)), undefined, 'a struct that ends before bytes_received says nothing');
  t.notOk('sndWnd' in decodeTcpInfo(recorded.subarray(0, 192))!, 'fields that an older kernel lacks are absent');
  t.match(silenceAt([{ atMs: 0, sender: info }]), { backoff: 2 }, 'its own node lets nothing out');
  const closed = { ...info, sndWnd: 0 };
  t.equal(silenceAt([{ atMs: 0, sender: closed }]), undefined, 'window probes are no silence, whatever their backoff');
});

const sender: TcpInfo = {
  ...decodeTcpInfo(recorded)!,
  ...{ backoff: 1, retransmits: 1, unacked: 8, sndMss: 8928, pmtu: 9000, bytesAcked: 0, totalRetrans: 2, totalRto: 1 },
  ...{ lastAckRecvMs: 10, probes: 0 },
};
const receiver: TcpInfo = { ...sender, backoff: 0, unacked: 0, dataSegsIn: 0, bytesReceived: 0, lastAckRecvMs: 5000 };

t.test('silence', async (t) => {
  const acked = (atMs: number, bytesAcked: number, backoff = 0) => ({
    atMs,
    sender: { ...sender, bytesAcked, backoff },
  });
  t.equal(silenceAt([acked(0, 0), acked(20, 0)]), undefined, 'before the first timeout there is none');
  t.match(silenceAt([acked(0, 0), acked(20, 900), acked(40, 900), acked(240, 900, 1)]), {
    fromMs: 20,
    backoff: 1,
    acked: 900,
  });
  t.equal(pauseAt([acked(0, 0), acked(40, 0)]), undefined, 'a pause is longer than an ordinary round trip');
  t.match(pauseAt([acked(0, 0), acked(20, 900), acked(80, 900)]), { fromMs: 20, backoff: 0, acked: 900 });
  t.equal(pauseAt([acked(0, 0), acked(900, 5000)]), undefined, 'a late look at a flow that moves sees no pause');
  t.equal(ackedAtMs('sender', [acked(0, 0), acked(700, 900)]), 690, 'the kernel dates what a late look finds');
  t.equal(ackedAtMs('sender', [acked(695, 0), acked(700, 900)]), 695, 'within what was seen before');
  t.match(silenceAt([{ atMs: 5, sender: { ...sender, unacked: 0 }, receiver: sender }]), { end: 'receiver' });
  t.equal(fullPacketBytes('ipv6', sender), 9000);
  t.equal(fullPacketBytes('ipv4', { ...sender, sndMss: 8960, timestamps: false }), 9000);
});

t.test('a node reads its ledger out of raw set elements', async (t) => {
  const key = (hex: string) => [{ key: Buffer.from(hex, 'hex'), packets: 3, bytes: 300 }];
  const sets: Record<string, ReturnType<typeof key>> = {
    ptb_ipv6_made: key('000005dc00504e21'),
    ptb_ipv4_taken: key('0578000000504e22'),
    syn_out: key('746f2d7472616e7369740000000000004e2100000050000005740000'),
    large_in: key('746f2d7472616e736974000000000000005000004e210000'),
  };
  const read = <Part extends keyof Ledger>(part: Part) => readLedger[part]('edge', (set) => sets[set] ?? []);
  const [ptbs, syns, segments] = [read('ptbs'), read('syns'), read('segments')];
  const ptb = { node: 'edge', source: 80, packets: 3 };
  t.strictSame(ptbs, [
    { ...ptb, hook: 'made', family: 'ipv6', mtu: 1500, destination: 20001 },
    { ...ptb, hook: 'taken', family: 'ipv4', mtu: 1400, destination: 20002 },
  ]);
  const at = { node: 'edge', interface: 'to-transit' };
  t.strictSame(syns, [{ ...at, kind: 'syn', direction: 'out', source: 20001, destination: 80, mss: 1396 }]);
  const counts = { packets: 3, bytes: 300 };
  t.strictSame(segments, [{ ...at, size: 'large', direction: 'in', source: 80, destination: 20001, ...counts }]);
  t.strictSame(ledgerSince({ ptbs, segments }, { ptbs, segments }), { ptbs: [], segments: [] });
  t.strictSame(ledgerSince({ ptbs, segments }, { ptbs: [], segments }), { ptbs, segments: [] });
});

t.test('of one flow a node reads its segments both ways, and everyone’s Packet Too Big messages', async (t) => {
  const key = (hex: string) => ({ key: Buffer.from(hex, 'hex'), packets: 3, bytes: 300 });
  const wire = '746f2d7472616e736974000000000000';
  const sets: Record<string, ReturnType<typeof key>[]> = {
    ptb_ipv6_made: [key('000005dc00504e21'), key('000005dc00504e22')],
    ptb_ipv4_made: [key('0578000000504e21')],
    large_in: [key(`${wire}005000004e210000`), key(`${wire}005000004e220000`)],
    small_out: [key(`${wire}4e21000000500000`), key(`${wire}4e22000000500000`)],
  };
  const mine = { family: 'ipv6', source: 80, destination: 20001 } as const;
  const { ptbs, segments } = readFlowCounts('edge', mine, (set) => sets[set] ?? []);
  t.strictSame(
    ptbs.map(({ family, destination }) => `${family} ${destination}`),
    ['ipv6 20001', 'ipv6 20002'],
  );
  t.strictSame(
    segments.map(({ size, source, destination }) => `${size} ${source} ${destination}`),
    ['large 80 20001', 'small 20001 80'],
  );
});

/** server → firewall → transit → client */
const chain = ['server', 'firewall', 'transit', 'client'];
const end = (node: string, peer: string): LinkEnd => ({
  ...{ node, peer, interface: `to-${peer}`, place: `${node}:to-${peer}`, peerInterface: `to-${node}` },
});
const wires = chain.slice(1).flatMap((node, index) => [end(chain[index]!, node), end(node, chain[index]!)]);
const flow = { family: 'ipv6', source: 80, destination: 20001, from: 'server', to: 'client' } as const;

const nothing: Ledger = { ptbs: [], syns: [], segments: [] };
const ptb = (node: string, hook: PtbCount['hook'], mtu = 1500, destination = 20001): PtbCount => ({
  ...{ node, hook, mtu, destination, family: 'ipv6', source: 80, packets: 3 },
});
const madeAndLeft = [ptb('transit', 'made'), ptb('transit', 'left'), ptb('firewall', 'arrived')];

type Way = readonly [node: string, direction: 'in' | 'out', peer: string];
const segments = (size: 'large' | 'small', ways: readonly Way[], back = false): readonly SegmentCount[] =>
  ways.map(([node, direction, peer]) => ({
    ...{ node, direction, size, interface: `to-${peer}`, packets: 2, bytes: 200 },
    ...(back ? { source: 20001, destination: 80 } : { source: 80, destination: 20001 }),
  }));
const toFirewall: readonly Way[] = [
  ['server', 'out', 'firewall'],
  ['firewall', 'in', 'server'],
];
const toTransit: readonly Way[] = [...toFirewall, ['firewall', 'out', 'transit'], ['transit', 'in', 'firewall']];
const ontoWire: readonly Way[] = [...toTransit, ['transit', 'out', 'client']];
const toClient: readonly Way[] = [...ontoWire, ['client', 'in', 'transit']];
const fromClient: readonly Way[] = [
  ['client', 'out', 'transit'],
  ['transit', 'in', 'client'],
];

const reading = (
  more: Partial<Omit<FlowReading, 'ledger'>> & { readonly ledger?: Partial<Ledger> } = {},
): FlowReading => ({
  ...{ atMs: 0, counters: {}, ...more },
  ledger: { ...nothing, ...more.ledger },
});
const counters = { transit: { Ip6InTooBigErrors: 4 }, firewall: {} };
const once = reading({ atMs: 220, sender, receiver, counters });
const at3 = { ...sender, backoff: 3, totalRetrans: 4, totalRto: 3, lastAckRecvMs: 1500 };
const heard = { ...receiver, lastAckRecvMs: 300 };
const late = (more: Parameters<typeof reading>[0]): FlowReading =>
  reading({ atMs: 1500, sender: at3, receiver, ...more });
const early = (ptbs: readonly PtbCount[]): FlowReading => reading({ atMs: 220, sender, receiver, ledger: { ptbs } });
const dark = segments('large', toTransit);

type Row = readonly [
  title: string,
  after: FlowReading,
  word: string | undefined,
  place?: string | undefined,
  more?: Partial<SilentFlow>,
];
const table: readonly Row[] = [
  ['lost in a firewall', early(madeAndLeft), 'packet-too-big-lost', 'firewall'],
  ['lost in the OUTPUT of its maker', early([ptb('transit', 'made')]), 'packet-too-big-lost', 'transit'],
  [
    'lost in the INPUT of the sender',
    early([...madeAndLeft, ptb('firewall', 'left'), ptb('server', 'arrived')]),
    'packet-too-big-lost',
    'server',
  ],
  [
    'lost on a wire: the last node that saw it',
    early([...madeAndLeft, ptb('firewall', 'left')]),
    'packet-too-big-lost',
    'firewall',
  ],
  ['misdelivered', early([...madeAndLeft, ptb('firewall', 'taken')]), 'packet-too-big-misdelivered', 'firewall'],
  ['of another flow', early([ptb('transit', 'made', 1500, 20002)]), undefined],
  ['of a narrowing that is heeded already', early([ptb('transit', 'made', 9000)]), undefined],
  ['just taken', early([...madeAndLeft, ptb('server', 'taken')]), undefined],
  [
    'taken before the last retransmission, and nothing changed',
    late({ ledger: { ptbs: [...madeAndLeft, ptb('server', 'taken')] } }),
    'packet-too-big-ignored',
    'server',
    { previous: early([...madeAndLeft, ptb('server', 'taken')]) },
  ],
  [
    'not sent: the router counts what it drops and makes none',
    reading({ ...once, ledger: { segments: dark }, counters: { transit: { Ip6InTooBigErrors: 6 } } }),
    'packet-too-big-not-sent',
    'transit',
  ],
  [
    'too big packets of other flows explain the counter',
    reading({
      ...once,
      ledger: { segments: dark, ptbs: [ptb('transit', 'made', 1500, 20002)] },
      counters: { transit: { Ip6InTooBigErrors: 7 } },
    }),
    undefined,
  ],
  [
    'what was counted before the first look proves nothing',
    reading({ ...once, ledger: { segments: dark } }),
    undefined,
    undefined,
    { first: reading({ ...once, ledger: { segments: dark } }) },
  ],
  ['a backoff of 1 alone', reading({ ...once, ledger: { segments: dark } }), undefined],
  ['silent drop in a node', late({ ledger: { segments: dark }, receiver: heard }), 'silent-drop', 'transit'],
  [
    'silent drop on a wire',
    late({ ledger: { segments: segments('large', ontoWire) }, receiver: heard }),
    'silent-drop',
    'transit:to-client',
  ],
  [
    'a queue that holds them',
    late({ ledger: { segments: segments('large', ontoWire) }, queued: { 'transit to-client': 9000 } }),
    'moving',
  ],
  [
    'a queue elsewhere explains nothing',
    late({ ledger: { segments: dark }, receiver: heard, queued: { 'transit to-client': 9000 } }),
    'silent-drop',
    'transit',
  ],
  [
    'blackout',
    late({ ledger: { segments: [...dark, ...segments('small', fromClient, true)] } }),
    'blackout',
    'transit',
  ],
  ['nothing small was tried', late({ ledger: { segments: dark } }), 'unknown'],
  [
    'silent drop in the INPUT of the receiver',
    late({ ledger: { segments: segments('large', toClient) }, receiver: heard }),
    'silent-drop',
    'client',
  ],
  [
    'data still gets through',
    late({ ledger: { segments: segments('large', toClient) }, receiver: { ...heard, dataSegsIn: 3 } }),
    'moving',
  ],
  [
    'large packets dropped in the OUTPUT of the sender',
    late({ sender: { ...at3, unacked: 0, probes: 3, notsentBytes: 200127, sndWnd: 65535 }, receiver: heard }),
    'silent-drop',
    'server',
  ],
  [
    'fragments that are never put together',
    late({ ledger: { segments: dark }, receiver: heard, counters: { client: { IpReasmReqds: 8, IpReasmOKs: 0 } } }),
    'unknown',
    undefined,
    { flow: { ...flow, family: 'ipv4' } },
  ],
  ['nothing leaves the sender', late({ ledger: { segments: [] }, receiver: heard }), 'unknown'],
  [
    'lost acknowledgments',
    late({
      ledger: { segments: [...segments('large', toClient), ...segments('small', fromClient, true)] },
      receiver: { ...heard, dataSegsIn: 3, bytesReceived: 15708 },
    }),
    'acks-lost',
    'transit',
  ],
];

t.test('causes', async (t) => {
  for (const [title, after, word, place, more] of table) {
    const cause = stallCause({ flow, linkEnds: wires, before: reading(), first: once, after, ...more });
    const saw =
      typeof cause === 'object' ? { word: cause.word, place: cause.place } : { word: cause, place: undefined };
    t.strictSame(saw, { word, place }, title);
    if (typeof cause === 'object') t.matchSnapshot(cause.evidence.join('\n'), `evidence: ${title}`);
  }
});

t.test('what healed a stall', async (t) => {
  const then = { ...sender, rehash: 2 };
  const since = (ptbs: readonly PtbCount[] = []): Ledger => ({ ...nothing, ptbs });
  const small = { ...then, sndMss: 1428, pmtu: 1500 };
  const heal = (now: TcpInfo, more: { since?: Ledger; changed?: boolean } = {}) =>
    healedBy({ node: 'server', then, now, since: since(), changed: false, ...more });
  t.equal(heal(small, { since: since([ptb('server', 'taken')]), changed: true }), 'packet-too-big');
  t.equal(heal(small), 'packet-too-big', 'another flow of the same destination was told');
  t.equal(heal(small, { changed: true }), 'change', 'a smaller MTU of the sender itself');
  t.equal(heal({ ...then, sndMss: 1024 }), 'probing');
  t.equal(
    heal({ ...then, rehash: 4 }, { changed: true }),
    'change',
    'each timeout rehashes: it proves nothing beside a change',
  );
  t.equal(heal({ ...then, rehash: 4 }), 'rehash');
  t.equal(heal(then), undefined);
});
