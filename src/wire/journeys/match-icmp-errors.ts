import { quotedIdentity } from './packet-identity.ts';
import type { Stop } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

type Way = readonly [Stop, ...Stop[]];

/** For each way, by number: of an ICMP error the way of the packet that it quotes, if that was seen. */
export const matchIcmpErrors = (ways: readonly Way[]): readonly (number | undefined)[] => {
  const sent = new Map<string, number[]>();
  return ways.map(([first], number) => {
    const { quoted } = first.packet;
    const found = quoted && ipOf(quoted) ? likeliest(first, ways, sent.get(quotedIdentity(quoted)) ?? []) : undefined;
    if (ipOf(first.packet)) {
      const key = quotedIdentity(first.packet);
      sent.set(key, [...(sent.get(key) ?? []).slice(-mostRepeats), number]);
    }
    return found;
  });
};

/** The error is about one of the last repetitions. */
const mostRepeats = 64;

/** Of a packet and its repetitions: last seen where the error was made, of the quoted length, the latest before it. */
const likeliest = (error: Stop, ways: readonly Way[], candidates: readonly number[]): number | undefined => {
  const length = ipOf(error.packet.quoted!)?.length;
  const rank = (number: number): number => {
    const lastBefore = ways[number]!.findLast(({ time }) => time <= error.time);
    const sameLength = ipOf(ways[number]![0].packet)?.length === length;
    return (lastBefore && nodeOf(lastBefore.place) === nodeOf(error.place) ? 2 : 0) + (sameLength ? 1 : 0);
  };
  const best = Math.max(...candidates.map(rank));
  return candidates.findLast((number) => rank(number) === best);
};
