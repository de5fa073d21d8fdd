import type { CaptureFile } from '../formats/capture-file.ts';
import { isLinkLocal } from './conversations.ts';
import { decode } from '../layers/decode.ts';
import { ipOf, type Sighting } from './sighting.ts';

/**
 * Makes sightings of a capture without places or directions: each packet leaves its source and arrives at its
 * destination, and addresses with short names take the role of nodes.
 */
export const sightingsByAddress = ({ packets }: CaptureFile): AddressSightings => {
  const names = new Map<string, string>();
  const nameOf = (address: string): string => {
    const name = names.get(address) ?? shortName(names.size);
    names.set(address, name);
    return name;
  };
  const sightings = packets.flatMap(({ place, time, bytes, originalLength }): readonly Sighting[] => {
    const packet = decode({ bytes, originalLength, linkType: place.linkType });
    const ip = ipOf(packet);
    if (!ip || isLinkLocal(packet)) return [];
    const [from, to] = [nameOf(ip.source), nameOf(ip.destination)];
    return [
      { place: `${from}:to-${to}`, direction: 'out', time, packet },
      { place: `${to}:to-${from}`, direction: 'in', time, packet },
    ];
  });
  return { sightings, names };
};

export interface AddressSightings {
  readonly sightings: readonly Sighting[];
  /** The short name of each address. */
  readonly names: ReadonlyMap<string, string>;
}

/** A … Z, A1 … */
const shortName = (number: number): string => {
  const letter = String.fromCharCode(65 + (number % 26));
  return number < 26 ? letter : `${letter}${Math.floor(number / 26)}`;
};
