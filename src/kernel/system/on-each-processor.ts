import { libc } from './libc.ts';

/** Calls `fn` in this thread on each processor that it may use, one after the other; only where it is, if it may not choose (sched_setaffinity(2)). */
export const onEachProcessor = <T>(fn: () => T): readonly T[] => {
  const allowed = Buffer.alloc(maskBytes);
  if (getAffinity(thisThread, maskBytes, allowed) !== 0) return [fn()];
  const results: T[] = [];
  try {
    for (let processor = 0; processor < 8 * maskBytes; processor++) {
      const bit = 1 << (processor & 7);
      if ((allowed[processor >> 3]! & bit) === 0) continue;
      const one = Buffer.alloc(maskBytes);
      one[processor >> 3] = bit;
      if (setAffinity(thisThread, maskBytes, one) === 0) results.push(fn());
    }
  } finally {
    setAffinity(thisThread, maskBytes, allowed);
  }
  return results.length > 0 ? results : [fn()];
};

const getAffinity: (thread: number, bytes: number, mask: Buffer) => number = libc.func(
  'int sched_getaffinity(int thread, size_t bytes, _Out_ void *mask)',
);
const setAffinity: (thread: number, bytes: number, mask: Buffer) => number = libc.func(
  'int sched_setaffinity(int thread, size_t bytes, const void *mask)',
);

const thisThread = 0;
/** The cpu_set_t of glibc and musl: 1024 processors. */
const maskBytes = 128;
