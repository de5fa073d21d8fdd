import type { CapturedPacket, CaptureInterface } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';

/** Reads a capture file in chunks of any size; throws a CaptureError if the file is broken. */
export interface BlockReader {
  /** Returns the packets that this chunk completes. */
  readonly push: (chunk: Uint8Array) => readonly CapturedPacket[];
  /** Marks the end of the file; throws a CaptureError if a packet is incomplete. */
  readonly end: () => void;
  /** The interfaces read so far. */
  readonly places: () => readonly CaptureInterface[];
}

/** A file format: how to find the length of the next block in bytes, and how to read a complete block. */
export interface BlockFormat {
  /** Bytes of the block at `head.at`; if `head` has fewer, it is called again with that many. */
  readonly blockLength: (head: BlockHead, offset: number) => number;
  readonly read: (block: DataView, offset: number) => CapturedPacket | undefined;
  readonly places: () => readonly CaptureInterface[];
}

/** The first bytes of a block, from `at` to the end of `view`: making a view for each block costs more than reading it. */
export interface BlockHead {
  readonly view: DataView;
  readonly at: number;
}

/** Splits a stream of chunks into the blocks of a format; buffers at most one incomplete block. */
export const blockReader = (format: BlockFormat): BlockReader => {
  let buffered: Uint8Array[] = [];
  let bufferedBytes = 0;
  let needed = 1;
  let offset = 0;

  const push = (chunk: Uint8Array): CapturedPacket[] => {
    buffered.push(chunk);
    bufferedBytes += chunk.length;
    return bufferedBytes < needed ? [] : splitBlocks(join(buffered, bufferedBytes));
  };
  const splitBlocks = (bytes: Uint8Array): CapturedPacket[] => {
    const packets: CapturedPacket[] = [];
    const view = viewOf(bytes);
    let at = 0;
    for (;;) {
      needed = format.blockLength({ view, at }, offset);
      if (bytes.length - at < needed) break;
      const packet = format.read(new DataView(bytes.buffer, bytes.byteOffset + at, needed), offset);
      if (packet) packets.push(packet);
      at += needed;
      offset += needed;
    }
    buffered = [bytes.slice(at)];
    bufferedBytes = bytes.length - at;
    return packets;
  };
  const end = (): void => {
    if (bufferedBytes > 0 || offset === 0)
      throw new CaptureError(
        `the file is truncated: it ends after ${bufferedBytes} of at least ${needed} bytes of a block`,
        offset,
      );
  };
  return { push, end, places: format.places };
};

/** A DataView of exactly the bytes of an array, which may be part of a larger buffer. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const join = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};
