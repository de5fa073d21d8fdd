import type { CapturedPacket } from './capture-file.ts';
import { CaptureError } from './capture-error.ts';
import type { BlockReader } from './block-reader.ts';
import { readerFor } from './read-capture.ts';

/** A complete capture in memory; its packets are read from its bytes each time that they are iterated. */
export interface StoredCapture {
  readonly packets: Iterable<CapturedPacket>;
}

/** The largest capture that is read. */
export interface CaptureLimits {
  readonly bytes: number;
  readonly packets: number;
}

/**
 * Collects a pcap or pcapng file that comes in chunks. Throws a CaptureError at the first chunk that cannot be one or
 * is broken, and an Error where the file exceeds the limits, so that an endless file ends too.
 */
export const storeCapture = async (
  chunks: AsyncIterable<Uint8Array>,
  limits: CaptureLimits = { bytes: 1 << 29, packets: 1_000_000 },
): Promise<StoredCapture> => {
  const stored: Uint8Array[] = [];
  let reader: BlockReader | undefined;
  let [bytes, packets] = [0, 0];
  for await (const chunk of joinFirst(chunks, magicBytes)) {
    reader ??= readerFor(chunk);
    bytes += chunk.length;
    packets += reader.push(chunk).length;
    if (bytes > limits.bytes) throw tooLarge(`${limits.bytes} bytes`);
    if (packets > limits.packets) throw tooLarge(`${limits.packets} packets`);
    stored.push(chunk);
  }
  if (!reader) throw new CaptureError('the file is empty', 0);
  reader.end();
  return { packets: { [Symbol.iterator]: () => packetsIn(stored) } };
};

const tooLarge = (limit: string): Error =>
  new Error(`it has more than ${limit}; a part of it can be drawn: tcpdump -r FILE -w PART host ADDRESS and port PORT`);

/** The bytes that show the format of a file. */
const magicBytes = 4;

/** Joins the first chunks until they have the given number of bytes, since a pipe may give fewer at once. */
async function* joinFirst(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of chunks) {
    if (!first) yield chunk;
    else {
      first = Buffer.concat([first, chunk]);
      if (first.length < bytes) continue;
      yield first;
      first = undefined;
    }
  }
  if (first && first.length > 0) yield first;
}

function* packetsIn(chunks: readonly Uint8Array[]): Generator<CapturedPacket> {
  if (chunks.length === 0) return;
  const reader = readerFor(chunks[0]!);
  for (const chunk of chunks) yield* reader.push(chunk);
}
