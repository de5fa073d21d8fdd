import type { RewrittenField } from '../journeys/rewritten-fields.ts';
import type { PacketKind } from './packet-kind.ts';
import type { JourneyEnd, JourneySummary } from './journey-summary.ts';
import { nodeOf } from '../journeys/sighting.ts';

/** Every packet of an exchange accounted for: how many of each kind came from where and ended how, and what each place saw. */
export interface PacketCounts {
  readonly endings: readonly EndCount[];
  /** The largest payload of a TCP segment at each place; 0 where none with a payload was seen. */
  readonly segments: AtPlace;
  /** Fragments at each place. */
  readonly fragments: AtPlace;
}

export interface EndCount {
  readonly kind: PacketKind;
  /** The node where they were first seen. */
  readonly from: string;
  /** The place where they were last seen. */
  readonly last: string;
  readonly ended: JourneyEnd;
  readonly packets: number;
  readonly mtu?: number;
  /** What was rewritten on the way, and as which node sent it on. */
  readonly changed?: readonly (RewrittenField & { readonly at: string })[];
}

type AtPlace = Readonly<Record<string, number>>;

/** The account of some packets; `places` are those that were captured, whether any packet passed them or not. */
export const countPackets = (all: readonly JourneySummary[], places: readonly string[] = []): PacketCounts => ({
  endings: endings(all),
  segments: atPlaces(all, places, ({ payload = 0 }, before) => Math.max(payload, before)),
  fragments: atPlaces(all, places, ({ kind }, before) => before + (kind === 'fragment' ? 1 : 0)),
});

const endings = (all: readonly JourneySummary[]): readonly EndCount[] => {
  const found = new Map<string, EndCount>();
  for (const passage of all) {
    const ending = endingOf(passage);
    const key = JSON.stringify(ending);
    found.set(key, { ...ending, packets: (found.get(key)?.packets ?? 0) + 1 });
  }
  return [...found.values()];
};

const endingOf = ({ kind, stops, ended, mtu }: JourneySummary): EndCount => {
  const changed = stops.flatMap(({ place, changes = [] }) => changes.map((one) => ({ ...one, at: nodeOf(place) })));
  return {
    ...{ kind, from: nodeOf(stops[0]!.place), last: stops.at(-1)!.place, ended, packets: 0 },
    ...(mtu !== undefined && { mtu }),
    ...(changed.length > 0 && { changed }),
  };
};

const atPlaces = (
  all: readonly JourneySummary[],
  places: readonly string[],
  next: (passage: JourneySummary, before: number) => number,
): AtPlace => {
  const found = new Map(places.map((place) => [place, 0]));
  for (const passage of all)
    for (const { place } of passage.stops) found.set(place, next(passage, found.get(place) ?? 0));
  return Object.fromEntries(found);
};
