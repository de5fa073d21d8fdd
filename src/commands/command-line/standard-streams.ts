import { fstatSync, writeSync } from 'node:fs';

/**
 * Writes text to standard output (1) or standard error (2). Node's own streams cost a tenth of its start-up time and do
 * no more than this when the kernel takes the whole text at once; what it does not take is left to them. A reader that
 * closes its end, as `head` does, is no error.
 */
export const write = (fd: 1 | 2, text: string): void => {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0 && !buffered.has(fd)) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    buffered.add(fd);
  }
  if (rest.length > 0) streamOf(fd).write(rest);
};

/**
 * Returns the width of a terminal, or undefined where there is no terminal or it does not know; only terminals load
 * Node's streams.
 */
export const columns = (fd: 1 | 2): number | undefined =>
  (fstatSync(fd).isCharacterDevice() && streamOf(fd).isTTY && streamOf(fd).columns) || undefined;

/** Whether the kernel took all output at once, so that none is lost when the process exits. */
export const allWritten = (): boolean => buffered.size === 0;

/**
 * Descriptors that did not take all of a text: from then on all output goes through Node's streams, to keep its order.
 */
const buffered = new Set<number>();

const streamOf = (fd: 1 | 2): NodeJS.WriteStream => {
  const stream = fd === 1 ? process.stdout : process.stderr;
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  return stream;
};
