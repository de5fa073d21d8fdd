import { matchIcmpErrors } from './match-icmp-errors.ts';
import { matchFragments } from './match-fragments.ts';
import { matchTranslatedErrors } from './match-translated-errors.ts';
import { matchTunnels } from './match-tunnels.ts';
import type { Journey } from './journey.ts';
import type { Sighting } from './sighting.ts';
import { groupSightings } from './group-sightings.ts';

/**
 * Follows every packet through the places where it was seen; sightings may come in any order. Segments and fragments
 * are linked to their original only where every place between is captured; else a retransmitted piece looks the same.
 */
export const followPackets = (sightings: readonly Sighting[]): readonly Journey[] => {
  const paths = groupSightings(sightings);
  const translated = matchTranslatedErrors(paths);
  const continues = matchFragments(paths).map((pieces, number) =>
    translated[number] === undefined ? pieces : [...pieces, translated[number]],
  );
  const answers = matchIcmpErrors(paths);
  const carries = matchTunnels(paths);
  const continuedBy = invert(continues);
  const answeredBy = invert(answers.map((number) => (number === undefined ? none : [number])));
  return paths.map((stops, number) => {
    const [answered, carried] = [answers[number], carries[number]];
    const journey = {
      number,
      packet: stops[0].packet,
      stops,
      last: stops.at(-1)!,
      continues: continues[number]!,
      continuedBy: continuedBy[number] ?? none,
      answeredBy: answeredBy[number] ?? none,
    };
    if (answered !== undefined) return { ...journey, answers: answered };
    return carried === undefined ? journey : { ...journey, carries: carried };
  });
};

/** Shared by the many packets without links to others. */
const none: readonly number[] = [];

const invert = (links: readonly (readonly number[])[]): readonly (readonly number[] | undefined)[] => {
  const inverse: (number[] | undefined)[] = links.map(() => undefined);
  links.forEach((targets, source) => targets.forEach((target) => (inverse[target] ??= []).push(source)));
  return inverse;
};
