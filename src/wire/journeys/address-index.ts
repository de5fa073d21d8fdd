import type { CapturedPacket } from '../formats/capture-file.ts';
import { conversationKey, isLinkLocal, subjectOf } from './conversations.ts';
import { decode } from '../layers/decode.ts';
import type { DecodedPacket } from '../layers/decoded-packet.ts';
import { ipOf, type Sighting } from './sighting.ts';

/** The packets of a capture without places or directions, by conversation; addresses have the role of nodes. */
export interface AddressIndex {
  /** The short name of each address. */
  readonly names: ReadonlyMap<string, string>;
  /** In order of their first packets. */
  readonly bundles: readonly Bundle[];
  /** Decodes the packets of some bundles: each leaves its source and arrives at its destination. */
  readonly sightingsOf: (bundles: readonly Bundle[]) => readonly Sighting[];
}

/** Packets that are followed together: those of a conversation, or all between two addresses of which some are fragments. */
export interface Bundle {
  readonly number: number;
  /** The key of its conversation, or of one of them. */
  readonly key: string;
  /** Nanoseconds since 1970, of the first packet. */
  readonly time: bigint;
  /** Whether there are fragments: only the first of a datagram has ports, so its conversation is not known yet. */
  readonly isFragmented: boolean;
}

/** Indexes packets without keeping them, so that only the conversations that are drawn have to be followed. */
export const indexByAddress = (packets: Iterable<CapturedPacket>): AddressIndex => {
  const names = new Map<string, string>();
  const found = new Map<string, FoundBundle>();
  const fragmented = new Set<string>();
  const bundleOfPacket: number[] = [];
  for (const captured of packets) {
    const packet = decodeCaptured(captured);
    const key = keyOf(packet);
    if (key !== undefined) {
      for (const address of addressesOf(packet)) if (!names.has(address)) names.set(address, shortName(names.size));
      if (ipOf(packet)?.fragment || ipOf(subjectOf(packet))?.fragment) fragmented.add(addressPair(key));
    }
    bundleOfPacket.push(key === undefined ? -1 : bundleWith(found, key, captured.time).number);
  }
  const { bundles, numbers } = mergeFragmented([...found.values()], fragmented);
  const sightingsOf: AddressIndex['sightingsOf'] = (wanted) => {
    const wantedNumbers = new Set(wanted.map(({ number }) => number));
    return sightingsIn(packets, names, (index) => wantedNumbers.has(numbers[bundleOfPacket[index]!]!));
  };
  return { names, bundles, sightingsOf };
};

interface FoundBundle extends Bundle {
  time: bigint;
}

const decodeCaptured = ({ place, bytes, originalLength }: CapturedPacket): DecodedPacket =>
  decode({ bytes, originalLength, linkType: place.linkType });

const keyOf = (packet: DecodedPacket): string | undefined =>
  ipOf(packet) && !isLinkLocal(packet) ? conversationKey(subjectOf(packet)) : undefined;

const addressesOf = (packet: DecodedPacket): readonly [source: string, destination: string] => {
  const { source, destination } = ipOf(packet)!;
  return [source, destination];
};

const addressPair = (key: string): string => {
  const [one, , other] = key.split(' ');
  return `${one} ${other}`;
};

/** A … Z, A1 … */
const shortName = (number: number): string => {
  const letter = String.fromCharCode(65 + (number % 26));
  return number < 26 ? letter : `${letter}${Math.floor(number / 26)}`;
};

const bundleWith = (found: Map<string, FoundBundle>, key: string, time: bigint): Bundle => {
  const known = found.get(key);
  if (known && time < known.time) known.time = time;
  if (known) return known;
  const bundle = { number: found.size, key, time, isFragmented: false };
  found.set(key, bundle);
  return bundle;
};

/** Replaces the bundles between addresses that sent fragments by one; `numbers` are the new numbers by the old ones. */
const mergeFragmented = (found: readonly Bundle[], fragmented: ReadonlySet<string>): MergedBundles => {
  const numbers = found.map(({ number }) => number);
  const merged = new Map<string, Bundle>();
  const bundles = found.toSorted((a, b) => Number(a.time - b.time));
  if (fragmented.size === 0) return { bundles, numbers };
  const kept = bundles.flatMap((bundle) => {
    const pair = addressPair(bundle.key);
    const first = merged.get(pair);
    if (first) numbers[bundle.number] = first.number;
    if (first || !fragmented.has(pair)) return first ? [] : [bundle];
    const whole = { ...bundle, isFragmented: true };
    merged.set(pair, whole);
    return [whole];
  });
  return { bundles: kept, numbers };
};

interface MergedBundles {
  readonly bundles: readonly Bundle[];
  readonly numbers: readonly number[];
}

const sightingsIn = (
  packets: Iterable<CapturedPacket>,
  names: ReadonlyMap<string, string>,
  isWanted: (index: number) => boolean,
): readonly Sighting[] => {
  const placeOf = placeNames(names);
  const sightings: Sighting[] = [];
  let index = 0;
  for (const captured of packets) {
    if (!isWanted(index++)) continue;
    const packet = decodeCaptured(captured);
    const [source, destination] = addressesOf(packet);
    const { time } = captured;
    sightings.push(
      { place: placeOf(source, destination), direction: 'out', time, packet },
      { place: placeOf(destination, source), direction: 'in', time, packet },
    );
  }
  return sightings;
};

/** The place at an address towards another; the many packets between two addresses share one text. */
const placeNames = (names: ReadonlyMap<string, string>): ((at: string, towards: string) => string) => {
  const known = new Map<string, Map<string, string>>();
  return (at, towards) => {
    const places = known.get(at) ?? new Map<string, string>();
    known.set(at, places);
    const place = places.get(towards) ?? `${names.get(at)}:to-${names.get(towards)}`;
    places.set(towards, place);
    return place;
  };
};
