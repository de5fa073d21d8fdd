import type { Journey } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/** How a journey ended: at its destination, as other packets, or lost at (or after) the place of its last sighting. */
export type Fate = 'delivered' | 'continued' | 'dead';

/** Returns a packet's fate; `owners` maps addresses to nodes. A link-local packet only has to cross its link. */
export const fateOf = ({ packet, last, continuedBy }: Journey, owners: ReadonlyMap<string, string>): Fate => {
  const destination = ipOf(packet)?.destination;
  const owner = destination === undefined ? undefined : owners.get(destination);
  const arrived = last.direction === 'in' && (owner ? nodeOf(last.place) === owner : isLinkScoped(destination));
  if (arrived) return 'delivered';
  return continuedBy.length > 0 ? 'continued' : 'dead';
};

/** ARP, IPv6 link-local and multicast, IPv4 multicast and broadcast. */
const isLinkScoped = (destination: string | undefined): boolean =>
  destination === undefined || /^(fe[89ab].:|ff..:|2[23]\d\.|255\.)/.test(destination);
