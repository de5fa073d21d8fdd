import type { Action, Expectation, NodeKind, Trait, Watch } from './word.ts';

/** The language: everything that a scenario can say. A new word is its file and one line here. */
export interface Dictionary {
  readonly nodes: Readonly<Record<string, NodeKind<never>>>;
  readonly traits: Readonly<Record<string, Trait<never>>>;
  readonly actions: Readonly<Record<string, Action<never>>>;
  readonly watches: Readonly<Record<string, Watch<never>>>;
  readonly expectations: Readonly<Record<string, Expectation<never>>>;
}
