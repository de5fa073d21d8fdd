import type { CaptureResult, CapturedFrame, Lab, LabCapture } from '../lab/lab.ts';

/** Joins the capture of all places of a lab, or starts it: both families of a step share one capture. */
export const joinCapture = async (lab: Lab, signal: AbortSignal): Promise<JoinedCapture> => {
  const shared = running.get(lab) ?? start(lab, signal);
  shared.users += 1;
  const { capture, frames } = await shared.started;
  let left: Promise<SharedFrames> | undefined;
  const leave = async (): Promise<SharedFrames> => {
    shared.users -= 1;
    const endedAt = BigInt(Date.now()) * 1_000_000n;
    if (shared.users > 0) {
      for (const frame of capture.drain()) frames.push(frame);
      const warnings = capture.missing?.() ?? [];
      return { frames: [...frames], warnings, incomplete: warnings.length > 0, endedAt };
    }
    if (running.get(lab) === shared) running.delete(lab);
    const rest = await capture.stop();
    for (const frame of rest.frames) frames.push(frame); // spreading a hundred thousand frames would overflow the stack
    return { frames, warnings: rest.warnings, incomplete: rest.incomplete === true, endedAt };
  };
  return { startedAt: capture.startedAt, leave: () => (left ??= leave()) };
};

export interface JoinedCapture {
  readonly startedAt: bigint;
  /** Returns the frames since the capture started. The last user to leave stops it, and gets all warnings. */
  leave(): Promise<SharedFrames>;
}

/** The frames that were captured until `endedAt` (nanoseconds since 1970). */
export type SharedFrames = Pick<CaptureResult, 'frames' | 'warnings' | 'incomplete'> & { readonly endedAt: bigint };

interface SharedCapture {
  users: number;
  readonly started: Promise<{ readonly capture: LabCapture; readonly frames: CapturedFrame[] }>;
}

const running = new WeakMap<Lab, SharedCapture>();

const start = (lab: Lab, signal: AbortSignal): SharedCapture => {
  const started = lab.capture({}, signal).then((capture) => ({ capture, frames: [] }));
  const shared: SharedCapture = { users: 0, started };
  running.set(lab, shared);
  started.catch(() => running.delete(lab));
  return shared;
};
