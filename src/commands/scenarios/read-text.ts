import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { scenarioLimits } from '../../scenario/problems/scenario-limits.ts';

/**
 * Text of a scenario file. Throws what is wrong with a path that is no regular file or too large: a device or a FIFO would be read for
 * ever. Files in /proc have the size 0, so that only reading shows how long they are.
 */
export const readText = (path: string): string => {
  // Without O_NONBLOCK, opening a FIFO waits for a writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error(`it is ${kindOf(stats)}, not a regular file`);
    if (stats.size > scenarioLimits.bytes) throw new Error(tooLarge(`${stats.size}`));
    return contentOf(file);
  } finally {
    closeSync(file);
  }
};

const contentOf = (file: number): string => {
  const content = Buffer.allocUnsafe(scenarioLimits.bytes + 1);
  let length = 0;
  for (let count = 1; count > 0 && length < content.length; length += count)
    count = readSync(file, content, length, content.length - length, null);
  if (length > scenarioLimits.bytes) throw new Error(tooLarge(`more than ${scenarioLimits.bytes}`));
  return content.toString('utf8', 0, length);
};

const tooLarge = (bytes: string): string => `it has ${bytes} bytes and a scenario file at most ${scenarioLimits.bytes}`;

const kindOf = (stats: Stats): string => {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
};
