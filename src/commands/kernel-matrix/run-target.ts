import type { Event } from '../../events/events.ts';
import { collectRun } from '../../reports/model/collect-run.ts';
import type { CollectedRun } from '../../reports/model/collect-run.ts';
import { errorMessage } from '../command-line/error-message.ts';
import { runInSandbox } from '../sandboxed-runs/run-in-sandbox.ts';
import type { ReadFiles } from '../scenarios/read-files.ts';
import { giveSysctls } from './give-sysctls.ts';
import { openTarget } from './open-target.ts';
import type { Target } from './read-targets.ts';

/** The run of all scenarios on one target. */
export interface TargetRun {
  readonly target: string;
  readonly run: CollectedRun;
  /** Why the target could not run them, with the last lines of its console. */
  readonly failure?: string;
}

/** Runs all scenarios on one target; whatever fails is part of the result, so that other targets are not concerned. */
export const runTarget = async (target: Target, files: ReadFiles, signal: AbortSignal): Promise<TargetRun> => {
  const failures: string[] = [];
  const events: Event[] = [];
  const host = await openTarget(target, signal).catch((error: unknown) => ({ start: () => Promise.reject(error) }));
  const onFailure = (reason: string): void => void failures.push(reason);
  const changePlan = (plan: Parameters<typeof giveSysctls>[0]) => giveSysctls(plan, target.sysctl);
  try {
    for await (const event of runInSandbox(files, { host, signal, onFailure, changePlan })) events.push(event);
  } catch (error) {
    onFailure(errorMessage(error));
  }
  return { target: target.name, run: collectRun(events), ...(failures.length > 0 && { failure: failures.join('\n') }) };
};
