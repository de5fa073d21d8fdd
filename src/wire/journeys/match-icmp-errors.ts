import { quotedIdentity } from './packet-identity.ts';
import type { PacketPath, Stop } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/** Finds, by index, the path of the packet that each ICMP error quotes; undefined if it was not seen. */
export const matchIcmpErrors = (paths: readonly PacketPath[]): readonly (number | undefined)[] => {
  const numbersByIdentity = new Map<string, number[]>();
  return paths.map(([first], number) => {
    const { quoted } = first.packet;
    const answered =
      quoted && ipOf(quoted)
        ? likeliestPacket(first, paths, numbersByIdentity.get(quotedIdentity(quoted)) ?? [])
        : undefined;
    if (ipOf(first.packet)) {
      const identity = quotedIdentity(first.packet);
      const numbers = numbersByIdentity.get(identity) ?? [];
      numbersByIdentity.set(identity, [...numbers.slice(-maxCandidates), number]);
    }
    return answered;
  });
};

/** How many transmissions of a packet are considered; an error is about one of the latest. */
const maxCandidates = 64;

/** Prefers transmissions last seen, before the error, at its sender; then the quoted length; then the latest. */
const likeliestPacket = (
  error: Stop,
  paths: readonly PacketPath[],
  candidates: readonly number[],
): number | undefined => {
  const length = ipOf(error.packet.quoted!)?.length;
  const rank = (number: number): number => {
    const lastBefore = paths[number]!.findLast(({ time }) => time <= error.time);
    const hasSameLength = ipOf(paths[number]![0].packet)?.length === length;
    return (lastBefore && nodeOf(lastBefore.place) === nodeOf(error.place) ? 2 : 0) + (hasSameLength ? 1 : 0);
  };
  const best = Math.max(...candidates.map(rank));
  return candidates.findLast((number) => rank(number) === best);
};
