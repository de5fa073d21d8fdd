import type { CaptureResult, CapturedFrame, Lab, LabCapture } from '../lab/lab.ts';

/** Joins the capture of all places of a lab that is going on, or begins it: the twins of a step see the same wires. */
export const joinCapture = async (lab: Lab, signal: AbortSignal): Promise<JoinedCapture> => {
  const shared = going.get(lab) ?? begin(lab, signal);
  shared.members += 1;
  const { capture, frames } = await shared.begun;
  let left: Promise<SharedFrames> | undefined;
  const leave = async (): Promise<SharedFrames> => {
    shared.members -= 1;
    const endedAt = BigInt(Date.now()) * 1_000_000n;
    if (shared.members > 0) {
      for (const frame of capture.drain()) frames.push(frame);
      return { frames: [...frames], warnings: [], endedAt };
    }
    if (going.get(lab) === shared) going.delete(lab);
    const rest = await capture.stop();
    for (const frame of rest.frames) frames.push(frame); // spread, a hundred thousand would overflow the stack
    return { frames, warnings: rest.warnings, endedAt };
  };
  return { startedAt: capture.startedAt, leave: () => (left ??= leave()) };
};

export interface JoinedCapture {
  readonly startedAt: bigint;
  /** What was seen since the capture began; the last one who leaves ends it, and alone knows whether it was whole. */
  leave(): Promise<SharedFrames>;
}

/** What was seen, and until when (nanoseconds since 1970). */
export type SharedFrames = Pick<CaptureResult, 'frames' | 'warnings'> & { readonly endedAt: bigint };

interface Shared {
  members: number;
  readonly begun: Promise<{ readonly capture: LabCapture; readonly frames: CapturedFrame[] }>;
}

const going = new WeakMap<Lab, Shared>();

const begin = (lab: Lab, signal: AbortSignal): Shared => {
  const begun = lab.capture({}, signal).then((capture) => ({ capture, frames: [] }));
  const shared: Shared = { members: 0, begun };
  going.set(lab, shared);
  begun.catch(() => going.delete(lab));
  return shared;
};
