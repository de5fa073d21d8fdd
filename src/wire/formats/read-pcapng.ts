import type { CapturedPacket, CaptureInterface } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { blockReader, viewOf, type BlockHead, type BlockReader } from './block-reader.ts';
import { blockTypes, byteOrderMagic, optionCodes, padded } from './pcapng-constants.ts';
import { packetDirection, readOptions, decodeText, type PcapngBlock } from './read-pcapng-options.ts';

/** Reads pcapng files: sections of either byte order, named interfaces of any time resolution, packet comments. */
export const pcapngReader = (): BlockReader => {
  const places: CaptureInterface[] = [];
  let section: Section | undefined;

  const read = (view: DataView, offset: number): CapturedPacket | undefined => {
    if (isSection(view)) section = { little: isLittleEndian(view, offset), interfaces: [] };
    if (!section) throw new CaptureError('not a pcapng file', offset);
    const block: PcapngBlock = { view, offset, little: section.little, end: bodyEnd(view, offset, section.little) };
    return blockReaders[view.getUint32(0, block.little)]?.(block, section, places);
  };
  return blockReader({
    read,
    places: () => [...places],
    blockLength: (head, offset) => blockLength(head, offset, section?.little),
  });
};

/** Whether a file that starts with these four bytes is pcapng: its section type is the same in either byte order. */
export const isPcapng = (magic: DataView): boolean => magic.getUint32(0) === blockTypes.section;

interface Section {
  readonly little: boolean;
  readonly interfaces: SectionInterface[];
}

/** An interface, and the resolution and offset of its timestamps. */
interface SectionInterface {
  readonly place: CaptureInterface;
  readonly unitsPerSecond: bigint;
  readonly offsetNs: bigint;
}

type ReadBlock = (block: PcapngBlock, section: Section, places: CaptureInterface[]) => CapturedPacket | undefined;

const nsPerSecond = 1_000_000_000n;
const minBlockBytes = 12;
/** The limit of Wireshark's reader; no valid block is larger. */
const maxBlockBytes = 16 * 1024 * 1024;

const isSection = (view: DataView, at = 0): boolean => view.getUint32(at) === blockTypes.section;

const isLittleEndian = (view: DataView, offset: number): boolean => {
  if (view.byteLength < 28) throw new CaptureError('a section header is too short', offset);
  for (const little of [true, false]) if (view.getUint32(8, little) === byteOrderMagic) return little;
  throw new CaptureError('a section has no valid byte-order magic', offset + 8);
};

const blockLength = ({ view, at }: BlockHead, offset: number, sectionLittle: boolean | undefined): number => {
  if (view.byteLength - at < minBlockBytes) return minBlockBytes;
  const little = isSection(view, at) ? view.getUint32(at + 8, true) === byteOrderMagic : sectionLittle;
  if (little === undefined) throw new CaptureError('not a pcapng file', offset);
  const length = view.getUint32(at + 4, little);
  if (length < minBlockBytes || length > maxBlockBytes || length % 4 !== 0)
    throw new CaptureError(`a block claims a length of ${length} bytes`, offset + 4);
  return length;
};

const bodyEnd = (view: DataView, offset: number, little: boolean): number => {
  const end = view.byteLength - 4;
  if (view.getUint32(end, little) === view.byteLength) return end;
  throw new CaptureError('the two lengths of a block differ', offset + end);
};

const readInterface: ReadBlock = (block, section, places) => {
  requireBytes(block, 16);
  const { view, little } = block;
  const options = new Map(readOptions(block, 16));
  const resolution = options.get(optionCodes.timeResolution)?.[0] ?? 6;
  const offsetValue = options.get(optionCodes.timeOffset);
  const name = decodeText(options.get(optionCodes.name));
  const description = decodeText(options.get(optionCodes.description));
  const place = {
    linkType: view.getUint16(8, little),
    snapLength: view.getUint32(12, little),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
  };
  places.push(place);
  section.interfaces.push({
    place,
    unitsPerSecond: resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution),
    offsetNs: offsetValue?.length === 8 ? viewOf(offsetValue).getBigInt64(0, little) * nsPerSecond : 0n,
  });
  return undefined;
};

const readPacket: ReadBlock = (block, section) => {
  requireBytes(block, 28);
  const { view, little, offset } = block;
  const { place, unitsPerSecond, offsetNs } = interfaceAt(block, section, view.getUint32(8, little));
  const captured = view.getUint32(20, little);
  if (28 + captured > block.end) throw new CaptureError(`a packet claims ${captured} captured bytes`, offset + 20);
  let [flags, comment]: (Uint8Array | undefined)[] = [];
  for (const [code, value] of readOptions(block, 28 + padded(captured))) {
    if (code === optionCodes.flags) flags = value;
    if (code === optionCodes.comment) comment = value;
  }
  const units = (BigInt(view.getUint32(12, little)) << 32n) | BigInt(view.getUint32(16, little));
  const direction = packetDirection(flags, little);
  return {
    place,
    time: offsetNs + (unitsPerSecond === nsPerSecond ? units : (units * nsPerSecond) / unitsPerSecond),
    bytes: new Uint8Array(view.buffer, view.byteOffset + 28, captured),
    originalLength: Math.max(view.getUint32(24, little), captured),
    ...(direction && { direction }),
    ...(comment && { comment: decodeText(comment)! }),
  };
};

const readSimplePacket: ReadBlock = (block, section) => {
  requireBytes(block, 12);
  const { view, little } = block;
  const { place } = interfaceAt(block, section, 0);
  const originalLength = view.getUint32(8, little);
  const captured = Math.min(originalLength, place.snapLength || originalLength, block.end - 12);
  return { place, time: 0n, bytes: new Uint8Array(view.buffer, view.byteOffset + 12, captured), originalLength };
};

const blockReaders: Readonly<Record<number, ReadBlock>> = {
  [blockTypes.interface]: readInterface,
  [blockTypes.packet]: readPacket,
  [blockTypes.simplePacket]: readSimplePacket,
};

const requireBytes = ({ end, offset }: PcapngBlock, bytes: number): void => {
  if (end < bytes) throw new CaptureError('a block is too short for its type', offset);
};

const interfaceAt = ({ offset }: PcapngBlock, { interfaces }: Section, index: number): SectionInterface => {
  const found = interfaces[index];
  if (found) return found;
  throw new CaptureError(`a packet refers to interface ${index} of ${interfaces.length}`, offset + 8);
};
