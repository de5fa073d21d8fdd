import type { Path } from '../model/scenario.ts';

/** A mistake in a scenario file, as data; the excerpt is added last. */
export interface Problem {
  readonly at: Path;
  /** Whether the caret points at the key or at the value. */
  readonly part: 'key' | 'value';
  /** What is wrong. */
  readonly what: string;
  /** What would be right. */
  readonly right: string;
  /** The word of the language that `mtulab explain` describes. */
  readonly word?: string;
}
