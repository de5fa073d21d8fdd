import type { Path } from '../model/scenario.ts';

/** One thing that is wrong with a scenario file, as data; the excerpt is made once, at the end. */
export interface Problem {
  readonly at: Path;
  /** Whether the caret belongs under the key or under the value at `at`. */
  readonly part: 'key' | 'value';
  readonly code: string;
  /** What is wrong. */
  readonly what: string;
  /** What would be right. */
  readonly right: string;
  /** The word of the language that it is about: `mtulab explain` tells more. */
  readonly word?: string;
}
