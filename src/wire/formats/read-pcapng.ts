import type { CapturedPacket, CapturePlace } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { blockReader, viewOf, type BlockReader } from './block-reader.ts';
import { blockTypes, byteOrderMagic, optionCodes, padded } from './pcapng-constants.ts';
import { packetDirection, readOptions, decodeText, type PcapngBlock } from './pcapng-options.ts';

/** Reads pcapng files: sections of either byte order, interfaces with names and any time resolution, packets with comments. */
export const pcapngReader = (): BlockReader => {
  const all: CapturePlace[] = [];
  let section: Section | undefined;

  const read = (view: DataView, offset: number): CapturedPacket | undefined => {
    if (isSection(view)) section = { little: littleSection(view, offset), clocks: [] };
    if (!section) throw new CaptureError('this is not a pcapng file', offset);
    const block: PcapngBlock = { view, offset, little: section.little, end: bodyEnd(view, offset, section.little) };
    return blocks[view.getUint32(0, block.little)]?.(block, section, all);
  };
  return blockReader({
    read,
    places: () => [...all],
    blockLength: (head, offset) => blockLength(head, offset, section?.little),
  });
};

/** Whether a file that begins with these four bytes is a pcapng file: the section block reads the same both ways. */
export const isPcapng = (magic: DataView): boolean => magic.getUint32(0) === blockTypes.section;

interface Section {
  readonly little: boolean;
  readonly clocks: Clock[];
}

/** An interface and how its time stamps are to be understood. */
interface Clock {
  readonly place: CapturePlace;
  readonly unitsPerSecond: bigint;
  readonly offsetSeconds: bigint;
}

type ReadBlock = (block: PcapngBlock, section: Section, all: CapturePlace[]) => CapturedPacket | undefined;

const smallestBlock = 12;
/** No honest block is larger: the bound of Wireshark's reader. */
const largestBlock = 16 * 1024 * 1024;

const isSection = (view: DataView): boolean => view.getUint32(0) === blockTypes.section;

const littleSection = (view: DataView, offset: number): boolean => {
  if (view.byteLength < 28) throw new CaptureError('a section header is too short', offset);
  for (const little of [true, false]) if (view.getUint32(8, little) === byteOrderMagic) return little;
  throw new CaptureError('a section has no byte order', offset + 8);
};

const blockLength = (head: DataView, offset: number, known: boolean | undefined): number => {
  if (head.byteLength < smallestBlock) return smallestBlock;
  const little = isSection(head) ? head.getUint32(8, true) === byteOrderMagic : known;
  if (little === undefined) throw new CaptureError('this is not a pcapng file', offset);
  const length = head.getUint32(4, little);
  if (length < smallestBlock || length > largestBlock || length % 4 !== 0)
    throw new CaptureError(`a block claims a length of ${length} bytes`, offset + 4);
  return length;
};

const bodyEnd = (view: DataView, offset: number, little: boolean): number => {
  const end = view.byteLength - 4;
  if (view.getUint32(end, little) === view.byteLength) return end;
  throw new CaptureError('the two lengths of a block differ', offset + end);
};

const readPlace: ReadBlock = (block, section, all) => {
  atLeast(block, 16);
  const { view, little } = block;
  const options = new Map(readOptions(block, 16));
  const resolution = options.get(optionCodes.timeResolution)?.[0] ?? 6;
  const shift = options.get(optionCodes.timeOffset);
  const name = decodeText(options.get(optionCodes.name));
  const description = decodeText(options.get(optionCodes.description));
  const place = {
    linkType: view.getUint16(8, little),
    snapLength: view.getUint32(12, little),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
  };
  all.push(place);
  section.clocks.push({
    place,
    unitsPerSecond: resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution),
    offsetSeconds: shift?.length === 8 ? viewOf(shift).getBigInt64(0, little) : 0n,
  });
  return undefined;
};

const readPacket: ReadBlock = (block, section) => {
  atLeast(block, 28);
  const { view, little, offset } = block;
  const { place, unitsPerSecond, offsetSeconds } = clockOf(block, section, view.getUint32(8, little));
  const captured = view.getUint32(20, little);
  if (28 + captured > block.end) throw new CaptureError(`a packet claims ${captured} captured bytes`, offset + 20);
  const options = new Map(readOptions(block, 28 + padded(captured)));
  const units = (BigInt(view.getUint32(12, little)) << 32n) | BigInt(view.getUint32(16, little));
  const direction = packetDirection(options.get(optionCodes.flags), little);
  const comment = decodeText(options.get(optionCodes.comment));
  return {
    place,
    time: offsetSeconds * 1_000_000_000n + (units * 1_000_000_000n) / unitsPerSecond,
    bytes: new Uint8Array(view.buffer, view.byteOffset + 28, captured),
    originalLength: Math.max(view.getUint32(24, little), captured),
    ...(direction && { direction }),
    ...(comment !== undefined && { comment }),
  };
};

const readSimplePacket: ReadBlock = (block, section) => {
  atLeast(block, 12);
  const { view, little } = block;
  const { place } = clockOf(block, section, 0);
  const originalLength = view.getUint32(8, little);
  const captured = Math.min(originalLength, place.snapLength || originalLength, block.end - 12);
  return { place, time: 0n, bytes: new Uint8Array(view.buffer, view.byteOffset + 12, captured), originalLength };
};

const blocks: Readonly<Record<number, ReadBlock>> = {
  [blockTypes.place]: readPlace,
  [blockTypes.packet]: readPacket,
  [blockTypes.simplePacket]: readSimplePacket,
};

const atLeast = ({ end, offset }: PcapngBlock, bytes: number): void => {
  if (end < bytes) throw new CaptureError('a block is too short for its kind', offset);
};

const clockOf = ({ offset }: PcapngBlock, { clocks }: Section, index: number): Clock => {
  const clock = clocks[index];
  if (!clock) throw new CaptureError(`a packet names interface ${index}, the section has ${clocks.length}`, offset + 8);
  return clock;
};
