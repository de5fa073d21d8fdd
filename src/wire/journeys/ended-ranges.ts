import type { ByteRange } from './byte-range.ts';
import type { PacketPath, Stop } from './journey.ts';
import { nodeOf, peerOf } from './sighting.ts';

/** The byte ranges of the packets so far, by the place where each may go on as other packets. */
export interface EndedRanges {
  readonly add: (range: ByteRange, path: PacketPath, number: number) => void;
  /** The ranges of this stream that start near this one and may go on where `first` is seen. */
  readonly near: (range: ByteRange, first: Stop) => Iterable<EndedRange>;
}

export interface EndedRange extends ByteRange {
  readonly number: number;
}

/**
 * Indexes ranges by stream, by the node or link where the packet was last seen, and by the 64 kB block in which they
 * start, since no packet is longer than that: what reached the end of its path is never compared with later packets.
 */
export const endedRanges = (): EndedRanges => {
  const streams = new Map<string, Map<string, RangesByBlock>>();
  const add: EndedRanges['add'] = (range, path, number) => {
    const exit = exitOf(path);
    if (exit === undefined) return;
    const blocks = entryOf(
      entryOf(streams, range.stream, () => new Map<string, RangesByBlock>()),
      exit,
      (): RangesByBlock => new Map(),
    );
    const ranges = entryOf(blocks, range.from >>> 16, (): EndedRange[] => []);
    if (ranges.length === maxRanges) ranges.shift();
    ranges.push({ ...range, number });
  };
  function* near({ stream, from }: ByteRange, first: Stop): Iterable<EndedRange> {
    const byExit = streams.get(stream);
    if (!byExit) return;
    for (const exit of exitsBefore(first)) {
      const blocks = byExit.get(exit);
      if (blocks) for (const block of nearbyBlocks(from)) yield* blocks.get(block) ?? [];
    }
  }
  return { add, near };
};

type RangesByBlock = Map<number, EndedRange[]>;

/** How many packets of one 64 kB block that ended at one place are considered; a limit for floods of equal packets. */
const maxRanges = 1024;

/** Where other packets may take a packet's bytes on; none where it already left the node or reached the far end. */
const exitOf = (path: PacketPath): string | undefined => {
  const { place, direction } = path.at(-1)!;
  const node = nodeOf(place);
  const hasStop = (at: string, wanted: Stop['direction']): boolean =>
    path.some((stop) => stop.direction === wanted && nodeOf(stop.place) === at);
  if (direction === 'in') return hasStop(node, 'out') ? undefined : `in ${node}`;
  const peer = peerOf(place);
  if (peer === undefined) return 'out';
  return hasStop(peer, 'in') ? undefined : `from ${node} to ${peer}`;
};

const exitsBefore = ({ place, direction }: Stop): readonly string[] => {
  const node = nodeOf(place);
  return direction === 'out' ? [`in ${node}`] : [`from ${peerOf(place)} to ${node}`, 'out'];
};

const nearbyBlocks = (from: number): readonly number[] => {
  const block = from >>> 16;
  return [(block - 1) & 0xffff, block, (block + 1) & 0xffff];
};

const entryOf = <K, V>(map: Map<K, V>, key: K, create: () => V): V => {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
};
