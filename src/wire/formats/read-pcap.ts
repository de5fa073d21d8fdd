import type { CapturedPacket, CapturePlace } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import { blockReader, type BlockReader } from './block-reader.ts';

/** Reads classic pcap files of either byte order, with micro- or nanoseconds (draft-ietf-opsawg-pcap). */
export const pcapReader = (): BlockReader => {
  let file: PcapFile | undefined;
  return blockReader({
    places: () => (file ? [file.place] : []),
    blockLength: (head, offset) => (file ? recordLength(head, file, offset) : fileHeaderBytes),
    read: (block, offset) => {
      if (file) return packet(block, file);
      file = fileHeader(block, offset);
      return undefined;
    },
  });
};

/** Whether a file that begins with these four bytes is a classic pcap file. */
export const isPcap = (magic: DataView): boolean => orderOf(magic) !== undefined;

interface PcapFile {
  readonly little: boolean;
  readonly unit: bigint;
  readonly place: CapturePlace;
}

const fileHeaderBytes = 24;
const recordHeaderBytes = 16;
/** The most that any capture tool keeps of a packet (MAXIMUM_SNAPLEN of libpcap); a larger length is a lie. */
const mostBytes = 262_144;

const orderOf = (view: DataView): { little: boolean; unit: bigint } | undefined => {
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === 0xa1b2c3d4) return { little, unit: 1000n };
    if (magic === 0xa1b23c4d) return { little, unit: 1n };
  }
  return undefined;
};

const fileHeader = (view: DataView, offset: number): PcapFile => {
  const order = orderOf(view);
  if (!order) throw new CaptureError('this is not a pcap file', offset);
  const { little } = order;
  const place = { snapLength: view.getUint32(16, little), linkType: view.getUint32(20, little) & 0xffff };
  return { ...order, place };
};

const recordLength = (head: DataView, { little, place }: PcapFile, offset: number): number => {
  if (head.byteLength < recordHeaderBytes) return recordHeaderBytes;
  const captured = head.getUint32(8, little);
  if (captured > Math.max(mostBytes, Math.min(place.snapLength, 64 * mostBytes)))
    throw new CaptureError(`a packet claims ${captured} captured bytes`, offset);
  return recordHeaderBytes + captured;
};

const packet = (block: DataView, { little, unit, place }: PcapFile): CapturedPacket => ({
  place,
  time: BigInt(block.getUint32(0, little)) * 1_000_000_000n + BigInt(block.getUint32(4, little)) * unit,
  bytes: new Uint8Array(block.buffer, block.byteOffset + recordHeaderBytes, block.byteLength - recordHeaderBytes),
  originalLength: Math.max(block.getUint32(12, little), block.byteLength - recordHeaderBytes),
});
