import type { NodeCommand } from '../../words/lab/node-command.ts';

/** How links hold frames back: by the kernel, or by a thread of the engine. */
export type FrameHolder = 'netem' | 'thread';

/** Holds the frames of impaired links back in one lab. */
export interface LinkEmulation {
  /** Begins to hold frames, or changes how; rejects with a MachineError. */
  hold(commands: readonly HeldFramesCommand[], signal: AbortSignal): Promise<void>;
  /** Returns what was wrong since the last call, in a sentence: frames that were late, or too long; undefined if nothing was. */
  faults(signal: AbortSignal): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A command of a plan that holds frames back. */
export type HeldFramesCommand = Extract<NodeCommand, { readonly netem: unknown }>;

/** Milliseconds by which a frame may be late. */
export const latestMs = 5;

/** Frames that are later than `latestMs` prove nothing about a network. */
export const faultText = ({ worstUs, cut }: { readonly worstUs: number; readonly cut: number }): string | undefined => {
  const worstMs = worstUs / 1000;
  if (cut > 0) return `${cut} frames were too long for the impaired link that should carry them`;
  return worstMs > latestMs
    ? `the machine was too busy: frames of an impaired link were up to ${worstMs.toFixed(1)} ms late, and more than ${latestMs} ms is too much`
    : undefined;
};
