import type { Layers } from '../layers/decoded-packet.ts';
import { quotedIdentity } from './packet-identity.ts';
import type { PacketPath, Stop } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/** Finds, by index, the path of the packet that each ICMP error quotes; undefined if it was not seen. */
export const matchIcmpErrors = (paths: readonly PacketPath[]): readonly (number | undefined)[] => {
  const numbersByIdentity = new Map<string, number[]>();
  for (const [{ packet }] of paths) if (quotesIp(packet)) numbersByIdentity.set(quotedIdentity(packet.quoted), []);
  if (numbersByIdentity.size === 0) return paths.map(() => undefined);
  return paths.map(([first], number) => {
    const { packet } = first;
    const candidates = quotesIp(packet) ? numbersByIdentity.get(quotedIdentity(packet.quoted))! : [];
    const answered = likeliestPacket(first, paths, candidates);
    const own = ipOf(packet) && numbersByIdentity.get(quotedIdentity(packet));
    own?.push(number);
    if (own && own.length > maxCandidates) own.shift();
    return answered;
  });
};

const quotesIp = (packet: Layers): packet is Layers & { readonly quoted: Layers } =>
  packet.quoted !== undefined && ipOf(packet.quoted) !== undefined;

/** How many transmissions of a packet are considered; an error is about one of the latest. */
const maxCandidates = 65;

/** Prefers transmissions last seen, before the error, at its sender; then the quoted length; then the latest. */
const likeliestPacket = (
  error: Stop,
  paths: readonly PacketPath[],
  candidates: readonly number[],
): number | undefined => {
  if (candidates.length === 0) return undefined;
  const length = ipOf(error.packet.quoted!)?.length;
  const rank = (number: number): number => {
    const lastBefore = paths[number]!.findLast(({ time }) => time <= error.time);
    const hasSameLength = ipOf(paths[number]![0].packet)?.length === length;
    return (lastBefore && nodeOf(lastBefore.place) === nodeOf(error.place) ? 2 : 0) + (hasSameLength ? 1 : 0);
  };
  const ranks = candidates.map(rank);
  return candidates[ranks.lastIndexOf(Math.max(...ranks))];
};
