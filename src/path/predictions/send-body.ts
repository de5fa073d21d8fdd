import { tcpIpHeaderBytes, vlanTagBytes } from '../../evidence/family.ts';
import type { PredictedEnd } from '../../words/lab/network.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { NetworkView } from '../walk/network-view.ts';
import { walk } from '../walk/walk.ts';
import type { Way } from '../walk/way.ts';
import { areAcksLost, endsOfDelivered } from './acknowledgments.ts';
import type { Body } from './body.ts';
import { endOfLost, misled } from './lost-segment.ts';
import { packetTooBigAnswers } from './packet-too-big-answer.ts';
import type { Answer } from './packet-too-big-answer.ts';
import { joinEnds, nothingPredicted } from './possible-ends.ts';
import type { PossibleEnds } from './possible-ends.ts';
import { possibleMtus } from './possible-mtus.ts';
import type { Sender } from './sender.ts';

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
  network: NetworkView,
  { sender: { family, pathMtu }, mss, optionBytes, bytes, isRaw }: Body,
): readonly number[] => {
  const headers = tcpIpHeaderBytes(family);
  const full = Math.min(mss + headers, pathMtu);
  const least = Math.min(full, headers + optionBytes + bytes);
  const most = isRaw ? least : Math.min(full, least + mostHttpHeaderBytes);
  if (least === most) return [least];
  const between = possibleMtus(network)
    .map((mtu) => mtu + vlanTagBytes + 1)
    .filter((size) => size > least && size < most);
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

const endOf = (network: NetworkView, body: Body, way: Way): PossibleEnds => {
  const { end, packet, places } = way;
  const { sender } = body;
  if (end.kind === 'unknown') return nothingPredicted(end.why, sender);
  if (end.kind === 'delivered')
    return endsOfDelivered(network, body, { way, narrowest: places.length > 0 ? packet.bytes : 0 });
  if (end.kind !== 'too-big') return stalled(network, body, misled(body, endOfLost(end, packet)));
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

const probingOf = ({ traits }: NetworkView, { node }: Sender): string =>
  traits.sysctlOf(node, 'net.ipv4.tcp_mtu_probing') ?? '0';

/** What loses packets because of their length ends when the sender itself tries smaller ones (RFC 4821). */
const stalled = (network: NetworkView, body: Body, end: PredictedEnd): PossibleEnds => {
  const { sender } = body;
  const probes = probingOf(network, sender) !== '0';
  const { cause, place, ...own } = end;
  // Then the evidence may show one fault or the other.
  const why = areAcksLost(network, body) ? {} : causeOf({ cause, place });
  return {
    ends: [
      { ...own, ...why },
      ...(probes
        ? [{ outcome: 'completed', because: `${end.because}; ${sender.node} probes smaller packets` } as const]
        : []),
    ],
    learned: [sender.learned, ...(probes ? narrowerMtus(network, sender) : [])],
  };
};

/** A message about one of the smaller packets may teach any of them. */
const narrowerMtus = (network: NetworkView, { pathMtu }: Sender): readonly number[] =>
  possibleMtus(network).filter((mtu) => mtu < pathMtu);
