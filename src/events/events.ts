import type { MachineDescription } from '../kernel/machine/describe-machine.ts';
import type { Topology } from '../plan/graph/graph-topology.ts';
import type { FactName, Facts } from '../words/facts/facts.ts';
import type { Verdict } from '../words/language/verdict.ts';
import type { Family } from '../evidence/family.ts';

/**
 * The events of a run, in the order in which they happen; reports consume nothing else. Plain data: each crosses the
 * sandbox's pipe as one JSON line.
 */
export type Event =
  | { readonly kind: 'run'; readonly machine: MachineDescription; readonly scenarios: number }
  | ({ readonly kind: 'scenario'; readonly id: number } & ScenarioStart)
  | ({ readonly kind: 'step'; readonly id: number; readonly index: number } & StepStart)
  | ({ readonly kind: 'step-end'; readonly id: number; readonly index: number } & StepResult)
  | { readonly kind: 'note'; readonly id: number; readonly text: string }
  | ({ readonly kind: 'scenario-end'; readonly id: number } & ScenarioResult)
  | { readonly kind: 'end'; readonly summary: Summary };

export type Result = 'pass' | 'fail' | 'skip' | 'error';

export interface ScenarioStart {
  readonly file: string;
  readonly title: string;
  /** The values of its case of `vary`, such as `client=curl`; absent without `vary`. */
  readonly case?: string;
  /** Its network, if a report asks for it. */
  readonly topology?: Topology;
}

export interface StepStart {
  readonly name: string;
  /** What ends it: `evidence` of a stall, or the `end` of its action; absent in a step without an action. */
  readonly awaits?: 'evidence' | 'end';
}

export interface StepResult {
  readonly name: string;
  readonly result: Result;
  /** State that earlier steps left in the lab: learned exceptions and open named flows. */
  readonly inherited: readonly string[];
  readonly facts: Readonly<Partial<Record<Family | 'once', Facts>>>;
  readonly verdicts: readonly Verdict[];
  /** Expectations that do not apply to this kernel, a sentence each; absent without any. */
  readonly notApplicable?: readonly string[];
  /** The facts that the `watch` of the step asks for. */
  readonly watched?: readonly FactName[];
  /** Commands that repeat the step by hand: exact, with the namespace, ready to paste. */
  readonly commands: readonly string[];
  readonly ms: number;
  /** Why the step is an error, or was skipped. */
  readonly reason?: string;
  /** Where the step begins in its file, from 1; absent for a typed step. */
  readonly line?: number;
}

export interface ScenarioResult {
  readonly file: string;
  readonly title: string;
  readonly result: Result;
  /** Why the scenario was skipped or ended in an error. */
  readonly reason?: string;
  /** Where the first mistake of a file is that cannot be run, from 1. */
  readonly line?: number;
  readonly ms: number;
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly errors: number;
}
