import type { MachineDescription } from '../kernel/machine/describe-machine.ts';
import type { ObservedBehaviours } from '../kernel/machine/probe-behaviours.ts';
import type { RequestedWatch, InheritedState } from './perform-step.ts';
import type { Need, Plan } from '../plan/model/plan.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Lab } from '../words/lab/lab.ts';

/** Everything that a run needs from the machine; tests replace it with a fake. */
export interface RunEnvironment {
  readonly machine: MachineDescription;
  readonly dictionary: Dictionary;
  /** The largest number of labs that may run at the same time. */
  readonly jobs: number;
  /** Returns one sentence for each capability that the machine lacks. */
  missingCapabilities(needs: readonly Need[], signal: AbortSignal): Promise<readonly string[]>;
  buildLab(plan: Plan, signal: AbortSignal): Promise<RunLab>;
  /** Watches that the run adds to every step whose action they can watch. */
  readonly watches?: readonly RequestedWatch[];
  /** For slow machines: the factor by which steps may take longer. */
  readonly timeScale?: number;
  /** Why scenarios that measure short times are skipped, on a machine that is too slow for all of them. */
  readonly cannotTime?: string;
  /** Returns what probes find out about these behaviours of the kernel. */
  probeBehaviours(names: readonly string[], signal: AbortSignal): Promise<ObservedBehaviours>;
  /** Returns the kernel warning logged since the last call, or undefined when there was none. */
  kernelWarning(): string | undefined;
}

/** A lab in which steps can be performed; disposing of it removes it. */
export interface RunLab extends Lab, InheritedState, AsyncDisposable {
  /** Returns what made the steps since the last call worthless, in a sentence; undefined if nothing did. */
  faults?(signal: AbortSignal): Promise<string | undefined>;
  /** Ends what was recorded beside the lab, while the lab is still running; returns sentences for the report, also what programs in the lab had to report. */
  finish?(): Promise<readonly string[]>;
}
