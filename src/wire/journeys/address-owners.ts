import type { Journey } from './journey.ts';
import { ipOf, nodeOf } from './sighting.ts';

/** Which node has which address, as far as packets tell that were first seen as they left a node. */
export const addressOwners = (all: readonly Journey[]): ReadonlyMap<string, string> =>
  new Map(
    all.flatMap(({ packet, stops: [first], continues }) => {
      const source = ipOf(packet)?.source;
      return source && first?.direction === 'out' && continues.length === 0 ? [[source, nodeOf(first.place)]] : [];
    }),
  );
