import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Reads a stream to its end, keeps its first megabyte, and counts the rest. */
export const keepOutput = (stream: Readable) => {
  const kept: Buffer[] = [];
  let bytes = 0;
  let omitted = 0;
  let turnsWithoutData = 0;
  stream.on('data', (chunk: Buffer) => {
    turnsWithoutData = 0;
    const room = chunk.subarray(0, mostBytes - bytes);
    bytes += room.length;
    omitted += chunk.length - room.length;
    if (room.length > 0) kept.push(room);
  });
  return {
    text: (): string => Buffer.concat(kept).toString(),
    /** Bytes that were read and not kept. */
    omitted: (): number => omitted,
    /** Resolves when everything is read that a program had written when it ended, though a child of it may still hold the stream open. */
    drained: async (): Promise<void> => {
      // Node reads what a pipe holds in each turn of its event loop; the first turn may have begun before the program ended.
      for (turnsWithoutData = 0; turnsWithoutData < 2 && !stream.readableEnded; turnsWithoutData += 1) await nextTurn();
    },
  };
};

/** Programs that print more are not meant to be read. */
const mostBytes = 1_000_000;
