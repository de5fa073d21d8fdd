import t from 'tap';
import type { PtbCount, SegmentCount } from '../../../src/evidence/ledger/ledger.ts';
import { causeWithoutPtb } from '../../../src/evidence/stalls/cause-without-ptb.ts';
import { datagramStallCause } from '../../../src/evidence/stalls/datagram-stall-cause.ts';
import { causeWords } from '../../../src/evidence/stalls/episode.ts';
import type { FlowReading, SilentFlow } from '../../../src/evidence/stalls/flow-reading.ts';
import { countPtbs, ptbsOfFlow } from '../../../src/evidence/stalls/flow-ptbs.ts';
import type { LossPoint } from '../../../src/evidence/stalls/loss-points.ts';
import { hasAllArrived } from '../../../src/evidence/stalls/has-all-arrived.ts';
import { packetTooBigCause } from '../../../src/evidence/stalls/packet-too-big-cause.ts';
import { ptbEvidence, quoteTexts } from '../../../src/evidence/stalls/ptb-evidence.ts';
import { ptbLossNode } from '../../../src/evidence/stalls/ptb-loss-node.ts';
import { refusedByOwnMtu } from '../../../src/evidence/stalls/refused-by-own-mtu.ts';
import { stallCause } from '../../../src/evidence/stalls/stall-cause.ts';
import { answers, flow, fromClient, linkEnds, ptb, quoteOf, reading, segments } from '../fixtures/chain.ts';
import { outOfTransit, toClient, toFirewall, toTransit } from '../fixtures/chain.ts';
import type { TcpInfo } from '../../../src/evidence/sockets/tcp-info.ts';
import { receiver, sender } from '../fixtures/recorded-tcp-info.ts';

const counters = { transit: { Ip6InTooBigErrors: 4, IpFragFails: 4 }, firewall: {} };
const first = reading({ atMs: 220, sender, receiver, counters });

/** After one timeout, and after three. */
const early = (ptbs: readonly PtbCount[], counted: readonly SegmentCount[] = []): FlowReading =>
  reading({ atMs: 220, sender, receiver, ledger: { ptbs, segments: counted } });
const retransmittedTwice = (bytes: number) => ({ totalRetrans: 4, bytesRetrans: sender.bytesRetrans! + 2 * bytes });
const at3 = { ...sender, ...retransmittedTwice(8928), backoff: 3, totalRto: 3, lastAckRecvMs: 1500 };
const late = (parts: Parameters<typeof reading>[0]): FlowReading =>
  reading({ atMs: 1500, sender: at3, receiver, ...parts });

const sentToFirewall = [ptb('transit', 'made'), ptb('transit', 'left'), ptb('firewall', 'arrived')];
const sentToServer = [...sentToFirewall, ptb('firewall', 'left'), ptb('server', 'arrived')];
const lostInTransit = segments('large', toTransit);
/** The same counts in the other family. */
const inIpv4 = (entries: readonly SegmentCount[]): readonly SegmentCount[] =>
  entries.map((entry) => ({ ...entry, family: 'ipv4' }));
const reached = { ...receiver, lastAckRecvMs: 300 };
const at3Probing = { ...at3, unacked: 0, probes: 3, notsentBytes: 200127, sndWnd: 65535 };

/** Packets of 9000 bytes from transit that the client counted and dropped. */
const refused = (packets: number) => {
  const { direction: _, size: __, ...count } = segments('large', toClient).at(-1)!;
  return { ...count, packets, bytes: packets * 9000 };
};

/** A packet of a tunnel from the firewall that carries the flow behind 40 bytes of its own header. */
const inTunnel: Partial<PtbCount> = {
  ...quoteOf({ outerBytes: 40 }),
  quoted: [
    ...quoteOf({ protocol: 41, sourceAddress: '2001:db8:2::1', destinationAddress: 'fd99::1' }).quoted,
    ...quoteOf({ outerBytes: 40 }).quoted,
  ],
};

const withTunnel = linkEnds.map((end) =>
  end.place === 'firewall:to-transit' ? { ...end, isTunnel: true as const } : end,
);

/** The sender follows a message of 9000; one of 1500 about the packet of the firewall's tunnel went to the firewall. */
const following = ({ made }: { readonly made: string }): FlowReading =>
  early(
    [
      ptb(made, 'made', { mtu: 9000 }),
      ptb('server', 'taken', { mtu: 9000 }),
      ptb('transit', 'made', inTunnel),
      ptb('firewall', 'taken', inTunnel),
    ],
    segments('large', [...toFirewall, ['firewall', 'out', 'transit']]),
  );

type Row = readonly [
  title: string,
  after: FlowReading,
  word: string | undefined,
  place?: string | undefined,
  more?: Partial<SilentFlow>,
];

const tooBigCounted = reading({
  ...first,
  ledger: { segments: lostInTransit },
  counters: { transit: { Ip6InTooBigErrors: 6 } },
});
const tooBigCountedInIpv4 = reading({
  ...first,
  ledger: { segments: inIpv4(lostInTransit) },
  counters: { transit: { IpFragFails: 6 } },
});
const tooBigForOthers = reading({
  ...first,
  ledger: { segments: lostInTransit, ptbs: [ptb('transit', 'made', quoteOf({ destination: 20002 }))] },
  counters: { transit: { Ip6InTooBigErrors: 9 } },
});

/** The sender has the path MTU of the message, and the router has counted more packets since. */
const tooBigFollowed = reading({
  ...first,
  ledger: { segments: lostInTransit, ptbs: [ptb('transit', 'made', { mtu: 9000, packets: 1 })] },
  counters: { transit: { Ip6InTooBigErrors: 9 } },
});

const explainedByOthers = { ...tooBigForOthers, counters: { ...counters, transit: { Ip6InTooBigErrors: 7 } } };

/** A reading after the first one. */
const later = (counted: FlowReading): FlowReading => ({ ...counted, atMs: first.atMs + 200 });

const table: readonly Row[] = [
  ['Packet Too Big dropped by a firewall', early(sentToFirewall), 'packet-too-big-lost', 'firewall'],
  [
    'some of them dropped by a firewall',
    early([...sentToFirewall, ptb('firewall', 'left', { packets: 1 })]),
    'packet-too-big-lost',
    'firewall',
  ],
  [
    'Packet Too Big dropped in OUTPUT of the router that generated it',
    early([ptb('transit', 'made')]),
    'packet-too-big-lost',
    'transit',
  ],
  ['Packet Too Big dropped in INPUT of the sender', early(sentToServer), 'packet-too-big-lost', 'server'],
  [
    'Packet Too Big lost on a link: the last node that counted it',
    early([...sentToFirewall, ptb('firewall', 'left')]),
    'packet-too-big-lost',
    'firewall',
  ],
  [
    'Packet Too Big delivered to a wrong node',
    early([...sentToFirewall, ptb('firewall', 'taken')]),
    'packet-too-big-misdelivered',
    'firewall',
  ],
  [
    'Packet Too Big about the packet of a tunnel, taken by its end, beside one for the sender that a firewall dropped',
    early([...sentToFirewall, ptb('transit', 'made', inTunnel), ptb('transit', 'taken', inTunnel)]),
    'packet-too-big-lost',
    'firewall',
  ],
  [
    'Packet Too Big about the packet of a tunnel, whose end gave the sender the path MTU that it follows',
    following({ made: 'firewall' }),
    'packet-too-big-wrong',
    'firewall:to-transit',
    { linkEnds: withTunnel },
  ],
  [
    'the same where another node gave it that path MTU',
    following({ made: 'transit' }),
    'packet-too-big-misdelivered',
    'firewall',
    { linkEnds: withTunnel },
  ],
  [
    'the same where the packets were lost on a cable',
    following({ made: 'firewall' }),
    'packet-too-big-misdelivered',
    'firewall',
  ],
  ['Packet Too Big for another flow', early([ptb('transit', 'made', quoteOf({ destination: 20002 }))]), undefined],
  [
    'Packet Too Big with an MTU that the sender already uses',
    early([ptb('transit', 'made', { mtu: 9000 })]),
    undefined,
  ],
  ['Packet Too Big accepted before the third timeout', early([...sentToServer, ptb('server', 'taken')]), undefined],
  [
    'Packet Too Big accepted after the last retransmission',
    late({ ledger: { ptbs: [...sentToServer, ptb('server', 'taken')] } }),
    'unknown',
    undefined,
    { previous: early(sentToServer) },
  ],
  [
    'Packet Too Big accepted before the last retransmission',
    late({ ledger: { ptbs: [...sentToServer, ptb('server', 'taken')] } }),
    'packet-too-big-ignored',
    'server',
    { previous: early([...sentToServer, ptb('server', 'taken')]) },
  ],
  [
    'a router that counts too big packets and sends no Packet Too Big until the next timeout',
    tooBigCounted,
    'packet-too-big-not-sent',
    'transit',
    { previous: later(tooBigCounted) },
  ],
  ['the same at the first timeout, since the message may be on its way', tooBigCounted, undefined],
  ['the same where the third timeout is the first one that was read', { ...tooBigCounted, sender: at3 }, 'unknown'],
  [
    'a message of the router that was counted at the next timeout only',
    reading({
      ...first,
      ledger: { segments: lostInTransit, ptbs: [ptb('transit', 'made', { packets: 6, mtu: 9000 })] },
    }),
    undefined,
    undefined,
    { previous: later(tooBigCounted) },
  ],
  [
    'the same router in IPv4',
    tooBigCountedInIpv4,
    'packet-too-big-not-sent',
    'transit',
    { flow: { ...flow, family: 'ipv4' }, previous: later(tooBigCountedInIpv4) },
  ],
  [
    'a router that sends Packet Too Big for other flows only',
    tooBigForOthers,
    'packet-too-big-not-sent',
    'transit',
    { previous: later(tooBigForOthers) },
  ],
  [
    'a router that sends no Packet Too Big once the sender follows the one before',
    tooBigFollowed,
    undefined,
    undefined,
    { previous: later(tooBigFollowed) },
  ],
  [
    'a counter that other flows explain',
    explainedByOthers,
    undefined,
    undefined,
    { previous: later(explainedByOthers) },
  ],
  [
    'segments counted before the first reading',
    reading({ ...first, ledger: { segments: lostInTransit } }),
    undefined,
    undefined,
    { first: reading({ ...first, ledger: { segments: lostInTransit } }) },
  ],
  ['one timeout without other evidence', reading({ ...first, ledger: { segments: lostInTransit } }), undefined],
  ['a drop in a node', late({ ledger: { segments: lostInTransit }, receiver: reached }), 'silent-drop', 'transit'],
  [
    'a drop on a link',
    late({ ledger: { segments: segments('large', outOfTransit) }, receiver: reached }),
    'silent-drop',
    'transit:to-client',
  ],
  [
    'a drop in a bridge or behind it',
    late({ ledger: { segments: segments('large', outOfTransit) }, receiver: reached }),
    'silent-drop',
    'transit:to-client',
    { linkEnds: linkEnds.map((end) => (end.node === 'transit' ? { ...end, isBridge: true } : end)) },
  ],
  [
    'packets above the MTU of the interface that should send them, counted by the other end',
    late({
      ledger: { segments: segments('large', outOfTransit) },
      mtus: { 'transit to-client': 1500, 'client to-transit': 9000 },
      refused: [refused(5)],
    }),
    'refused-by-own-mtu',
    'transit:to-client',
    { first: reading({ ...first, refused: [refused(2)] }) },
  ],
  [
    'packets that the other end counted before the silence only',
    late({
      ledger: { segments: segments('large', outOfTransit) },
      receiver: reached,
      mtus: { 'transit to-client': 1500, 'client to-transit': 9000 },
      refused: [refused(2)],
    }),
    'silent-drop',
    'transit:to-client',
    { first: reading({ ...first, refused: [refused(2)] }) },
  ],
  [
    'packets above the MTU of both ends of a link',
    late({
      ledger: { segments: segments('large', outOfTransit) },
      mtus: { 'transit to-client': 1500, 'client to-transit': 1500 },
    }),
    'refused-by-own-mtu',
    'transit:to-client',
  ],
  [
    'packets above the MTU of a port of a bridge, which drops them for all',
    late({
      ledger: { segments: segments('large', outOfTransit) },
      receiver: reached,
      mtus: { 'transit to-client': 1500, 'client to-transit': 1400 },
    }),
    'silent-drop',
    'transit:to-client',
    { linkEnds: linkEnds.map((end) => (end.node === 'transit' ? { ...end, isBridge: true } : end)) },
  ],
  [
    'packets that the interface sends and the other end does not accept, from a socket that may send longer ones',
    late({
      sender: { ...at3, ...retransmittedTwice(1400) },
      ledger: { segments: segments('large', outOfTransit) },
      receiver: reached,
      mtus: { 'transit to-client': 1500, 'client to-transit': 1280 },
    }),
    'silent-drop',
    'transit:to-client',
  ],
  [
    'packets that are even longer than what the other end would accept, so that it counts none',
    late({
      ledger: { segments: segments('large', outOfTransit) },
      receiver: reached,
      mtus: { 'transit to-client': 1500, 'client to-transit': 4000 },
    }),
    'refused-by-own-mtu',
    'transit:to-client',
  ],
  [
    'packets that a link with the same MTU at both ends carries',
    late({
      ledger: { segments: segments('large', outOfTransit) },
      receiver: reached,
      mtus: { 'transit to-client': 9000, 'client to-transit': 9000 },
    }),
    'silent-drop',
    'transit:to-client',
  ],
  [
    'packets that wait in a queue',
    late({ ledger: { segments: segments('large', outOfTransit) }, queued: { 'transit to-client': 9000 } }),
    'moving',
  ],
  [
    'a queue after the place of the loss',
    late({ ledger: { segments: lostInTransit }, receiver: reached, queued: { 'transit to-client': 9000 } }),
    'silent-drop',
    'transit',
  ],
  [
    'small packets lost as well',
    late({ ledger: { segments: [...lostInTransit, ...answers(fromClient)] } }),
    'blackout',
    'transit',
  ],
  [
    'packets that never leave the sender',
    late({ ledger: { segments: answers([...fromClient].reverse()) } }),
    'blackout',
    'server',
  ],
  ['no small packets sent', late({ ledger: { segments: lostInTransit } }), 'unknown'],
  [
    'a drop in INPUT of the receiver',
    late({ ledger: { segments: segments('large', toClient) }, receiver: reached }),
    'silent-drop',
    'client',
  ],
  [
    'data that still gets through',
    late({ ledger: { segments: segments('large', toClient) }, receiver: { ...reached, dataSegsIn: 3 } }),
    'moving',
  ],
  [
    'a drop of large packets in OUTPUT of the sender',
    late({ sender: at3Probing, receiver: reached }),
    'silent-drop',
    'server',
  ],
  [
    'a drop of a small packet in OUTPUT of the sender',
    late({ sender: { ...at3Probing, sndMss: 536 }, receiver: reached }),
    'unknown',
  ],
  [
    'large packets lost although the sender follows a Packet Too Big',
    late({
      sender: { ...at3, sndMss: 1428, pmtu: 1500 },
      ledger: {
        ptbs: [ptb('server', 'taken', { from: '2001:db8:3::1' })],
        segments: segments('large', outOfTransit),
      },
      receiver: reached,
      mtus: { 'transit to-client': 9000, 'client to-transit': 1480 },
    }),
    'packet-too-big-wrong',
    'transit:to-client',
  ],
  [
    'large packets lost in a tunnel although the sender follows a Packet Too Big',
    late({
      sender: { ...at3, sndMss: 1428, pmtu: 1500 },
      ledger: { ptbs: [ptb('server', 'taken')], segments: segments('large', outOfTransit) },
      receiver: reached,
      mtus: { 'transit to-client': 1500, 'client to-transit': 1500 },
    }),
    'packet-too-big-wrong',
    'transit:to-client',
    { linkEnds: linkEnds.map((end) => (end.node === 'transit' ? { ...end, isTunnel: true } : end)) },
  ],
  [
    'packets above the MTU of a tunnel, which limits nothing that it sends',
    late({
      ledger: { segments: segments('large', outOfTransit) },
      receiver: reached,
      mtus: { 'transit to-client': 1500, 'client to-transit': 1500 },
    }),
    'silent-drop',
    'transit:to-client',
    { linkEnds: linkEnds.map((end) => (end.node === 'transit' ? { ...end, isTunnel: true } : end)) },
  ],
  [
    'large packets lost in a tunnel that encrypts, where a Packet Too Big may answer any of them',
    late({ ledger: { segments: segments('large', outOfTransit) }, receiver: reached }),
    'unknown',
    undefined,
    { linkEnds: linkEnds.map((end) => (end.node === 'transit' ? { ...end, isTunnel: true, isEncrypted: true } : end)) },
  ],
  [
    'large packets lost although the sender follows a Packet Too Big from before a change',
    late({
      sender: { ...at3, sndMss: 1428, pmtu: 1500 },
      ledger: { ptbs: [ptb('server', 'taken')], segments: segments('large', outOfTransit) },
      receiver: reached,
    }),
    'silent-drop',
    'transit:to-client',
    { before: reading({ ledger: { ptbs: [ptb('server', 'taken')] } }) },
  ],
  [
    'a Packet Too Big that a capture sees arrive before the first hook',
    early([
      ...[ptb('transit', 'made'), ptb('transit', 'left'), ptb('transit', 'last-hook')],
      ptb('firewall', 'arrived', { from: '2001:db8:3::1' }),
    ]),
    'packet-too-big-lost',
    'firewall',
  ],
  [
    'a Packet Too Big about a tunnel that carries the flow, to its ingress',
    early([
      ptb('transit', 'made', inTunnel),
      ptb('transit', 'left', inTunnel),
      ptb('firewall', 'arrived', inTunnel),
      ptb('firewall', 'taken', inTunnel),
    ]),
    'packet-too-big-misdelivered',
    'firewall',
  ],
  [
    'a Packet Too Big about a tunnel that leaves room for the flow',
    early([ptb('transit', 'made', { ...inTunnel, mtu: 9040 })]),
    undefined,
  ],
  [
    'a Packet Too Big that quotes another destination, accepted before the last retransmission',
    late({
      ledger: {
        ptbs: [
          ptb('transit', 'made'),
          ptb('transit', 'left'),
          ptb('server', 'taken', quoteOf({ destinationAddress: '2001:db8:9::1' })),
        ],
      },
      counters: { server: { TcpExtOutOfWindowIcmps: 2 } },
    }),
    'packet-too-big-ignored',
    'server',
    {
      previous: early([ptb('server', 'taken', quoteOf({ destinationAddress: '2001:db8:9::1' }))]),
      first: reading({ ...first, counters: { server: { TcpExtOutOfWindowIcmps: 0 } } }),
    },
  ],
  ['a Packet Too Big for UDP on the same ports', early([ptb('transit', 'made', quoteOf({ protocol: 17 }))]), undefined],
  [
    'fragments that a node drops',
    late({
      ledger: {
        segments: inIpv4(lostInTransit),
        fragments: toTransit.map(([node, direction, peer]) => ({
          ...{ node, direction, interface: `to-${peer}`, packets: 8 },
          ...{ sourceAddress: flow.sourceAddress, destinationAddress: flow.destinationAddress },
        })),
      },
      receiver: reached,
    }),
    'fragments-dropped',
    'transit',
    { flow: { ...flow, family: 'ipv4' } },
  ],
  [
    'fragments that are not reassembled',
    late({
      ledger: { segments: inIpv4(lostInTransit) },
      receiver: reached,
      counters: { client: { IpReasmReqds: 8, IpReasmOKs: 0 } },
    }),
    'unknown',
    undefined,
    { flow: { ...flow, family: 'ipv4' } },
  ],
  ['no packets of the flow counted', late({ ledger: { segments: [] }, receiver: reached }), 'unknown'],
  [
    'acknowledgments that do not reach the sender, of packets that were too big for another leg',
    late({
      ledger: { ptbs: sentToFirewall, segments: [...segments('large', toClient), ...answers(fromClient)] },
      sender: { ...at3, bytesSent: 5000 + at3.bytesRetrans, bytesRetrans: at3.bytesRetrans },
      receiver: { ...reached, dataSegsIn: 3, bytesReceived: 5000 },
    }),
    'acks-lost',
    'transit',
  ],
  [
    'acknowledgments that do not reach the sender, while the repetitions of what has arrived are lost too',
    late({
      ledger: { ptbs: sentToFirewall, segments: [...lostInTransit, ...answers(fromClient)] },
      sender: { ...at3, bytesSent: 5000 + at3.bytesRetrans, bytesRetrans: at3.bytesRetrans },
      receiver: { ...reached, bytesReceived: 5000 },
    }),
    'acks-lost',
    'transit',
  ],
  [
    'acknowledgments and repetitions that vanish at one place, behind which a queue still had what has arrived',
    late({
      ledger: { segments: [...lostInTransit, ...answers(fromClient)] },
      sender: { ...at3, bytesSent: 5000 + at3.bytesRetrans, bytesRetrans: at3.bytesRetrans },
      receiver: { ...reached, dataSegsIn: 3, bytesReceived: 5000 },
    }),
    'blackout',
    'transit',
  ],
  [
    'acknowledgments that vanish elsewhere than the repetitions of what has arrived',
    late({
      ledger: { segments: [...segments('large', toFirewall), ...answers(fromClient)] },
      sender: { ...at3, bytesSent: 5000 + at3.bytesRetrans, bytesRetrans: at3.bytesRetrans },
      receiver: { ...reached, bytesReceived: 5000 },
    }),
    'acks-lost',
    'transit',
  ],
  [
    'acknowledgments that nobody was seen to send, while the repetitions of what has arrived are lost too',
    late({
      ledger: { segments: lostInTransit },
      sender: { ...at3, bytesSent: 5000 + at3.bytesRetrans, bytesRetrans: at3.bytesRetrans },
      receiver: { ...reached, bytesReceived: 5000 },
    }),
    'unknown',
  ],
  [
    'packets of which a part is missing, beside acknowledgments that do not reach the sender',
    late({
      ledger: { ptbs: sentToFirewall, segments: [...segments('large', toClient), ...answers(fromClient)] },
      sender: { ...at3, bytesSent: 9000 + at3.bytesRetrans, bytesRetrans: at3.bytesRetrans },
      receiver: { ...reached, dataSegsIn: 3, bytesReceived: 5000 },
    }),
    'packet-too-big-lost',
    'firewall',
  ],
  [
    'acknowledgments that do not reach the sender',
    late({
      ledger: { segments: [...segments('large', toClient), ...answers(fromClient)] },
      receiver: { ...reached, dataSegsIn: 3, bytesReceived: 15708 },
    }),
    'acks-lost',
    'transit',
  ],
];

const silent = (after: FlowReading, more: Partial<SilentFlow> = {}): SilentFlow => ({
  ...{ flow, linkEnds, before: reading(), first, after },
  ...more,
});

t.test('each cause is proved with its place and its evidence', async (t) => {
  for (const [title, after, word, place, more] of table) {
    const cause = stallCause(silent(after, more));
    const result = typeof cause === 'object' ? cause : { word: cause, place: undefined };
    t.strictSame({ word: result.word, place: result.place }, { word, place }, title);
    if (typeof cause === 'object') t.matchSnapshot(cause.evidence.join('\n'), title);
  }
  const proved = new Set<unknown>(table.map(([, , word]) => word));
  t.strictSame(
    causeWords.filter((word) => !proved.has(word)),
    [],
    'every cause has a row',
  );
});

t.test('a cause by Packet Too Big needs the sender and outweighs a drop', async (t) => {
  const { sender: _, ...unread } = early(sentToFirewall);
  t.equal(packetTooBigCause(silent(unread)), undefined, 'no sender socket');
  const both = late({ ledger: { ptbs: sentToFirewall, segments: lostInTransit }, receiver: reached });
  t.match(packetTooBigCause(silent(both)), { word: 'packet-too-big-lost', place: 'firewall' });
  t.match(causeWithoutPtb(silent(both)), { word: 'silent-drop', place: 'transit' });
  t.match(stallCause(silent(both)), { word: 'packet-too-big-lost' });
});

t.test('a drop has no cause before the second retransmission', async (t) => {
  t.equal(causeWithoutPtb(silent(reading({ ...first, ledger: { segments: lostInTransit } }))), undefined);
});

t.test('a message about a tunnel leaves the flow less room, and lines name what was quoted', async (t) => {
  const after = reading({ ledger: { ptbs: [ptb('transit', 'made', inTunnel), ptb('transit', 'left')] } });
  const ptbs = ptbsOfFlow(flow, after, reading());
  t.match(ptbs, [{ flowMtu: 1460, match: 'same' }, { flowMtu: 1500 }]);
  t.strictSame([countPtbs(ptbs, 'transit', 'made', 'left'), countPtbs(ptbs, 'transit', 'taken')], [6, 0]);
  t.equal(quoteTexts(ptbs, flow).length, 1, 'the tunnel');
  t.equal(ptbEvidence(ptbs, flow).at(-1), 'server received none of them');
});

t.test('all has arrived where the receiver has what the sender has sent, each byte counted once', async (t) => {
  const after = (received: number, sent: Partial<TcpInfo> = { bytesSent: 9000, bytesRetrans: 4000 }) => ({
    after: reading({ sender: { ...sender, ...sent }, receiver: { ...receiver, bytesReceived: received } }),
  });
  t.ok(hasAllArrived(after(5000)));
  t.notOk(hasAllArrived(after(4999)));
  t.notOk(hasAllArrived(after(5000, { bytesSent: undefined!, bytesRetrans: undefined! })), 'before Linux 4.19');
  t.notOk(hasAllArrived(after(0, { bytesSent: 0, bytesRetrans: 0 })), 'nothing was sent');
  t.notOk(hasAllArrived({ after: reading({ sender }) }), 'no socket at the other end');
});

t.test('an interface is the cause only where it explains every loss', async (t) => {
  const after = late({ mtus: { 'transit to-client': 1500, 'client to-transit': 9000 }, refused: [refused(3)] });
  const atLink = { node: 'transit', linkEnd: linkEnds.find(({ place }) => place === 'transit:to-client')!, packets: 3 };
  const cause = (...dataLoss: readonly LossPoint[]) => refusedByOwnMtu(silent(after), { dataLoss, isLarge: true });
  t.match(cause(atLink), { word: 'refused-by-own-mtu', place: 'transit:to-client' });
  t.equal(cause(atLink, { node: 'firewall', packets: 3 }), undefined);
  t.equal(cause(), undefined);
});

t.test('datagrams are lost for the messages about them, as far as these were counted', async (t) => {
  const udp = { ...flow, protocol: 17 };
  const ofUdp = (entries: readonly PtbCount[]): readonly PtbCount[] =>
    entries.map((entry) => ({ ...entry, quoted: entry.quoted.map((header) => ({ ...header, protocol: 17 })) }));
  const causeOf = (after: readonly PtbCount[], part: { packetBytes?: number; before?: readonly PtbCount[] } = {}) =>
    datagramStallCause({ ...{ flow: udp, linkEnds, before: [], packetBytes: 8048 }, ...part, after });
  const lost = causeOf(ofUdp(sentToFirewall));
  t.match(lost, { word: 'packet-too-big-lost', place: 'firewall' });
  t.match(
    lost.evidence.join('; '),
    /transit sent \d+ Packet Too Big .*firewall received \d+ and forwarded none.*server received none/,
  );
  t.match(causeOf(ofUdp([...sentToFirewall, ptb('firewall', 'taken')])), { word: 'packet-too-big-misdelivered' });
  const unknown = { word: 'unknown', evidence: [] };
  t.strictSame(causeOf(sentToFirewall), unknown, 'those about TCP with the same ports');
  t.strictSame(causeOf([]), unknown);
  t.strictSame(causeOf(ofUdp(sentToFirewall), { before: ofUdp(sentToFirewall) }), unknown, 'earlier ones');
  t.strictSame(causeOf(ofUdp(sentToFirewall), { packetBytes: 1248 }), unknown, 'packets that fit');
  t.match(causeOf(ofUdp([...sentToServer, ptb('server', 'taken')])), {
    word: 'unknown',
    evidence: ['server accepted a Packet Too Big for this flow'],
  });
});

t.test('a message that every node passed on was lost nearest to the sender', async (t) => {
  const ptbs = ptbsOfFlow(flow, early([ptb('transit', 'made'), ptb('transit', 'left')]), reading());
  t.equal(ptbLossNode(ptbs, { flow, linkEnds }), 'transit');
});
