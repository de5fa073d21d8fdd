import type { CaptureFile } from './capture-file.ts';

/** Several captures of one clock as one: all places, all packets by time; equal times keep the order of the captures. */
export const mergeCaptures = (captures: readonly CaptureFile[]): CaptureFile => ({
  places: captures.flatMap(({ places }) => places),
  packets: captures.flatMap(({ packets }) => packets).sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time))),
});
