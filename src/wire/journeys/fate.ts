import type { Journey } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/** How a journey ended: at its destination, as other packets, or dead at (or behind) the place where it was last seen. */
export type Fate = 'delivered' | 'continued' | 'dead';

/** The fate of a packet; `homes` tells which node has an address. What is addressed to a link is delivered at its other end. */
export const fateOf = ({ packet, last, continuedBy }: Journey, homes: ReadonlyMap<string, string>): Fate => {
  const destination = ipOf(packet)?.destination;
  const home = destination === undefined ? undefined : homes.get(destination);
  const arrived = last.direction === 'in' && (home ? nodeOf(last.place) === home : isOfLink(destination));
  if (arrived) return 'delivered';
  return continuedBy.length > 0 ? 'continued' : 'dead';
};

/** ARP, IPv6 link-local and multicast, IPv4 multicast and broadcast. */
const isOfLink = (destination: string | undefined): boolean =>
  destination === undefined || /^(fe[89ab].:|ff..:|2[23]\d\.|255\.)/.test(destination);
