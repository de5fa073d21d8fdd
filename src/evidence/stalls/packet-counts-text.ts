import type { SegmentCount } from '../ledger/ledger.ts';
import type { FlowDirection } from './flow-reading.ts';

/** The ports of a flow direction: `80→20001`. */
export const portsText = ({ source, destination }: FlowDirection): string => `${source}→${destination}`;

/** A number of packets of a flow direction: `9 large packets of 80→20001`. */
export const packetsText = (packets: number, size: SegmentCount['size'], flow: FlowDirection): string =>
  `${packets} ${size} ${packets === 1 ? 'packet' : 'packets'} of ${portsText(flow)}`;

/** A number of Packet Too Big messages: `3 Packet Too Big (MTU 1500) for 80→20001`. */
export const ptbText = (packets: number, mtu: number, flow: FlowDirection): string =>
  `${packets} Packet Too Big (MTU ${mtu}) for ${portsText(flow)}`;
