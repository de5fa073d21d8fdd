import type { FrameClass } from './impairment.ts';

/**
 * One command in a node, as data with its reason; the plan renders it into the script and never builds a shell string itself.
 * `ip`: one line of `ip -batch`; `sysctl`: a write under /proc/sys; `nft`: text for `nft -f`; `file`: what programs in the node find in
 * /etc; `netem`: what holds frames back; `argv`: any other program.
 */
export type NodeCommand =
  | {
      readonly in: string;
      readonly ip: readonly string[];
      readonly why: string;
      /** In a build the engine sends it to the kernel itself, as ip would, and starts no process. */
      readonly netlink?: true;
    }
  | {
      readonly in: string;
      readonly sysctl: string;
      /** null: the default of a new namespace of this kernel. */
      readonly value: string | null;
      readonly why: string;
      /** Skip it on a kernel without this setting: it is pinned for safety and no scenario asked for it. */
      readonly ifPresent?: true;
    }
  | { readonly in: string; readonly nft: string; readonly why: string }
  | { readonly in: string; readonly netem: HeldFrames; readonly why: string }
  | {
      readonly in: string;
      /** Path below /etc, as `ip netns exec` mounts it from /etc/netns/NODE. */
      readonly file: string;
      /** The whole text; null: programs find what the machine has. */
      readonly text: string | null;
      readonly why: string;
    }
  | {
      readonly in: string;
      readonly argv: readonly string[];
      readonly why: string;
      /** In a build: run it only after every link of the lab is up. */
      readonly afterUp?: true;
    };

/** Frames that arrive at one device and leave by another, some of them later; netem does so, or the engine where a kernel has no netem. */
export interface HeldFrames {
  readonly from: string;
  readonly to: string;
  readonly timing: Readonly<Record<FrameClass, FrameTiming>>;
  /** The ruleset that sends frames from one device to the other, for netem. */
  readonly rules: string;
}

export interface FrameTiming {
  readonly delayMs: number;
  /** Percent of the frames that arrive twice, and that are not delayed. */
  readonly duplicate: number;
  readonly reorder: number;
}
