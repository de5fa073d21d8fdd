import type { PredictedEnd } from '../../words/lab/network.ts';
import type { Way } from '../walk/way.ts';

/** Returns how a flow ends whose SYN or SYN-ACK does not arrive: without a connection there is none that could stall. */
export const failedHandshake = ({ end, packet }: Way): PredictedEnd => {
  const what = packet.kind === 'syn' ? 'the SYN' : 'the SYN-ACK';
  if (end.kind === 'unroutable') return { outcome: 'unreachable', because: `${end.node} has no route for ${what}` };
  return {
    outcome: 'unreachable',
    because: `${what} is lost${end.kind === 'lost-in-node' ? `: ${end.node} ${end.loss}` : ''}`,
  };
};
