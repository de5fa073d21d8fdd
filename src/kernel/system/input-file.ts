import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Reads a file, a pipe or a device in chunks; throws the system's error, and one of its own for a directory. */
export async function* readChunks(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if ((await stat(path)).isDirectory()) throw new Error('it is a directory');
  yield* createReadStream(path, { highWaterMark: chunkBytes, signal });
}

const chunkBytes = 1 << 18;
