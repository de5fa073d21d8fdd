import type { Result, Summary } from '../../events/events.ts';
import type { ObservedBehaviours } from '../../kernel/machine/probe-behaviours.ts';
import { compareRuns } from '../comparisons/compare-runs.ts';
import type { ScenarioDifference } from '../comparisons/compare-runs.ts';
import type { TargetRun } from './run-target.ts';

/** The same scenarios on several kernels, as plain data. */
export interface KernelMatrix {
  readonly version: 1;
  readonly targets: readonly MatrixTarget[];
  readonly scenarios: readonly MatrixRow[];
  /** How each other target differs from the first. */
  readonly differences: readonly TargetDifferences[];
}

export interface MatrixTarget {
  readonly name: string;
  /** The release that its kernel reports; absent if it never did. */
  readonly kernel?: string;
  /** The measured factor of every `within`. */
  readonly timeScale: number;
  readonly summary: Summary;
  /** What was probed of its kernel; absent where no scenario asks for anything. */
  readonly behaviours?: ObservedBehaviours;
  readonly failure?: string;
}

export interface MatrixRow {
  readonly file: string;
  readonly title: string;
  /** In the order of the targets. */
  readonly results: readonly { readonly result: Result; readonly reason?: string }[];
}

export interface TargetDifferences {
  readonly target: string;
  readonly comparedWith: string;
  readonly scenarios: readonly ScenarioDifference[];
}

/** Arranges the runs of several targets: results side by side, and what differs from the first target. Pure. */
export const kernelMatrix = (runs: readonly TargetRun[]): KernelMatrix => {
  const [first, ...others] = runs as readonly [TargetRun, ...TargetRun[]];
  return {
    version: 1,
    targets: runs.map(({ target, run, failure }) => ({
      name: target,
      ...(run.machine && { kernel: run.machine.kernel }),
      timeScale: run.machine?.timeScale ?? 1,
      summary: run.summary ?? { passed: 0, failed: 0, skipped: 0, errors: 0 },
      ...(run.machine?.behaviours && { behaviours: run.machine.behaviours }),
      ...(failure !== undefined && { failure }),
    })),
    scenarios: first.run.scenarios.map(({ file, title }, index) => ({
      ...{ file, title },
      results: runs.map(({ run }) => {
        const { result, reason } = run.scenarios[index] ?? { result: 'error', reason: 'it did not run' };
        return { result, ...(reason !== undefined && { reason }) };
      }),
    })),
    differences: others.map(({ target, run }) => ({
      ...{ target, comparedWith: first.target },
      scenarios: compareRuns(first.run, run, anyTime).scenarios,
    })),
  };
};

/** A slow guest changes every time, and its verdicts judge those that matter. */
const anyTime = { percent: Infinity, ms: Infinity };
