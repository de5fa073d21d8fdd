import type { PredictedEnd } from '../../words/lab/network.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { WayEnd } from '../walk/way.ts';
import type { Body } from './body.ts';

/** Packets that are lost although their sender follows a Packet Too Big: it reports more than the path carries. */
export const misled = ({ hasShrunk }: Pick<Body, 'hasShrunk'>, end: PredictedEnd): PredictedEnd =>
  hasShrunk && end.cause && end.cause !== 'fragments-dropped' ? { ...end, cause: 'packet-too-big-wrong' } : end;

/** How a transfer ends whose largest segments are lost on their way. */
export const endOfLost = (
  end: Exclude<WayEnd, { readonly kind: 'delivered' | 'unknown' | 'too-big' }>,
  { bytes, isFragmented }: Packet,
): PredictedEnd => {
  switch (end.kind) {
    case 'refused':
      return {
        ...{ outcome: 'stalled', cause: 'refused-by-own-mtu', place: end.place },
        because: `${end.place} sends at most ${end.mtu} bytes, and a packet has ${bytes}`,
      };
    case 'lost-on-link':
      return {
        ...{ outcome: 'stalled', cause: isFragmented ? 'fragments-dropped' : 'silent-drop', place: end.place },
        because: `what leaves ${end.place} with more than ${end.mtu} bytes vanishes, and a packet has ${bytes}`,
      };
    case 'lost-in-node':
      return {
        ...{ outcome: 'stalled', ...(isFragmented && ({ cause: 'fragments-dropped' } as const)) },
        because: `${end.node} ${end.loss}`,
      };
    case 'unroutable':
      return { outcome: 'stalled', because: `${end.node} has no route` };
  }
};
