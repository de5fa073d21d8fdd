import type { PredictedEnd, PredictedPing, Prediction } from '../../words/lab/network.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { NetworkView } from '../walk/network-view.ts';
import { walk } from '../walk/walk.ts';
import { distinctEnds } from './distinct-ends.ts';
import { answering } from './handshakes.ts';
import { packetTooBigAnswers } from './packet-too-big-answer.ts';
import type { LearnedMtu, PathMtuMemory } from './path-mtu-memory.ts';
import { sendersOf } from './sender.ts';
import type { Sender } from './sender.ts';

/** Returns how an echo request may end, and remembers what its sender learns; further requests meet what the first ones taught. */
export const predictPing = (
  network: NetworkView,
  memory: PathMtuMemory,
  { from, to, family, bytes, df, count }: PredictedPing,
): Prediction => {
  const echo: Packet = {
    ...{ family, kind: 'echo', bytes: bytes + echoHeaderBytes[family], source: from, destination: to },
    ...(!df && { mayFragment: true }),
  };
  const ends: PredictedEnd[] = [];
  for (let sent = 0; sent < Math.min(count, 2); sent++) {
    const learned: LearnedMtu[] = [];
    const senders = sendersOf(network, memory, { node: from, destination: to, family });
    if (senders.length === 0)
      return { ends: [{ outcome: 'unreachable', because: `${from} has no route to ${to}` }], notes: [] };
    for (const sender of senders) {
      const result = request(network, sender, echo);
      if (result.unknown !== undefined) return { unknown: result.unknown };
      ends.push(...result.ends);
      learned.push(...result.learned);
    }
    memory.learn(from, to, family, learned);
  }
  return { ends: distinctEnds(ends), notes: [] };
};

/** The headers of IP and ICMP. */
const echoHeaderBytes = { ipv6: 48, ipv4: 28 } as const;

interface Result {
  readonly ends: readonly PredictedEnd[];
  readonly learned: readonly LearnedMtu[];
  readonly unknown?: string;
}

const request = (network: NetworkView, sender: Sender, echo: Packet): Result => {
  const { node, pathMtu, learned } = sender;
  const unchanged = { learned: [learned] };
  if (echo.bytes > pathMtu)
    return echo.mayFragment
      ? { ends: [], ...unchanged, unknown: `${node} sends fragments, which are not predicted` }
      : {
          ends: [{ outcome: 'too-big', place: node, because: `${node} knows a path MTU of ${pathMtu}` }],
          ...unchanged,
        };
  const results = walk(network, { from: node, packet: echo }).map(({ end, packet }): Result => {
    if (end.kind === 'unknown') return { ends: [], ...unchanged, unknown: end.why };
    if (end.kind === 'delivered')
      return answer(network, { ...packet, ...answering(packet, echo.destination) }, { from: end.node, learned });
    if (end.kind !== 'too-big')
      return { ends: [lostAt('place' in end ? end.place : end.node, end.kind === 'unroutable')], ...unchanged };
    return merged(
      packetTooBigAnswers(network, { sender, packet, tooBig: end }).map((message): Result => {
        if (message.kind === 'unknown') return { ends: [], ...unchanged, unknown: message.why };
        const { because } = message;
        return message.kind === 'learned'
          ? { ends: [{ outcome: 'too-big', place: end.node, because }], learned: [message.mtu] }
          : { ends: [{ outcome: 'lost', because }, ...heard(message.cause, end.node, because)], ...unchanged };
      }),
    );
  });
  return merged(results);
};

/** A ping prints a message that its kernel ignores. */
const heard = (cause: string | undefined, place: string, because: string): readonly PredictedEnd[] =>
  cause === undefined || cause === 'packet-too-big-ignored' ? [{ outcome: 'too-big', place, because }] : [];

const lostAt = (place: string, isUnroutable: boolean): PredictedEnd =>
  isUnroutable
    ? { outcome: 'unreachable', because: `${place} has no route` }
    : { outcome: 'lost', because: `it is lost at ${place}` };

/** The reply is as long as the request; the node that answers learns from it too, and sends no second one. */
const answer = (
  network: NetworkView,
  reply: Packet,
  { from, learned }: { readonly from: string; readonly learned: LearnedMtu },
): Result =>
  merged(
    walk(network, { from, packet: reply }).map(({ end }): Result => {
      if (end.kind === 'unknown') return { ends: [], learned: [learned], unknown: end.why };
      if (end.kind === 'delivered')
        return { ends: [{ outcome: 'answered', because: 'both packets get through' }], learned: [learned] };
      return { ends: [lostAt('place' in end ? end.place : end.node, false)], learned: [learned] };
    }),
  );

const merged = (results: readonly Result[]): Result => {
  const unknown = results.find((each) => each.unknown !== undefined)?.unknown;
  return {
    ends: results.flatMap(({ ends }) => ends),
    learned: results.flatMap(({ learned }) => learned),
    ...(unknown !== undefined && { unknown }),
  };
};
