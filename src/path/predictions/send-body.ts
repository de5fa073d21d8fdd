import { tcpIpHeaderBytes, timestampOptionBytes, vlanTagBytes } from '../../evidence/family.ts';
import type { PredictedEnd } from '../../words/lab/network.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { NetworkView } from '../walk/network-view.ts';
import { walk } from '../walk/walk.ts';
import type { Way, WayEnd } from '../walk/way.ts';
import type { FlowPacket } from './handshakes.ts';
import { packetTooBigAnswers } from './packet-too-big-answer.ts';
import type { Answer } from './packet-too-big-answer.ts';
import { joinEnds, nothingPredicted } from './possible-ends.ts';
import type { PossibleEnds } from './possible-ends.ts';
import type { Sender } from './sender.ts';

/** A body on its way over an open connection. */
export interface Body {
  readonly sender: Sender;
  /** The node that gets it. */
  readonly receiver: string;
  readonly packets: { readonly ofSender: FlowPacket; readonly ofReceiver: FlowPacket };
  /** The MSS option in bytes that the sender got. */
  readonly mss: number;
  readonly bytes: number;
  /** TCP carries the body alone, without the headers of HTTP. */
  readonly isRaw: boolean;
  /** IPv4 packets without DF. */
  readonly mayFragment: boolean;
  readonly leg?: string | undefined;
  /** It follows a Packet Too Big for an earlier packet of this body. */
  readonly hasShrunk?: true;
  /** The leg of the packets back. */
  readonly legBack?: string | undefined;
}

/** Follows the largest packet of a body, and the smaller ones that a Packet Too Big makes of it, until all get through or none does. */
export const sendBody = (network: NetworkView, body: Body): PossibleEnds =>
  joinEnds(
    packetSizes(network, body).flatMap((bytes) => waysOf(network, body, bytes).map((way) => endOf(network, body, way))),
  );

/**
 * The largest IP packet of the body in bytes: where headers of HTTP share a segment with a small body, all lengths that it may have and that an
 * MTU tells apart.
 */
const packetSizes = (
  { nodes, traits }: NetworkView,
  { sender: { family, pathMtu }, mss, bytes, isRaw }: Body,
): readonly number[] => {
  const headers = tcpIpHeaderBytes(family);
  const full = Math.min(mss + headers, pathMtu);
  const least = Math.min(full, headers + timestampOptionBytes + bytes);
  const most = isRaw ? least : Math.min(full, least + mostHttpHeaderBytes);
  if (least === most) return [least];
  const mtus = [...nodes.values()].flatMap(({ name, interfaces }) =>
    interfaces.map((view) => traits.mtuOf(name, view)),
  );
  const between = mtus.map((mtu) => mtu + vlanTagBytes + 1).filter((size) => size > least && size < most);
  return [...new Set([least, ...between, most])];
};

/** More than the headers that client and server of mtulab or curl send. */
const mostHttpHeaderBytes = 400;

const waysOf = (network: NetworkView, body: Body, bytes: number): readonly Way[] => {
  const { sender, packets, mayFragment, leg } = body;
  const { family } = sender;
  const packet: Packet = {
    ...{ family, kind: 'segment', bytes, ...packets.ofSender },
    ...(mayFragment && { mayFragment: true }),
  };
  return walk(network, { from: sender.node, packet, leg });
};

const endOf = (network: NetworkView, body: Body, { end, packet, nodes, places }: Way): PossibleEnds => {
  const { sender } = body;
  if (end.kind === 'unknown') return nothingPredicted(end.why, sender);
  if (end.kind === 'delivered')
    return delivered(network, body, { nodes, narrowest: places.length > 0 ? packet.bytes : 0 });
  if (end.kind !== 'too-big') return stalled(network, body, misled(body, lossOf(end, packet)));
  const answers = packetTooBigAnswers(network, { sender, packet, tooBig: end });
  return joinEnds(answers.map((answer) => afterAnswer(network, body, answer)));
};

const afterAnswer = (network: NetworkView, body: Body, answer: Answer): PossibleEnds => {
  const { sender } = body;
  if (answer.kind === 'unknown') return nothingPredicted(answer.why, sender);
  const { because } = answer;
  if (answer.kind === 'not-learned') {
    const { cause, place } = answer;
    const end: PredictedEnd = { outcome: 'stalled', because, ...causeOf({ cause, place }) };
    return stalled(network, body, cause === 'silent-drop' ? misled(body, end) : end);
  }
  const smaller = { ...sender, pathMtu: answer.mtu, learned: answer.mtu };
  const sent = withReason(sendBody(network, { ...body, hasShrunk: true, sender: smaller }), because);
  // It begins with small packets (tcp_mtup_init), and may have sent all before it tries one that is too big.
  return probingOf(network, sender) === '2' ? { ...sent, learned: [...sent.learned, sender.learned] } : sent;
};

const causeOf = ({ cause, place }: { readonly [key in 'cause' | 'place']?: PredictedEnd[key] | undefined }) => ({
  ...(cause && { cause }),
  ...(place !== undefined && { place }),
});

const withReason = (sent: PossibleEnds, because: string): PossibleEnds => ({
  ...sent,
  ends: sent.ends.map((end) => ({ ...end, because: `${because}; ${end.because}` })),
});

/** The body has arrived; the acknowledgments may not. */
const delivered = (
  network: NetworkView,
  { sender, receiver, packets, legBack, bytes, mss }: Body,
  { nodes, narrowest }: { readonly nodes: readonly string[]; readonly narrowest: number },
): PossibleEnds => {
  const back = acksOf(network, { sender, receiver, packets, legBack });
  const unknown = back.flatMap(({ end }) => (end.kind === 'unknown' ? [end.why] : []))[0];
  const isSlow = [...nodes, ...back.flatMap((way) => way.nodes)].some((node) => network.traits.queuesAt(node));
  const ends = back.flatMap(({ end }): readonly PredictedEnd[] => {
    if (end.kind === 'unknown') return [];
    if (end.kind === 'delivered') {
      const because = `packets of ${narrowest} bytes get through`;
      return [
        { outcome: 'completed', because },
        ...(isSlow ? [{ outcome: 'unfinished', because: 'a queue makes the path slow' } as const] : []),
      ];
    }
    const place = end.kind === 'lost-in-node' ? end.node : undefined;
    return [
      ...(bytes <= initialWindow * mss
        ? [{ outcome: 'completed', because: 'the body fits into the first window' } as const]
        : []),
      {
        ...{ outcome: 'stalled', cause: 'acks-lost' },
        ...(place !== undefined && { place }),
        because: `acknowledgments are lost at ${'place' in end ? end.place : end.node}`,
      },
    ];
  });
  return { ends, learned: [sender.learned], ...(unknown !== undefined && { unknown }) };
};

const acksOf = (
  network: NetworkView,
  { sender: { family }, receiver, packets, legBack }: Pick<Body, 'sender' | 'receiver' | 'packets' | 'legBack'>,
): readonly Way[] => {
  const bytes = tcpIpHeaderBytes(family) + timestampOptionBytes;
  return walk(network, {
    ...{ from: receiver, leg: legBack },
    packet: { family, kind: 'ack', bytes, ...packets.ofReceiver },
  });
};

/** Then the evidence may show one fault or the other. */
const areAcksLost = (network: NetworkView, body: Body): boolean =>
  acksOf(network, body).every(({ end }) => end.kind !== 'delivered');

/** Segments that a sender sends before the first acknowledgment (RFC 6928). */
const initialWindow = 10;

const probingOf = ({ traits }: NetworkView, { node }: Sender): string =>
  traits.sysctlOf(node, 'net.ipv4.tcp_mtu_probing') ?? '0';

/** What loses packets because of their length ends when the sender itself tries smaller ones (RFC 4821). */
const stalled = (network: NetworkView, body: Body, end: PredictedEnd): PossibleEnds => {
  const { sender } = body;
  const probes = probingOf(network, sender) !== '0';
  const { cause, place, ...own } = end;
  const why = areAcksLost(network, body) ? {} : causeOf({ cause, place });
  return {
    ends: [
      { ...own, ...why },
      ...(probes
        ? [{ outcome: 'completed', because: `${end.because}; ${sender.node} probes smaller packets` } as const]
        : []),
    ],
    learned: [sender.learned],
  };
};

/** Packets that are lost although their sender follows a Packet Too Big: it reports more than the path carries. */
const misled = ({ hasShrunk }: Body, end: PredictedEnd): PredictedEnd =>
  hasShrunk && end.cause && end.cause !== 'fragments-dropped' ? { ...end, cause: 'packet-too-big-wrong' } : end;

const lossOf = (
  end: Exclude<WayEnd, { readonly kind: 'delivered' | 'unknown' | 'too-big' }>,
  { bytes, isFragmented }: Packet,
): PredictedEnd => {
  switch (end.kind) {
    case 'refused':
      return {
        ...{ outcome: 'stalled', cause: 'refused-by-own-mtu', place: end.place },
        because: `${end.place} sends at most ${end.mtu} bytes, and a packet has ${bytes}`,
      };
    case 'lost-on-link':
      return {
        ...{ outcome: 'stalled', cause: isFragmented ? 'fragments-dropped' : 'silent-drop', place: end.place },
        because: `what leaves ${end.place} with more than ${end.mtu} bytes vanishes, and a packet has ${bytes}`,
      };
    case 'lost-in-node':
      return {
        ...{ outcome: 'stalled', ...(isFragmented && ({ cause: 'fragments-dropped' } as const)) },
        because: `${end.node} ${end.loss}`,
      };
    case 'unroutable':
      return { outcome: 'stalled', because: `${end.node} has no route` };
  }
};
