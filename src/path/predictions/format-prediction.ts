import type { PredictedEnd } from '../../words/lab/network.ts';

/** `stalled: packet-too-big-lost at firewall`. */
export const formatEnd = ({ outcome, cause, place }: PredictedEnd): string => {
  const at = place === undefined ? '' : ` at ${place}`;
  return cause === undefined ? outcome : `${outcome}: ${cause}${at}`;
};

/** All ends that are left open: `completed, or stalled: silent-drop at r1:to-r2`. */
export const formatEnds = (ends: readonly PredictedEnd[]): string => [...new Set(ends.map(formatEnd))].join(', or ');
