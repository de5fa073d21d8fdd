import { matchIcmpErrors } from './match-icmp-errors.ts';
import { matchFragments } from './match-fragments.ts';
import type { Journey } from './journey.ts';
import type { Sighting } from './sighting.ts';
import { groupSightings } from './group-sightings.ts';

/**
 * Follows every packet across the places where it was seen; sightings may come in any order. Segments and fragments are only
 * joined to what they were cut out of where every place between is captured, for otherwise a resent piece looks the same.
 */
export const followPackets = (sightings: readonly Sighting[]): readonly Journey[] => {
  const ways = groupSightings(sightings);
  const continues = matchFragments(ways);
  const answered = matchIcmpErrors(ways);
  const continuedBy = inverted(continues);
  const answeredBy = inverted(answered.map((number) => (number === undefined ? [] : [number])));
  return ways.map((stops, number) => {
    const answer = answered[number];
    return {
      number,
      packet: stops[0].packet,
      stops,
      last: stops.at(-1)!,
      continues: continues[number]!,
      continuedBy: continuedBy[number]!,
      answeredBy: answeredBy[number]!,
      ...(answer !== undefined && { answers: answer }),
    };
  });
};

const inverted = (links: readonly (readonly number[])[]): readonly (readonly number[])[] => {
  const back: number[][] = links.map(() => []);
  links.forEach((to, from) => to.forEach((number) => back[number]!.push(from)));
  return back;
};
