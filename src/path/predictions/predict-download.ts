import { leastDatagramSize } from '../../words/lab/quic-download.ts';
import type { PredictedDownload, PredictedEnd, Prediction } from '../../words/lab/network.ts';
import type { NetworkView } from '../walk/network-view.ts';
import { walk } from '../walk/walk.ts';
import type { Way } from '../walk/way.ts';
import { largestPacket } from './datagram-packet.ts';
import { distinctEnds } from './distinct-ends.ts';
import { answering } from './handshakes.ts';
import type { FlowPacket } from './handshakes.ts';
import { packetTooBigAnswers } from './packet-too-big-answer.ts';
import type { Answer } from './packet-too-big-answer.ts';
import type { PathMtuMemory } from './path-mtu-memory.ts';
import { joinEnds, nothingPredicted } from './possible-ends.ts';
import type { PossibleEnds } from './possible-ends.ts';
import { remember } from './remember.ts';
import { sendersOf } from './sender.ts';
import type { Sender } from './sender.ts';

/**
 * Returns how a download over QUIC may end whose server never changes the size of its datagrams: once its kernel knows the path MTU, they leave
 * in fragments. Nothing is predicted where a handshake may fail, or where links delay or lose packets.
 */
export const predictDownload = (
  network: NetworkView,
  memory: PathMtuMemory,
  { from, to, family, bytes, datagramBytes }: PredictedDownload,
): Prediction => {
  const size = datagramBytes(network.nodes.get(to)!);
  if (bytes < size)
    return { unknown: `a body of ${bytes} bytes may fit into one datagram, of a length that is not known` };
  const flow = { source: from, destination: to };
  const ways = sendersOf(network, memory, { node: from, destination: to, family }).flatMap((sender) =>
    send(network, { sender, flow, bytes: leastDatagramSize }),
  );
  const reason =
    ways.length === 0 ? `${from} has no route to ${to}` : ways.map((way) => whyUncertain(network, way)).find(Boolean);
  if (reason !== undefined) return { unknown: reason };
  const results = ways.map((way) => answers(network, memory, { way, to, bytes: size }));
  const { ends, unknown } = joinEnds(results);
  return unknown === undefined ? { ends: distinctEnds(ends), notes: [] } : { unknown };
};

interface Datagrams {
  readonly sender: Sender;
  readonly flow: FlowPacket;
  readonly bytes: number;
  /** Datagrams without DF. */
  readonly isUndiscovered?: boolean;
}

const send = (network: NetworkView, { sender, flow, bytes, isUndiscovered = false }: Datagrams): readonly Way[] => {
  const packet = largestPacket({ sender, flow, bytes, discovery: isUndiscovered ? 'dont' : 'want' })!;
  return walk(network, { from: sender.node, packet });
};

const whyUncertain = ({ traits }: NetworkView, { end, nodes, delayMs, chances }: Way): string | undefined => {
  if (end.kind === 'unknown') return end.why;
  if (end.kind !== 'delivered') return 'the packets of the handshake do not arrive';
  const slow = nodes.find((node) => traits.queuesAt(node));
  if (slow !== undefined) return `packets wait in a queue of ${slow}`;
  return delayMs === undefined && chances === undefined ? undefined : 'links delay or lose its packets';
};

/** The server sends from the node where the handshake arrived. */
const answers = (
  network: NetworkView,
  memory: PathMtuMemory,
  { way, to, bytes }: { readonly way: Way; readonly to: string; readonly bytes: number },
): PossibleEnds => {
  const node = way.nodes.at(-1)!;
  const flow = answering(way.packet, to);
  const { family } = way.packet;
  const { destination } = flow;
  const isUndiscovered =
    family === 'ipv4' && (network.traits.sysctlOf(node, 'net.ipv4.ip_no_pmtu_disc') ?? '0') !== '0';
  const senders = sendersOf(network, memory, { node, destination, family });
  if (senders.length === 0) return { ends: [], learned: [], unknown: `${node} has no route to ${destination}` };
  const result = joinEnds(senders.map((sender) => body(network, { sender, flow, bytes, isUndiscovered })));
  remember(network, memory, { node, destination, family }, result.learned);
  return result;
};

/** Follows the largest packet of the body, and the fragments that a Packet Too Big makes of it. */
const body = (network: NetworkView, datagrams: Datagrams): PossibleEnds =>
  joinEnds(
    send(network, datagrams).map((way): PossibleEnds => {
      const { sender } = datagrams;
      const { end, packet } = way;
      if (end.kind === 'too-big')
        return joinEnds(
          packetTooBigAnswers(network, { sender, packet, tooBig: end }).map((answer) =>
            afterAnswer(network, datagrams, answer),
          ),
        );
      if (end.kind !== 'delivered' && end.kind !== 'unknown') {
        const place = 'place' in end ? end.place : end.node;
        return {
          ends: [{ outcome: 'stalled', because: `its packets are lost at ${place}` }],
          learned: [sender.learned],
        };
      }
      const uncertain = whyUncertain(network, way);
      if (uncertain !== undefined) return nothingPredicted(uncertain, sender);
      const because = packet.isFragmented ? 'its datagrams get through in fragments' : 'its datagrams get through';
      return { ends: [{ outcome: 'completed', because }], learned: [sender.learned] };
    }),
  );

const afterAnswer = (network: NetworkView, datagrams: Datagrams, answer: Answer): PossibleEnds => {
  const { sender } = datagrams;
  if (answer.kind === 'unknown') return nothingPredicted(answer.why, sender);
  const { because } = answer;
  if (answer.kind === 'learned') {
    const { mtu } = answer;
    const sent = body(network, { ...datagrams, sender: { ...sender, pathMtu: mtu, learned: mtu } });
    return { ...sent, ends: sent.ends.map((end) => ({ ...end, because: `${because}; ${end.because}` })) };
  }
  const { cause, place } = answer;
  const isProvable = cause === 'packet-too-big-lost' || cause === 'packet-too-big-misdelivered';
  const why: Pick<PredictedEnd, 'cause' | 'place'> = isProvable ? { cause, ...(place !== undefined && { place }) } : {};
  return { ends: [{ outcome: 'stalled', because, ...why }], learned: [sender.learned] };
};
