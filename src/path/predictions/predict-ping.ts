import type { CauseWord } from '../../evidence/stalls/episode.ts';
import type { PredictedEnd, PredictedPing, Prediction } from '../../words/lab/network.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { NetworkView } from '../walk/network-view.ts';
import type { Way } from '../walk/way.ts';
import { walk } from '../walk/walk.ts';
import { distinctEnds } from './distinct-ends.ts';
import { answering } from './handshakes.ts';
import { packetTooBigAnswers } from './packet-too-big-answer.ts';
import type { LearnedMtu, PathMtuMemory } from './path-mtu-memory.ts';
import { missedAnswer } from './impaired-ways.ts';
import { joinEnds, nothingPredicted } from './possible-ends.ts';
import type { PossibleEnds } from './possible-ends.ts';
import { remember } from './remember.ts';
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
      const result = request(network, memory, sender, echo);
      if (result.unknown !== undefined) return { unknown: result.unknown };
      ends.push(...result.ends);
      learned.push(...result.learned);
    }
    remember(network, memory, { node: from, destination: to, family }, learned);
  }
  return { ends: distinctEnds(ends), notes: [] };
};

/** The headers of IP and ICMP. */
const echoHeaderBytes = { ipv6: 48, ipv4: 28 } as const;

const request = (network: NetworkView, memory: PathMtuMemory, sender: Sender, echo: Packet): PossibleEnds => {
  const { node, pathMtu, learned } = sender;
  const unchanged = { learned: [learned] };
  if (echo.bytes > pathMtu)
    return echo.mayFragment
      ? nothingPredicted(`${node} sends fragments, which are not predicted`, sender)
      : {
          ends: [{ outcome: 'too-big', place: node, because: `${node} knows a path MTU of ${pathMtu}` }],
          ...unchanged,
        };
  const results = walk(network, { from: node, packet: echo }).map((way): PossibleEnds => {
    const { end, packet } = way;
    if (end.kind === 'unknown') return nothingPredicted(end.why, sender);
    if (end.kind === 'delivered')
      return answer(network, memory, replyTo(packet, echo), { from: end.node, learned, way });
    if (end.kind !== 'too-big')
      return { ends: [lostAt('place' in end ? end.place : end.node, end.kind === 'unroutable')], ...unchanged };
    return joinEnds(
      packetTooBigAnswers(network, { sender, packet, tooBig: end }).map((message): PossibleEnds => {
        if (message.kind === 'unknown') return nothingPredicted(message.why, sender);
        const { because } = message;
        return message.kind === 'learned'
          ? { ends: [{ outcome: 'too-big', place: end.node, because }], learned: [message.mtu] }
          : {
              ends: [
                { outcome: 'lost', because },
                ...(message.isUnheard ? [] : heard(message.cause, end.node, because)),
              ],
              ...unchanged,
            };
      }),
    );
  });
  return joinEnds(results);
};

/** Linux answers over IPv4 without DF, which matters where the answer is translated (icmp_reply). */
const replyTo = (arrived: Packet, { destination, family }: Packet): Packet => ({
  ...arrived,
  ...answering(arrived, destination),
  ...(arrived.family === 'ipv4' && family === 'ipv6' && { mayFragment: true }),
});

/** A ping prints every message that reaches its node, also one that the kernel ignores. */
const heard = (cause: CauseWord | undefined, place: string, because: string): readonly PredictedEnd[] =>
  cause === undefined || heardCauses.has(cause) ? [{ outcome: 'too-big', place, because }] : [];

const heardCauses: ReadonlySet<CauseWord> = new Set(['packet-too-big-ignored', 'packet-too-big-wrong']);

const lostAt = (place: string, isUnroutable: boolean): PredictedEnd =>
  isUnroutable
    ? { outcome: 'unreachable', because: `${place} has no route` }
    : { outcome: 'lost', because: `it is lost at ${place}` };

/** The reply is as long as the request; the node that answers may learn from it too, and sends no second one. */
const answer = (
  network: NetworkView,
  memory: PathMtuMemory,
  reply: Packet,
  { from, learned, way }: { readonly from: string; readonly learned: LearnedMtu; readonly way: Way },
): PossibleEnds =>
  joinEnds(
    walk(network, { from, packet: reply }).map((back): PossibleEnds => {
      const { end } = back;
      if (end.kind === 'unknown') return nothingPredicted(end.why, { learned });
      if (end.kind === 'delivered')
        return {
          ends: [{ outcome: 'answered', because: 'both packets get through' }, ...missedAnswer([way, back])],
          learned: [learned],
        };
      const { destination, family } = reply;
      if (end.kind === 'too-big')
        memory.learn(from, destination, family, [...memory.of(from, destination, family), end.mtu]);
      return { ends: [lostAt('place' in end ? end.place : end.node, false)], learned: [learned] };
    }),
  );
