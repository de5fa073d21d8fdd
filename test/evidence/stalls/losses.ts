import t from 'tap';
import { packetsText, portsText, ptbText } from '../../../src/evidence/stalls/packet-counts-text.ts';
import type { FlowReading } from '../../../src/evidence/stalls/flow-reading.ts';
import { healers } from '../../../src/evidence/stalls/episode.ts';
import { fragmentLossPoint } from '../../../src/evidence/stalls/fragment-loss.ts';
import { healedBy } from '../../../src/evidence/stalls/healed-by.ts';
import * as points from '../../../src/evidence/stalls/loss-points.ts';
import { lossText } from '../../../src/evidence/stalls/loss-text.ts';
import { packetTooBigWrong } from '../../../src/evidence/stalls/packet-too-big-wrong.ts';
import { isDraining, retransmissionWindow } from '../../../src/evidence/stalls/retransmission-window.ts';
import type { TcpInfo } from '../../../src/evidence/sockets/tcp-info.ts';
import type { LedgerCounts } from '../../../src/evidence/ledger/ledger-since.ts';
import type { FragmentCount, SegmentCount } from '../../../src/evidence/ledger/ledger.ts';
import type { Hop } from '../fixtures/chain.ts';
import { answers, flow, fromClient, linkEnds, outOfTransit, ptb, reading, segments } from '../fixtures/chain.ts';
import { toClient, toFirewall, toTransit } from '../fixtures/chain.ts';
import { receiver, sender } from '../fixtures/recorded-tcp-info.ts';

const { isOfDirection, lossPoints, packetsThrough, placeOf, reverse } = points;

const empty: LedgerCounts = { ptbs: [], segments: [], fragments: [] };

const placesOfLoss = (entries: readonly SegmentCount[], reachedSocket = false): readonly string[] =>
  lossPoints({ flow, linkEnds }, { since: { ...empty, segments: entries }, size: 'large', reachedSocket }).map(placeOf);

t.test('a loss point is a node or a link that lets no packet through', async (t) => {
  t.strictSame(placesOfLoss(segments('large', toTransit)), ['transit'], 'in a node');
  t.strictSame(placesOfLoss(segments('large', outOfTransit)), ['transit:to-client'], 'on a link');
  t.strictSame(placesOfLoss(segments('large', toClient)), ['client'], 'in the receiving node');
  t.strictSame(placesOfLoss(segments('large', toClient), true), [], 'none when the socket got data');
  const split = [...segments('large', toClient), ...segments('large', toFirewall)];
  t.strictSame(placesOfLoss(split, true), [], 'a partial loss does not count');
  t.strictSame(placesOfLoss(segments('small', toTransit)), [], 'packets of the other size');
  t.strictSame(placesOfLoss(answers(fromClient)), [], 'packets of the other direction');
  t.strictSame(placesOfLoss([]), []);
});

t.test('packets are summed per node and direction of a flow', async (t) => {
  const entries = segments('large', toClient);
  t.equal(packetsThrough('transit', 'in', [...entries, ...entries]), 4);
  t.equal(packetsThrough('client', 'out', entries), 0);
  const acks = reverse(flow);
  t.strictSame(acks, {
    ...{ family: 'ipv6', protocol: 6, source: 20001, destination: 80, from: 'client', to: 'server' },
    ...{ sourceAddress: flow.destinationAddress, destinationAddress: flow.sourceAddress },
  });
  t.strictSame(reverse(acks), flow);
  t.ok(entries.every((entry) => isOfDirection(flow, entry)));
  t.notOk(entries.some((entry) => isOfDirection(acks, entry)));
});

const first = reading({ atMs: 220, sender, receiver });
const silentFlow = (parts: Partial<Parameters<typeof reading>[0]>, firstReading: FlowReading = first) => ({
  ...{ flow, linkEnds, before: reading(), first: firstReading },
  after: reading({
    ...{ atMs: 1500, sender: { ...sender, backoff: 3, totalRetrans: 4, lastAckRecvMs: 1500 }, receiver },
    ...parts,
  }),
});
const window = (...readings: Parameters<typeof silentFlow>) => retransmissionWindow(silentFlow(...readings));

t.test('a window compares two readings with a retransmission between them', async (t) => {
  t.equal(window({ sender }), undefined, 'the same backoff');
  t.equal(window({}, reading({ atMs: 220, sender })), undefined, 'no receiver in the first reading');
  t.equal(window({}, reading({ atMs: 220, receiver })), undefined, 'no sender in the first reading');
  const seen = [...segments('large', toTransit), ...answers(fromClient)];
  t.match(window({ ledger: { segments: seen } }), {
    ...{ windowMs: 1280, isLarge: true, newDataSegments: 0, receiverReached: false, smallPacketsSent: 2 },
    ...{ dataLoss: [{ node: 'transit', packets: 2 }], areAcksLost: false, ackLoss: [{ node: 'transit', packets: 2 }] },
  });
  t.match(window({ ledger: { segments: segments('small', toTransit) }, receiver: { ...receiver, lastAckRecvMs: 9 } }), {
    ...{ isLarge: false, receiverReached: true, dataLoss: [{ node: 'transit' }] },
  });
  const got = { ...receiver, dataSegsIn: 3, bytesReceived: 9000 };
  const arriving = { ledger: { segments: segments('large', toClient) }, receiver: got };
  t.match(window(arriving), { newDataSegments: 3, areAcksLost: true });
  t.match(window({ ...arriving, receiver: { ...got, dataSegsIn: 0 } }), { areAcksLost: false }, 'no data arrives');
  t.match(window({}), { dataLoss: [{ node: 'server', packets: 2 }] }, 'retransmissions that never left the sender');
});

t.test('a queue that drains while the retransmissions are lost says nothing of what gets through', async (t) => {
  const got = { ...receiver, dataSegsIn: 3, bytesReceived: 9000 };
  const [lost, arriving] = [toTransit, toClient].map((hops) => ({ segments: segments('large', hops) }));
  t.match(window({ ledger: lost!, receiver: got }), { areAcksLost: false, dataLoss: [{ node: 'transit' }] });
  t.ok(isDraining(silentFlow({ ledger: lost!, receiver: got })));
  t.notOk(isDraining(silentFlow({ ledger: arriving!, receiver: got })), 'data arrives, acknowledgments are lost');
  t.notOk(isDraining(silentFlow({ ledger: lost!, receiver })), 'nothing arrives');
  t.notOk(isDraining(silentFlow({ sender })), 'before the next timeout');
});

t.test('a stall has one healer, or none that is proved', async (t) => {
  const then = { ...sender, rehash: 2 };
  const smaller = { ...then, sndMss: 1428, pmtu: 1500 };
  const taken = { ...empty, ptbs: [ptb('server', 'taken')] };
  const changed = { then, since: empty };
  const heal = (now: TcpInfo, change?: Partial<typeof changed>) =>
    healedBy({ node: 'server', then, now, ...(change && { change: { ...changed, ...change } }) });
  const inTunnel = { ...ptb('server', 'taken'), mtu: 1570, quoted: [{ ...flow, protocol: 6, outerBytes: 70 }] };
  const rows: readonly (readonly [string, ReturnType<typeof heal>, (typeof healers)[number] | undefined])[] = [
    ['a Packet Too Big during a change', heal(smaller, { since: taken }), 'packet-too-big'],
    ['one about a packet in a tunnel', heal(smaller, { since: { ...empty, ptbs: [inTunnel] } }), 'packet-too-big'],
    ['a Packet Too Big for another flow of the same destination', heal(smaller), 'packet-too-big'],
    ['a smaller MTU of the sender itself', heal(smaller, {}), 'change'],
    [
      'a Packet Too Big with a larger MTU during a change',
      heal({ ...smaller, pmtu: 1400 }, { since: taken }),
      'change',
    ],
    ['one with a smaller MTU during a change', heal({ ...smaller, pmtu: 1600 }, { since: taken }), undefined],
    ['a path MTU that fell before a change', heal(smaller, { then: smaller }), undefined],
    ['smaller segments with the same path MTU', heal({ ...then, sndMss: 1024 }), 'probing'],
    ['a rehash during a change, since each timeout rehashes', heal({ ...then, rehash: 4 }, {}), 'change'],
    ['a rehash without a change', heal({ ...then, rehash: 4 }), 'rehash'],
    ['another timeout without a change', heal({ ...then, totalRto: 2 }), 'rehash'],
    ['nothing observed', heal(then), undefined],
  ];
  for (const [title, healer, expected] of rows) t.equal(healer, expected, title);
  t.strictSame(new Set(rows.flatMap(([, healer]) => healer ?? [])), new Set(healers), 'every healer has a row');
});

/** The same number of fragments of the flow at each hop. */
const fragments = (packets: number, hops: readonly Hop[]): readonly FragmentCount[] =>
  hops.map(([node, direction, peer]) => ({
    ...{ node, direction, packets, interface: `to-${peer}` },
    ...{ sourceAddress: flow.sourceAddress, destinationAddress: flow.destinationAddress },
  }));

const ipv4Flow = { ...flow, family: 'ipv4' } as const;

const fragmentLossOf = (ledger: Partial<LedgerCounts>, queued?: FlowReading['queued']) => {
  const after = reading({ ledger, ...(queued && { queued }) });
  return fragmentLossPoint({ flow: ipv4Flow, linkEnds, before: reading(), first: reading(), after });
};

t.test('fragments are lost in the node or on the link that passes fewer than it got', async (t) => {
  t.match(fragmentLossOf({ fragments: fragments(8, toTransit) }), { place: 'transit', received: 8, passed: 0 });
  const some = [...fragments(8, toTransit), ...fragments(4, [['transit', 'out', 'client']])];
  t.match(fragmentLossOf({ fragments: some }), { place: 'transit', received: 8, passed: 4 });
  const onLink = fragments(8, outOfTransit);
  t.match(fragmentLossOf({ fragments: onLink }), { place: 'transit:to-client', peer: 'client', passed: 0 });
  t.equal(fragmentLossOf({ fragments: onLink }, { 'transit to-client': 9000 }), undefined, 'they wait in a queue');
  t.equal(fragmentLossOf({ fragments: fragments(8, toClient) }), undefined, 'all arrive');
  const reassembled = segments('large', [['transit', 'out', 'client']]).map((s) => ({ ...s, family: 'ipv4' as const }));
  t.equal(fragmentLossOf({ fragments: fragments(8, toTransit), segments: reassembled }), undefined, 'conntrack');
  const others = fragments(8, toTransit).map((entry) => ({ ...entry, sourceAddress: '192.0.2.9' }));
  t.equal(fragmentLossOf({ fragments: others }), undefined, 'of other ends');
});

t.test('evidence names count, size and ports', async (t) => {
  t.equal(portsText(flow), '80→20001');
  t.equal(packetsText(9, 'large', flow), '9 large packets of 80→20001');
  t.equal(packetsText(1, 'small', flow), '1 small packet of 80→20001');
  t.equal(ptbText(3, 1500, flow), '3 Packet Too Big (MTU 1500) for 80→20001');
});

t.test('a loss is formatted with its place', async (t) => {
  const [firewallEnd] = linkEnds.filter(({ place }) => place === 'firewall:to-transit');
  const table: readonly (readonly [points.LossPoint, string])[] = [
    [
      { node: 'firewall', linkEnd: firewallEnd!, packets: 2 },
      '2 large packets of 80→20001 left firewall:to-transit and none reached transit',
    ],
    [
      { node: 'firewall', linkEnd: { ...firewallEnd!, isBridge: true }, packets: 1 },
      '1 large packet of 80→20001 reached firewall on the way to transit and none reached transit',
    ],
    [{ node: 'server', packets: 1 }, 'server retransmitted 1 segment of 80→20001 and none left it'],
    [{ node: 'client', packets: 2 }, '2 large packets of 80→20001 reached client and none reached its socket'],
    [{ node: 'transit', packets: 2 }, '2 large packets of 80→20001 reached transit and none left it'],
  ];
  for (const [loss, text] of table) t.equal(lossText(loss, 'large', flow), text);
});

t.test('a Packet Too Big is wrong only if the sender follows it', async (t) => {
  const [firewallEnd] = linkEnds.filter(({ place }) => place === 'firewall:to-transit');
  const losses = [{ node: 'firewall', linkEnd: firewallEnd!, packets: 2 }];
  const wrong = (mtu: number) => {
    const after = reading({
      ...{ sender, mtus: { 'firewall to-transit': 9000, 'transit to-firewall': 1500 } },
      ledger: { ptbs: [ptb('server', 'taken', { mtu })] },
    });
    return packetTooBigWrong({ flow, linkEnds, before: reading(), first: reading(), after }, losses);
  };
  t.match(wrong(9000), {
    ...{ word: 'packet-too-big-wrong', place: 'firewall:to-transit' },
    evidence: [/accepted/, /left/, 'the link at firewall:to-transit carries packets of at most 1500 bytes'],
  });
  t.equal(wrong(1400), undefined);
});
