import type { DelayRequest } from '../../words/lab/lab.ts';
import type { NetworkView } from './network-view.ts';
import { walk } from './walk.ts';

/**
 * Returns the milliseconds for which impaired links hold back a packet and its answer, the most of all ways that they can take; what is lost
 * counts as far as it came. Pure.
 */
export const delayOfLinks = (network: NetworkView, { from, to, family }: DelayRequest): number => {
  const slowest = (source: string, destination: string): number =>
    Math.max(
      ...walk(network, {
        from: source,
        packet: { ...{ family, kind: 'datagram', bytes: 0 }, ...{ source, destination } },
      }).map(({ delayMs = 0 }) => delayMs),
    );
  return slowest(from, to) + slowest(to, from);
};
