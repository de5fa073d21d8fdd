import type { CaptureFile } from './capture-file.ts';

/** Merges captures taken by one clock: all interfaces, and all packets sorted by time; equal times keep the given order. */
export const mergeCaptures = (captures: readonly CaptureFile[]): CaptureFile => ({
  places: captures.flatMap(({ places }) => places),
  packets: captures.flatMap(({ packets }) => packets).sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time))),
});
