import type { CapturedPacket, CaptureInterface } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { blockReader, type BlockHead, type BlockReader } from './block-reader.ts';

/** Reads classic pcap files of either byte order, in micro- or nanoseconds (draft-ietf-opsawg-pcap). */
export const pcapReader = (): BlockReader => {
  let file: PcapFile | undefined;
  return blockReader({
    places: () => (file ? [file.place] : []),
    blockLength: (head, offset) => (file ? recordLength(head, file, offset) : fileHeaderBytes),
    read: (block, offset) => {
      if (file) return readPacket(block, file);
      file = readFileHeader(block, offset);
      return undefined;
    },
  });
};

/** Whether a file that starts with these four bytes is a classic pcap file. */
export const isPcap = (magic: DataView): boolean => readMagic(magic) !== undefined;

interface PcapFile {
  readonly little: boolean;
  /** Nanoseconds per unit of the fraction of a second. */
  readonly unitNs: bigint;
  readonly place: CaptureInterface;
}

const fileHeaderBytes = 24;
const recordHeaderBytes = 16;
/** The maximum that any capture tool keeps of a packet (MAXIMUM_SNAPLEN of libpcap); a larger length is an error. */
const maxPacketBytes = 262_144;

const readMagic = (view: DataView): { little: boolean; unitNs: bigint } | undefined => {
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === 0xa1b2c3d4) return { little, unitNs: 1000n };
    if (magic === 0xa1b23c4d) return { little, unitNs: 1n };
  }
  return undefined;
};

const readFileHeader = (view: DataView, offset: number): PcapFile => {
  const magic = readMagic(view);
  if (!magic) throw new CaptureError('not a pcap file', offset);
  const { little } = magic;
  const place = { snapLength: view.getUint32(16, little), linkType: view.getUint32(20, little) & 0xffff };
  return { ...magic, place };
};

const recordLength = ({ view, at }: BlockHead, { little, place }: PcapFile, offset: number): number => {
  if (view.byteLength - at < recordHeaderBytes) return recordHeaderBytes;
  const captured = view.getUint32(at + 8, little);
  if (captured > Math.max(maxPacketBytes, Math.min(place.snapLength, 64 * maxPacketBytes)))
    throw new CaptureError(`a packet claims ${captured} captured bytes`, offset);
  return recordHeaderBytes + captured;
};

const readPacket = (block: DataView, { little, unitNs, place }: PcapFile): CapturedPacket => ({
  place,
  time: BigInt(block.getUint32(0, little)) * 1_000_000_000n + BigInt(block.getUint32(4, little)) * unitNs,
  bytes: new Uint8Array(block.buffer, block.byteOffset + recordHeaderBytes, block.byteLength - recordHeaderBytes),
  originalLength: Math.max(block.getUint32(12, little), block.byteLength - recordHeaderBytes),
});
