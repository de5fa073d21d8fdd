import { libc } from './libc.ts';

/**
 * Runs `fn` while this thread takes no signals; those that arrive meanwhile come after it. For libraries that wait with select(2), which a
 * signal interrupts even where system calls are restarted (signal(7)): a child that ends is one.
 */
export const withoutSignals = <T>(fn: () => T): T => {
  const before = Buffer.alloc(signalSetBytes);
  const error = maskSignals(SIG_BLOCK, allSignals, before);
  if (error !== 0) throw new Error(`pthread_sigmask failed: error ${error}`);
  try {
    return fn();
  } finally {
    maskSignals(SIG_SETMASK, before, null);
  }
};

/** Returns the number of an error, or 0. */
const maskSignals: (how: number, set: Buffer, old: Buffer | null) => number = libc.func(
  'int pthread_sigmask(int how, const void *set, _Out_ void *old)',
);

/** The sigset_t of glibc and musl. */
const signalSetBytes = 128;
const allSignals = Buffer.alloc(signalSetBytes, 0xff);

const [SIG_BLOCK, SIG_SETMASK] = [0, 2];
