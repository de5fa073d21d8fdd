import type { Step } from '../model/scenario.ts';

/** Returns the actions of steps in their order, those of a `together` in place of it. */
export const actionsOf = (steps: readonly Step[]): readonly Action[] =>
  steps.flatMap(({ action, together }) => [...(action ? [action] : []), ...actionsOf(together)]);

/** The action of a step. */
export type Action = NonNullable<Step['action']>;
