import type { MachineDescription } from '../kernel/machine/describe-machine.ts';
import type { RequestedWatch, InheritedState } from './perform-step.ts';
import type { Plan } from '../plan/model/plan.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Lab } from '../words/lab/lab.ts';
import type { Capability } from '../words/language/word.ts';

/** What a run needs of the machine room; a test gives a fake in its place. */
export interface RunEnvironment {
  readonly machine: MachineDescription;
  readonly dictionary: Dictionary;
  /** Labs that may stand at the same time. */
  readonly jobs: number;
  /** A sentence for each capability that is missing. */
  missingCapabilities(needs: readonly Capability[], signal: AbortSignal): Promise<readonly string[]>;
  buildLab(plan: Plan, signal: AbortSignal): Promise<RunLab>;
  /** Watches that the run asks for in every step that they can watch. */
  readonly watches?: readonly RequestedWatch[];
  /** For slow machines: steps may take so many times as long. */
  readonly timeScale?: number;
  /** Text of a kernel warning since the last question; undefined when there was none. */
  kernelWarning(): string | undefined;
}

/** A lab that steps can be performed in, and that is gone when it is disposed of. */
export interface RunLab extends Lab, InheritedState, AsyncDisposable {
  /** Ends what was kept beside the lab while it still stands; sentences for the reader. */
  finish?(): Promise<readonly string[]>;
}
