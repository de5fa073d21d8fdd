import type { RewrittenField } from '../journeys/rewritten-fields.ts';
import type { PacketKind } from './packet-kind.ts';
import type { JourneyEnd, JourneySummary } from './journey-summary.ts';
import { nodeOf } from '../journeys/sighting.ts';

/** Accounts for every packet of a conversation: how many of each kind ended where and how, and what each place saw. */
export interface PacketCounts {
  readonly endings: readonly EndCount[];
  /** The largest TCP payload seen at each place in bytes; 0 where none was seen. */
  readonly segments: NumberByPlace;
  /** The number of fragments seen at each place. */
  readonly fragments: NumberByPlace;
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
  /** The fields rewritten on the path, and the node that sent the changed packet. */
  readonly changed?: readonly (RewrittenField & { readonly at: string })[];
}

type NumberByPlace = Readonly<Record<string, number>>;

/** Counts packets; `places` are all captured places, including those that saw no packet. */
export const countPackets = (packets: readonly JourneySummary[], places: readonly string[] = []): PacketCounts => ({
  endings: countEndings(packets),
  segments: countByPlace(packets, places, ({ payload = 0 }, before) => Math.max(payload, before)),
  fragments: countByPlace(packets, places, ({ kind }, before) => before + (kind === 'fragment' ? 1 : 0)),
});

const countEndings = (packets: readonly JourneySummary[]): readonly EndCount[] => {
  const counts = new Map<string, EndCount>();
  for (const group of groupByEnding(packets)) {
    const ending = endingOf(group.packet);
    const key = JSON.stringify(ending);
    counts.set(key, { ...ending, packets: (counts.get(key)?.packets ?? 0) + group.packets });
  }
  return [...counts.values()];
};

/** Packets that took the same path share their stops, so that most need no key of all their fields. */
const groupByEnding = (packets: readonly JourneySummary[]): readonly EndingGroup[] => {
  const groups: EndingGroup[] = [];
  const byStops = new Map<JourneySummary['stops'], EndingGroup[]>();
  for (const packet of packets) {
    const { stops, kind, ended, mtu } = packet;
    const ofStops = byStops.get(stops) ?? [];
    const known = ofStops.find(
      (one) => one.packet.kind === kind && one.packet.ended === ended && one.packet.mtu === mtu,
    );
    if (known) known.packets++;
    else groups.push(ofStops[ofStops.push({ packet, packets: 1 }) - 1]!);
    byStops.set(stops, ofStops);
  }
  return groups;
};

interface EndingGroup {
  /** The first packet that ended so. */
  readonly packet: JourneySummary;
  packets: number;
}

const endingOf = ({ kind, stops, ended, mtu }: JourneySummary): EndCount => {
  const changed = stops.flatMap(({ place, changes = [] }) =>
    changes.map((change) => ({ ...change, at: nodeOf(place) })),
  );
  return {
    ...{ kind, from: nodeOf(stops[0]!.place), last: stops.at(-1)!.place, ended, packets: 0 },
    ...(mtu !== undefined && { mtu }),
    ...(changed.length > 0 && { changed }),
  };
};

const countByPlace = (
  packets: readonly JourneySummary[],
  places: readonly string[],
  update: (packet: JourneySummary, before: number) => number,
): NumberByPlace => {
  const numbers = new Map(places.map((place) => [place, 0]));
  for (const packet of packets)
    for (const { place } of packet.stops) numbers.set(place, update(packet, numbers.get(place) ?? 0));
  return Object.fromEntries(numbers);
};
