import { getSystemErrorMap } from 'node:util';

/** Returns what the kernel refused, in its words: `no space left on device`; the message of any other error. */
export const systemErrorText = (error: unknown): string => {
  const { errno, message } = error as NodeJS.ErrnoException;
  return (errno !== undefined && getSystemErrorMap().get(errno)?.[1]) || message || String(error);
};
