import type { PredictedDatagrams, PredictedEnd, Prediction } from '../../words/lab/network.ts';
import type { NetworkView } from '../walk/network-view.ts';
import { walk } from '../walk/walk.ts';
import type { Way } from '../walk/way.ts';
import { ignoresPathMtu, largestPacket } from './datagram-packet.ts';
import type { Datagram } from './datagram-packet.ts';
import { distinctEnds } from './distinct-ends.ts';
import { answering } from './handshakes.ts';
import { packetTooBigAnswers } from './packet-too-big-answer.ts';
import type { PathMtuMemory } from './path-mtu-memory.ts';
import { missedAnswer } from './impaired-ways.ts';
import { joinEnds, nothingPredicted } from './possible-ends.ts';
import type { PossibleEnds } from './possible-ends.ts';
import { remember } from './remember.ts';
import { sendersOf } from './sender.ts';

/** Returns how datagrams that are answered may end, one after the other, and remembers what both ends learn meanwhile. */
export const predictDatagrams = (
  network: NetworkView,
  memory: PathMtuMemory,
  { from, to, family, bytes, discovery, count }: PredictedDatagrams,
): Prediction => {
  const ends: PredictedEnd[] = [];
  for (let sent = 0; sent < Math.min(count, mostThatTeach); sent++) {
    const senders = sendersOf(network, memory, { node: from, destination: to, family });
    if (senders.length === 0)
      return { ends: [{ outcome: 'unreachable', because: `${from} has no route to ${to}` }], notes: [] };
    const flow = { source: from, destination: to };
    const results = senders.map((sender) => request(network, memory, { sender, flow, bytes, discovery }));
    const { unknown, ends: possible, learned } = joinEnds(results);
    if (unknown !== undefined) return { unknown };
    ends.push(...possible);
    remember(network, memory, { node: from, destination: to, family }, learned);
  }
  return { ends: distinctEnds(ends), notes: [] };
};

/** Each may meet a narrower link than the one before it, in both directions. */
const mostThatTeach = 8;

const request = (network: NetworkView, memory: PathMtuMemory, datagram: Datagram): PossibleEnds => {
  const { flow } = datagram;
  return send(network, datagram, (way) => answer(network, memory, datagram, { way, to: flow.destination }));
};

/** The service answers with as many bytes, from a socket as the kernel makes it; what it learns makes its next answers smaller. */
const answer = (
  network: NetworkView,
  memory: PathMtuMemory,
  { sender: { learned }, bytes }: Datagram,
  { way, to }: { readonly way: Way; readonly to: string },
): PossibleEnds => {
  const node = way.nodes.at(-1)!;
  const flow = answering(way.packet, to);
  const { destination } = flow;
  const { family } = way.packet;
  const isUndiscovered = (network.traits.sysctlOf(node, 'net.ipv4.ip_no_pmtu_disc') ?? '0') !== '0';
  const discovery = family === 'ipv4' && isUndiscovered ? 'dont' : 'want';
  const answers = sendersOf(network, memory, { node, destination, family }).map((sender) =>
    send(network, { sender, flow, bytes, discovery }, (back) => arrived(network, [way, back])),
  );
  const { ends, learned: byServer, unknown } = joinEnds(answers);
  memory.learn(node, destination, family, [...memory.of(node, destination, family), ...byServer]);
  if (unknown !== undefined) return nothingPredicted(unknown, { learned });
  const noRoute: PredictedEnd = { outcome: 'lost', because: `${node} has no route for the answer` };
  return { ends: answers.length > 0 ? ends : [noRoute], learned: [learned] };
};

const arrived = ({ traits }: NetworkView, ways: readonly Way[]): PossibleEnds => ({
  ends: [
    { outcome: 'answered', because: 'datagram and answer get through' },
    ...missedAnswer(ways),
    ...(ways.some(({ nodes }) => nodes.some((node) => traits.queuesAt(node)))
      ? [{ outcome: 'lost', because: 'a queue makes the path slow' } as const]
      : []),
  ],
  learned: [],
});

/** Follows the largest packet of a datagram on all ways. */
const send = (network: NetworkView, datagram: Datagram, delivered: (way: Way) => PossibleEnds): PossibleEnds => {
  const { sender } = datagram;
  const packet = largestPacket(datagram);
  const unchanged = [sender.learned];
  if (!packet) {
    const because = `${sender.node} knows a path MTU of ${sender.pathMtu}`;
    return { ends: [{ outcome: 'too-big', place: sender.node, because }], learned: unchanged };
  }
  return joinEnds(
    walk(network, { from: sender.node, packet }).map((way): PossibleEnds => {
      const { end } = way;
      if (end.kind === 'unknown') return nothingPredicted(end.why, sender);
      if (end.kind === 'delivered') return { ...delivered(way), learned: unchanged };
      if (end.kind === 'unroutable') return { ends: unroutable(end.node), learned: unchanged };
      if (end.kind === 'too-big') return joinEnds(tooBig(network, datagram, { ...way, end }));
      const place = 'place' in end ? end.place : end.node;
      return { ends: [{ outcome: 'lost', because: `it is lost at ${place}` }], learned: unchanged };
    }),
  );
};

/** The message about an unknown destination may be lost itself. */
const unroutable = (node: string): readonly PredictedEnd[] => [
  { outcome: 'unreachable', because: `${node} has no route` },
  { outcome: 'lost', because: `${node} has no route` },
];

const tooBig = (
  network: NetworkView,
  { sender, discovery }: Datagram,
  { packet, end }: Way & { readonly end: Extract<Way['end'], { kind: 'too-big' }> },
): readonly PossibleEnds[] =>
  packetTooBigAnswers(network, { sender, packet, tooBig: end }).map((message): PossibleEnds => {
    if (message.kind === 'unknown') return nothingPredicted(message.why, sender);
    const learned = message.kind === 'learned' && !ignoresPathMtu.has(discovery) ? message.mtu : sender.learned;
    return { ends: [{ outcome: 'lost', because: message.because }], learned: [learned] };
  });
