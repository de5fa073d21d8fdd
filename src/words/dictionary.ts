import type { Action, Expectation, NodeKind, Trait, Watch } from './word.ts';

/** The language: everything that a scenario can say. A new word is its file and one line here. */
export interface Dictionary {
  readonly nodes: Readonly<Record<string, NodeKind<unknown>>>;
  readonly traits: Readonly<Record<string, Trait<unknown>>>;
  readonly actions: Readonly<Record<string, Action<unknown>>>;
  readonly watches: Readonly<Record<string, Watch<unknown>>>;
  readonly expectations: Readonly<Record<string, Expectation<unknown>>>;
}
