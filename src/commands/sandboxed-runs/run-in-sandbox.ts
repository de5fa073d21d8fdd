import type { Event } from '../../events/events.ts';
import { ownKernel } from '../../kernel/sandbox/sandbox-host.ts';
import type { SandboxHost } from '../../kernel/sandbox/sandbox-host.ts';
import type { Sandbox, SandboxExit } from '../../kernel/sandbox/start-sandbox.ts';
import { MachineError } from '../../kernel/system/machine-error.ts';
import type { Plan } from '../../plan/model/plan.ts';
import { dictionary } from '../../words/dictionary.ts';
import { errorMessage } from '../command-line/error-message.ts';
import type { ReadFiles } from '../scenarios/read-files.ts';
import { planScenario } from '../scenarios/plan-scenarios.ts';
import { compareEvents } from './compare-events.ts';
import { completeEvents } from './complete-events.ts';
import { drawTopologies } from './draw-topologies.ts';
import { exitReason } from './exit-reason.ts';
import { innerProcessCommand } from './inner-process.ts';
import { locateSteps } from './locate-steps.ts';
import type { RunOptions } from './run-options.ts';

/** How a run is asked for, beside what its inner process needs to know. */
export interface SandboxedRunOptions extends RunOptions {
  /** Ends the run: what was not finished is an error, and everything is removed. */
  readonly signal?: AbortSignal;
  /** Compares each step with its prediction. */
  readonly predict?: boolean;
  /** Adds the topology of each scenario to its first event. */
  readonly topology?: boolean;
  /** Adds stack traces to the reason of a failure. */
  readonly debug?: boolean;
  /** Called with the reason if the sandbox could not start or ended early; the events then say which scenarios it concerns. */
  readonly onFailure?: (reason: string) => void;
}

/** What a run may be asked for by the commands of this package alone. */
export interface HostedRunOptions extends SandboxedRunOptions {
  /** Where the sandbox is started; on this kernel by default. */
  readonly host?: SandboxHost;
  /** Changes the plans before they are built. */
  readonly changePlan?: (plan: Plan) => Plan;
}

/** Runs the scenarios of files in one sandbox and yields the events; ends in a summary however the sandbox ends. */
export async function* runInSandbox(
  files: ReadFiles,
  { host = ownKernel, changePlan = (plan) => plan, ...options }: HostedRunOptions,
): AsyncGenerator<Event> {
  const { signal = new AbortController().signal, predict: _, topology: __, debug, onFailure: ___, ...rest } = options;
  const { scenarios } = files;
  if (scenarios.length === 0) return yield* sandboxEvents(noSandbox, { files, options });
  const entry = innerProcessCommand({ debug });
  const started = await host.start({ entry, signal }).catch((error: Error) => error);
  if (started instanceof Error) return yield* sandboxEvents(noSandbox, { files, options, startError: started });
  await using sandbox = started;
  const plans = scenarios.map(planScenario).map(changePlan); // planned while the inner process starts
  sandbox.send({ job: { run: { plans, options: rest } } });
  yield* sandboxEvents(sandbox, { files, options, plans });
}

interface SandboxedRun {
  readonly files: ReadFiles;
  readonly options: SandboxedRunOptions;
  /** Why there is no sandbox. */
  readonly startError?: Error;
  readonly plans?: readonly Plan[];
}

const sandboxEvents = (
  sandbox: Pick<Sandbox, 'events' | 'ended'>,
  { files, options, startError, plans = [] }: SandboxedRun,
): AsyncIterable<Event> => {
  const { debug, signal, predict, topology, onFailure = () => {} } = options;
  const failureReason = (exit: SandboxExit): string => {
    if (signal?.aborted) return 'interrupted';
    const failure = startError ? errorMessage(startError, { debug: debug === true }) : exitReason(exit, { debug });
    onFailure(failure);
    return startError ? startErrorReason(startError) : failure.split('\n')[0]!;
  };
  const { scenarios: sent, skipped, wrong } = files;
  const complete = completeEvents(sandbox, { sent, skipped, wrong, failureReason });
  const measured = locateSteps(complete, files);
  const compared = predict ? compareEvents(measured, plans, dictionary) : measured;
  return topology ? drawTopologies(compared, plans) : compared;
};

/** On one line; how to mend it is printed once for all scenarios. */
const startErrorReason = (error: Error): string => {
  if (!(error instanceof MachineError)) return errorMessage(error).split('\n')[0]!;
  const { what, output = '' } = error.details;
  return [what, output.trim().split('\n')[0]].filter(Boolean).join(': ');
};

/** Replaces the sandbox when it cannot start, and when no scenario applies to the chosen families. */
const noSandbox: Pick<Sandbox, 'events' | 'ended'> = {
  events: (async function* () {})(),
  ended: Promise.resolve({ code: 0, stderr: '' }),
};
