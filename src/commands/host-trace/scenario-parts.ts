import { tcpIpHeaderBytes } from '../../evidence/family.ts';
import type { PathReadings } from './path-readings.ts';

/** Lines of a scenario file. */
export interface ScenarioParts {
  readonly nodes: readonly string[];
  readonly links: readonly string[];
  readonly notes: readonly string[];
  /** The addresses that routers answered with; undefined for one that did not answer. */
  readonly addresses?: ReadonlyMap<string, string | undefined>;
  readonly steps?: readonly string[];
}

/** The MTU that the MSS of the other end shows; by default that of the first hop, or of a route that exceeds it. */
export const farMtu = (readings: PathReadings): number => {
  const { handshake, family, legs } = readings;
  if (handshake.synAckMss !== undefined) return handshake.synAckMss + tcpIpHeaderBytes(family);
  return Math.max(legs[0]!.mtu, routeMtu(readings));
};

/** The MTU of the route itself in bytes; 0 for one without. */
export const routeMtu = ({ routes }: Pick<PathReadings, 'routes'>): number =>
  routes.fibmatch.metrics?.find(({ mtu }) => mtu !== undefined)?.mtu ?? 0;

/** What was not seen, and what stands for it. */
export const notesOf = (readings: PathReadings): readonly string[] => [
  readings.handshake.synAckMss === undefined
    ? 'The MTU of the other end was not seen; here it is that of the first hop.'
    : `The other end offers an MSS for packets of ${farMtu(readings)} bytes; links behind the narrow one are as wide as that, which was not seen.`,
  'Services of the other end, and what becomes of its own large packets, were not seen: here its messages arrive.',
];

/** A stall without a message is certain after three timeouts. */
export const expectation = (stalls: boolean, cause?: string): readonly string[] => [
  ...(stalls ? ['    within: 15s'] : []),
  `    expect: { outcome: ${stalls ? 'stalled' : 'completed'}${cause === undefined ? '' : `, cause: ${cause}`} }`,
];
