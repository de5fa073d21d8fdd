import { fstatSync, writeSync } from 'node:fs';

/**
 * Writes text to standard output (1) or standard error (2). Node's own streams cost a tenth of its start and do no more than this where the
 * kernel takes all of it; what it does not take at once is left to them. A reader that went away, as `head` does, is no failure.
 */
export const write = (fd: 1 | 2, text: string): void => {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0 && !left.has(fd)) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    left.add(fd);
  }
  if (rest.length > 0) streamOf(fd).write(rest);
};

/** The width of a terminal that knows it; undefined for anything else, which is known without Node's streams. */
export const columns = (fd: 1 | 2): number | undefined =>
  (fstatSync(fd).isCharacterDevice() && streamOf(fd).isTTY && streamOf(fd).columns) || undefined;

/** Whether nothing that was written still waits for its reader. */
export const allWritten = (): boolean => left.size === 0;

/** Descriptors that did not take everything: from then on all goes the way of Node's streams, in order. */
const left = new Set<number>();

const streamOf = (fd: 1 | 2): NodeJS.WriteStream => {
  const stream = fd === 1 ? process.stdout : process.stderr;
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  return stream;
};
