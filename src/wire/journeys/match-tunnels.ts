import type { Layers } from '../layers/decoded-packet.ts';
import { packetIdentity } from './packet-identity.ts';
import type { PacketPath } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/** Finds, by index, the path of the packet that each packet of a tunnel carries; undefined if that was not seen before. */
export const matchTunnels = (paths: readonly PacketPath[]): readonly (number | undefined)[] => {
  const numbersByIdentity = new Map<string, number[]>();
  for (const [{ packet }] of paths) if (hasInner(packet)) numbersByIdentity.set(packetIdentity(packet.inner), []);
  if (numbersByIdentity.size === 0) return paths.map(() => undefined);
  return paths.map((path, number) => {
    const { packet } = path[0];
    const candidates = hasInner(packet) ? numbersByIdentity.get(packetIdentity(packet.inner))! : [];
    const carried =
      candidates.findLast((candidate) => wasSeenWhereItEnters(paths[candidate]!, path)) ?? candidates.at(-1);
    const own = numbersByIdentity.get(packetIdentity(packet));
    own?.push(number);
    if (own && own.length > maxCandidates) own.shift();
    return carried;
  });
};

const hasInner = (packet: Layers): packet is Layers & { readonly inner: Layers } =>
  packet.inner !== undefined && ipOf(packet.inner) !== undefined;

/** How many transmissions of a packet are considered; a tunnel carries one of the latest. */
const maxCandidates = 65;

/** Whether the node where the tunnel begins has seen the packet inside before. */
const wasSeenWhereItEnters = (inside: PacketPath, [first]: PacketPath): boolean =>
  inside.some(({ place, time }) => time <= first.time && nodeOf(place) === nodeOf(first.place));
