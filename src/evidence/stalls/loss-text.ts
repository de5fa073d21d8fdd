import type { FlowDirection } from './flow-reading.ts';
import type { LossPoint } from './loss-points.ts';
import { packetsText, portsText } from './packet-counts-text.ts';

/** Formats a loss: `3 large packets of 80→20001 left edge:to-core and none reached core`. */
export const lossText = (
  { node, linkEnd, packets }: LossPoint,
  size: 'large' | 'small',
  flow: FlowDirection,
): string => {
  if (linkEnd?.isBridge)
    return `${packetsText(packets, size, flow)} reached ${node} on the way to ${linkEnd.peer} and none reached ${linkEnd.peer}`;
  if (linkEnd) return `${packetsText(packets, size, flow)} left ${linkEnd.place} and none reached ${linkEnd.peer}`;
  if (node === flow.from)
    return `${node} retransmitted ${packets} ${packets === 1 ? 'segment' : 'segments'} of ${portsText(flow)} and none left it`;
  const next = node === flow.to ? 'none reached its socket' : 'none left it';
  return `${packetsText(packets, size, flow)} reached ${node} and ${next}`;
};
