import type { Journey } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/** Maps each address to its node, taken from packets that were first seen as they left a node. */
export const addressOwners = (journeys: readonly Journey[]): ReadonlyMap<string, string> =>
  new Map(
    journeys.flatMap(({ packet, stops: [first], continues }) => {
      const source = ipOf(packet)?.source;
      return source && first?.direction === 'out' && continues.length === 0 ? [[source, nodeOf(first.place)]] : [];
    }),
  );
