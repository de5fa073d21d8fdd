import type { CaptureFile } from './capture-file.ts';

/** Merges captures taken by one clock, with packets sorted by time; packets of equal time keep the given order. */
export const mergeCaptures = (captures: readonly CaptureFile[]): CaptureFile => ({
  places: captures.flatMap(({ places }) => places),
  packets: captures.flatMap(({ packets }) => packets).sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time))),
});
