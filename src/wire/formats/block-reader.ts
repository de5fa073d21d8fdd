import type { CapturedPacket, CapturePlace } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';

/** Takes a file in pieces of any size and gives the packets that each piece completes; a broken file throws a CaptureError. */
export interface BlockReader {
  readonly push: (chunk: Uint8Array) => readonly CapturedPacket[];
  /** Says that the file is over: a packet that was begun and not finished is an error. */
  readonly end: () => void;
  /** The places that the file has told of so far. */
  readonly places: () => readonly CapturePlace[];
}

/** One file format: how many bytes its next block needs, and what a whole block says. */
export interface BlockFormat {
  /** Bytes of the next block as far as `head` tells; more than `head` holds means: ask again with that many. */
  readonly blockLength: (head: DataView, offset: number) => number;
  readonly read: (block: DataView, offset: number) => CapturedPacket | undefined;
  readonly places: () => readonly CapturePlace[];
}

/** Cuts a stream of pieces into the blocks of a format; holds no more than one block back. */
export const blockReader = (format: BlockFormat): BlockReader => {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let needed = 1;
  let offset = 0;

  const push = (chunk: Uint8Array): CapturedPacket[] => {
    held.push(chunk);
    heldBytes += chunk.length;
    return heldBytes < needed ? [] : cut(joined(held, heldBytes));
  };
  const cut = (bytes: Uint8Array): CapturedPacket[] => {
    const packets: CapturedPacket[] = [];
    let at = 0;
    for (;;) {
      needed = format.blockLength(viewOf(bytes.subarray(at)), offset);
      if (bytes.length - at < needed) break;
      const packet = format.read(viewOf(bytes.subarray(at, at + needed)), offset);
      if (packet) packets.push(packet);
      at += needed;
      offset += needed;
    }
    held = [bytes.slice(at)];
    heldBytes = bytes.length - at;
    return packets;
  };
  const end = (): void => {
    if (heldBytes > 0 || offset === 0)
      throw new CaptureError(`the file ends after ${heldBytes} of at least ${needed} bytes of a block`, offset);
  };
  return { push, end, places: format.places };
};

/** A view of exactly the bytes of an array that may be a part of a larger buffer. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const joined = (pieces: readonly Uint8Array[], length: number): Uint8Array => {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};
