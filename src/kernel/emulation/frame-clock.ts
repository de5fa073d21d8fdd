import { libc } from '../system/libc.ts';

/** Microseconds since 1970, by the clock that stamps frames. */
export const nowUs = (): number => {
  clockGettime(CLOCK_REALTIME, time);
  return time.readUInt32LE(0) * 1e6 + time.readUInt32LE(8) / 1e3;
};

/** `struct timespec`: used for each call, since each frame asks for the time. */
const time = Buffer.alloc(16);
const clockGettime: (clock: number, time: Buffer) => number = libc.func('int clock_gettime(int clock, void *time)');

/** include/uapi/linux/time.h */
const CLOCK_REALTIME = 0;
