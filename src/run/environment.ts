import type { Machine } from '../events/events.ts';
import type { AskedWatch, Inheritance } from './perform-step.ts';
import type { Plan } from '../plan/model/plan.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Lab } from '../words/lab/lab.ts';
import type { Capability } from '../words/language/word.ts';

/** What a run needs of the machine room; a test gives a fake in its place. */
export interface Ground {
  readonly machine: Machine;
  readonly dictionary: Dictionary;
  /** Labs that may stand at the same time. */
  readonly jobs: number;
  /** A sentence for each capability that is missing. */
  missing(needs: readonly Capability[], signal: AbortSignal): Promise<readonly string[]>;
  standUp(plan: Plan, signal: AbortSignal): Promise<StandingLab>;
  /** Watches that the run asks for in every step that they can watch. */
  readonly watches?: readonly AskedWatch[];
  /** For slow machines: steps may take so many times as long. */
  readonly timeScale?: number;
  /** Text of a kernel warning since the last question; undefined when there was none. */
  warning(): string | undefined;
}

/** A lab that steps can be performed in, and that is gone when it is disposed of. */
export interface StandingLab extends Lab, Inheritance, AsyncDisposable {
  /** Ends what was kept beside the lab while it still stands; sentences for the reader. */
  farewell?(): Promise<readonly string[]>;
}
