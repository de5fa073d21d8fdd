import { quotedIdentity } from './packet-identity.ts';
import type { PacketPath, Stop } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/**
 * Finds, by index, the ICMP error of the other family that each error continues: a node that translates between the families got one and
 * sent the other, and both quote the same packet.
 */
export const matchTranslatedErrors = (paths: readonly PacketPath[]): readonly (number | undefined)[] => {
  const arrived = new Map<string, number[]>();
  return paths.map((path, number) => {
    const [first] = path;
    if (!first.packet.quoted || !ipOf(first.packet.quoted)) return undefined;
    const candidates = first.direction === 'out' ? (arrived.get(keyOf(first)) ?? []) : [];
    const at = candidates.findIndex((candidate) => isTranslated(paths[candidate]!.at(-1)!, first));
    const last = path.at(-1)!;
    if (last.direction === 'in') arrived.set(keyOf(last), [...(arrived.get(keyOf(last)) ?? []), number]);
    return at < 0 ? undefined : candidates.splice(at, 1)[0];
  });
};

const keyOf = ({ place, packet }: Stop): string => `${nodeOf(place)} ${quotedIdentity(packet.quoted!)}`;

const isTranslated = (before: Stop, after: Stop): boolean =>
  before.time <= after.time && (before.packet.ipv6 === undefined) !== (after.packet.ipv6 === undefined);
