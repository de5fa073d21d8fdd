import type { Leg, PathReadings } from './path-readings.ts';

/**
 * The index of the hop that answers small packets only; undefined where an echo request of that size was answered, or brought a Packet Too Big
 * that helped: routers limit the rate of their answers, so that a packet which gets none may have got through.
 */
export const vanishingHop = ({ hops = [] }: Leg, readings: PathReadings): number | undefined => {
  const at = hops.findIndex(({ unanswered, bytes }) => unanswered !== undefined && bytes !== undefined);
  if (at < 0) return undefined;
  const { pings, legs } = readings;
  const isExplained =
    legs.length === 1 &&
    typeof pings !== 'string' &&
    pings[0]!.bytes >= hops[at]!.unanswered! &&
    echoSize(readings) !== undefined;
  return isExplained ? undefined : at;
};

/** The size at which echo requests were answered, the first or what a Packet Too Big led to; undefined where they vanished before. */
export const echoSize = ({ pings, limit }: PathReadings): number | undefined => {
  const last = typeof pings === 'string' ? undefined : pings.at(-1);
  return last?.reply.word === 'answered' && !limit && !hasVanished(pings) ? last.bytes : undefined;
};

const hasVanished = (pings: PathReadings['pings']): boolean =>
  typeof pings !== 'string' && pings.some(({ reply }) => reply.word === 'lost');

/** Where echo requests vanish on this leg; undefined where they may have taken another one on which packets vanish too. */
export const limitOf = (leg: Leg, readings: PathReadings): PathReadings['limit'] => {
  const { legs, limit } = readings;
  const vanishing = legs.filter((each) => vanishingHop(each, readings) !== undefined);
  return legs.length === 1 || (vanishing.length === 1 && vanishing[0] === leg) ? limit : undefined;
};

/**
 * The largest packets in bytes that reach the destination on every traced leg; undefined where none does, and where large ones vanish at a
 * size that was not found.
 */
export const pathMtuSeen = (readings: PathReadings): number | undefined => {
  const traced = readings.legs.filter(({ hops }) => hops !== undefined);
  const sizes = traced.map((leg) => {
    const end = vanishingHop(leg, readings) === undefined ? leg.hops!.at(-1) : undefined;
    const size = end?.node === 'there' ? end.bytes : undefined;
    const echoed = limitOf(leg, readings)?.answered ?? (traced.length === 1 ? echoSize(readings) : undefined);
    return larger(size, echoed);
  });
  return sizes.length > 0 && sizes.every((size) => size !== undefined) ? Math.min(...sizes) : undefined;
};

const larger = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
