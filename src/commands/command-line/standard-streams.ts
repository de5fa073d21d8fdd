import { fstatSync, writeSync } from 'node:fs';
import { systemErrorText } from '../../kernel/system/system-error-text.ts';

/**
 * Writes to standard output (1) or standard error (2). Node's own streams cost a tenth of its start-up time and do no
 * more than this when the kernel takes everything at once; what it does not take is left to them. A reader that closes
 * its end, as `head` does, is no error; any other failure of standard output is kept for `lostOutput`.
 */
export const write = (fd: 1 | 2, content: string | Uint8Array): void => {
  if (ended.has(fd)) return;
  let rest = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    while (rest.length > 0 && !buffered.has(fd)) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return end(fd, error);
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

/**
 * Returns the characters of a line on a terminal: COLUMNS if it is exported (POSIX.1-2024 XBD 8.3), else its width;
 * undefined where there is no terminal, so that each sentence of a log stays on one line.
 */
export const lineWidth = ({ COLUMNS: wanted = '' } = process.env, terminal = () => columns(1)): number | undefined => {
  const width = terminal();
  return width !== undefined && /^[1-9]\d{0,4}$/.test(wanted) ? Number(wanted) : width;
};

/** Whether the kernel took all output at once, so that none is lost when the process exits. */
export const allWritten = (): boolean => buffered.size === 0;

/** Why standard output was not written whole, in the words of the kernel; undefined if it was, or if its reader left. */
export const lostOutput = (): string | undefined => lost;

/** Aborts when standard output takes nothing more: its reader closed its end, or writing failed. */
export const outputEnded = (): AbortSignal => {
  noMoreOutput ??= new AbortController();
  if (ended.has(1)) noMoreOutput.abort();
  return noMoreOutput.signal;
};

/** Made for the first command that asks: Node loads the class of it then, which takes a fiftieth of the time of a short command. */
let noMoreOutput: AbortController | undefined;
let lost: string | undefined;

/** Descriptors that take nothing more. */
const ended = new Set<number>();

const end = (fd: 1 | 2, error: unknown): void => {
  ended.add(fd);
  if (fd === 2) return;
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') lost = systemErrorText(error);
  noMoreOutput?.abort();
};

/**
 * Descriptors that did not take all of a text: from then on all output goes through Node's streams, to keep its order.
 */
const buffered = new Set<number>();

const streamOf = (fd: 1 | 2): NodeJS.WriteStream => {
  const stream = fd === 1 ? process.stdout : process.stderr;
  if (stream.listenerCount('error') === 0) stream.on('error', (error) => end(fd, error));
  return stream;
};
