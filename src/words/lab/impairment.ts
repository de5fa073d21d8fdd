import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';

/** What a link does to the frames of one direction besides carrying them; each value may differ by family. */
export interface Impairment {
  /** How much later each frame arrives, as a duration such as `20ms`. */
  readonly delay?: PerFamily<string>;
  /** The share of frames that are lost at random, such as `1%`. */
  readonly loss?: PerFamily<string>;
  /** The share of frames that arrive twice. */
  readonly duplicate?: PerFamily<string>;
  /** The share of frames that are not delayed, and so overtake others. */
  readonly reorder?: PerFamily<string>;
  /** The length in bytes of the longest IP packets that are carried; longer ones vanish. */
  readonly passes?: PerFamily<number>;
}

/** One value for every frame, or one for each family that has any. */
export type PerFamily<T> = T | { readonly [F in Family]?: T };

/** Frames with IP packets, by their family, and all others, such as those of ARP. */
export const frameClasses = [...families, 'other'] as const;

export type FrameClass = (typeof frameClasses)[number];

/** Returns the value for frames of a class; undefined where it has none. */
export const valueFor = <T extends string | number>(
  setting: PerFamily<T> | undefined,
  frames: FrameClass,
): T | undefined => {
  if (typeof setting !== 'object') return setting;
  return frames === 'other' ? undefined : (setting as Readonly<Partial<Record<Family, T>>>)[frames];
};

/** Returns a share such as `1%` as a number of percent; 0 without one. */
export const percent = (share: string | undefined): number => Number(share?.slice(0, -1) ?? 0);

/** Whether it holds frames back for a time, which takes more than rules that let each pass or not. */
export const holdsFrames = ({ delay, reorder }: Impairment): boolean => delay !== undefined || reorder !== undefined;

/** The namespace through which the impaired links of a lab lead; the point keeps its name apart from those of nodes. */
export const emulator = 'link.emulator';

/** Returns why these settings contradict each other: `what is wrong; what would be right`. */
export const impairmentConflict = ({ delay, reorder }: Impairment): string | undefined => {
  const isWithoutDelay = frameClasses.some(
    (frames) => percent(valueFor(reorder, frames)) > 0 && valueFor(delay, frames) === undefined,
  );
  return isWithoutDelay ? 'reorder without a delay; only frames that are delayed can be overtaken' : undefined;
};
