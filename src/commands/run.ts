import type { RunOptions } from './sandboxed-runs/run-options.ts';
import type { Summary } from '../events/events.ts';
import { MachineError } from '../kernel/system/machine-error.ts';
import { startSandbox } from '../kernel/sandbox/start-sandbox.ts';
import type { SandboxExit, Sandbox } from '../kernel/sandbox/start-sandbox.ts';
import type { Plan } from '../plan/model/plan.ts';
import { dictionary } from '../words/dictionary.ts';
import type { Report } from '../reports/model/report.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { artifactsFolder } from './sandboxed-runs/artifacts-folder.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { errorMessage } from './command-line/error-message.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';
import { compareEvents } from './sandboxed-runs/compare-events.ts';
import { completeEvents } from './sandboxed-runs/complete-events.ts';
import type { WrongFile } from './sandboxed-runs/complete-events.ts';
import { exitReason } from './sandboxed-runs/exit-reason.ts';
import { innerProcessCommand } from './sandboxed-runs/inner-process.ts';
import { locateSteps } from './sandboxed-runs/locate-steps.ts';
import { openReports } from './sandboxed-runs/open-reports.ts';
import { plansOf } from './scenarios/read-plans.ts';
import { readScenarios } from './scenarios/read-scenarios.ts';
import type { ScenarioOptions, Scenarios } from './scenarios/read-scenarios.ts';
import { readScenarioFiles } from './scenarios/scenario-files.ts';
import type { UnusablePath } from './scenarios/scenario-files.ts';

/**
 * `mtulab run`, the outer process: checks all input, starts one sandbox for all scenarios, and passes its events to the
 * reports.
 */
export const perform: Perform = async (paths, options, io, signal) => {
  const { sources, unusable, complaints } = readScenarioFiles(paths);
  const read = readScenarios(sources, scenarioOptions(options));
  const wrong = wrongFiles(unusable, read.problems);
  const chosen = withoutFiles(read, new Set(wrong.map(({ file }) => file)));
  for (const text of [...complaints, ...[...read.problems, ...read.hints].map(formatProblem)]) io.err(text);
  // The text report would only repeat the problems.
  if (chosen.scenarios.length + chosen.skipped.length === 0 && (options['report'] as readonly string[]).length === 0)
    return exitCode({ invalidInput: true });
  const artifacts = options['artifacts'] === undefined ? undefined : artifactsFolder(String(options['artifacts']));
  if (artifacts && 'error' in artifacts) return rejectUsage(artifacts.error, io);
  const lostReports: unknown[] = [];
  const keepFailure = (error: unknown): void => void lostReports.push(error);
  const report = await openReports(
    options['report'] as readonly string[],
    options['verbose'] === true,
    io,
    keepFailure,
  );
  if ('error' in report) return rejectUsage(report.error, io);
  const { summary, failure } = await runInSandbox(
    {
      ...{ chosen, wrong, report, debug: options['debug'], predict: options['predict'] === true },
      options: { ...runOptions(options), ...(artifacts && { artifacts }) },
    },
    signal,
  );
  const failures = [...(failure === undefined ? [] : [failure]), ...lostReports.map((error) => errorMessage(error))];
  for (const text of failures) io.err(`mtulab run: ${text}\n`);
  const end = { summary, machineFailed: failures.length > 0, invalidInput: wrong.length > 0 };
  return exitCode(end, { strictSkip: options['strictSkip'] === true, bisect: options['bisect'] === true });
};

const scenarioOptions = ({ set, ipv4, ipv6 }: Options): ScenarioOptions => ({
  set: variables(set),
  ...(ipv4 !== ipv6 && { families: [ipv4 ? 'ipv4' : 'ipv6'] }),
});

const runOptions = ({ jobs, timeScale, verbose, artifacts }: Options): RunOptions => ({
  ...(jobs !== undefined && { jobs: Number(jobs) }),
  ...(timeScale !== undefined && { timeScale: Number(timeScale) }),
  ...((verbose === true || artifacts !== undefined) && { packets: true }),
});

const rejectUsage = (error: string, io: Io): number => {
  io.err(`error: ${error}\n`);
  return exitCode({ invalidInput: true });
};

/** The files that cannot be run, each with its problems, one per line. */
const wrongFiles = (unusable: readonly UnusablePath[], problems: Scenarios['problems']): readonly WrongFile[] => {
  const reasons = new Map<string, string[]>();
  const add = (file: string, reason: string): void => void reasons.set(file, [...(reasons.get(file) ?? []), reason]);
  for (const { path, what } of unusable) add(path, what);
  for (const { file, line, column, what, right } of problems) add(file, `${line}:${column}: ${what}; ${right}`);
  return [...reasons].map(([file, lines]) => {
    const line = problems.find((problem) => problem.file === file)?.line;
    return { file, reason: lines.join('\n'), ...(line !== undefined && { line }) };
  });
};

/** Of a file with problems nothing is run, not even a case that has none. */
const withoutFiles = ({ scenarios, skipped, ...rest }: Scenarios, files: ReadonlySet<string>): Scenarios => ({
  scenarios: scenarios.filter(({ file }) => !files.has(file)),
  skipped: skipped.filter(({ file }) => !files.has(file)),
  ...rest,
});

interface SandboxEnd {
  readonly summary: Summary;
  /** Why the sandbox ended early. */
  readonly failure?: string;
}

const runInSandbox = async (run: SandboxedRun, signal: AbortSignal): Promise<SandboxEnd> => {
  const { chosen, options, debug } = run;
  if (chosen.scenarios.length === 0) return reportEvents(noSandbox, run, signal);
  const started = await startSandbox({ entry: innerProcessCommand({ debug }), signal }).catch((error: Error) => error);
  if (started instanceof Error) return reportEvents(noSandbox, { ...run, startError: started }, signal);
  await using sandbox = started;
  const plans = plansOf(chosen.scenarios); // planned while the inner process starts
  sandbox.send({ job: { run: { plans, options } } });
  return await reportEvents(sandbox, { ...run, ...(run.predict && { predicted: plans }) }, signal);
};

interface SandboxedRun {
  readonly options: RunOptions;
  readonly chosen: Scenarios;
  readonly wrong: readonly WrongFile[];
  readonly report: Report;
  readonly debug: unknown;
  /** Each step is compared with its prediction. */
  readonly predict: boolean;
  /** Why there is no sandbox. */
  readonly startError?: Error;
  /** The plans of the scenarios that are compared with predictions. */
  readonly predicted?: readonly Plan[];
}

const reportEvents = async (
  sandbox: Pick<Sandbox, 'events' | 'ended'>,
  { chosen, wrong, report, debug, startError, predicted }: SandboxedRun,
  signal: AbortSignal,
): Promise<SandboxEnd> => {
  const { scenarios, skipped } = chosen;
  let summary: Summary = { passed: 0, failed: 0, skipped: 0, errors: 0 };
  let failure: string | undefined;
  const failureReason = (exit: SandboxExit): string => {
    if (signal.aborted) return 'interrupted';
    failure = startError ? errorMessage(startError, { debug: debug === true }) : exitReason(exit, { debug });
    return startError ? startErrorReason(startError) : failure.split('\n')[0]!;
  };
  const complete = completeEvents(sandbox, { ...{ sent: scenarios, skipped, wrong, failureReason } });
  const measured = locateSteps(complete, chosen);
  const events = predicted ? compareEvents(measured, predicted, dictionary) : measured;
  for await (const event of events) {
    report.event(event);
    if (event.kind === 'end') summary = event.summary;
  }
  report.end();
  return { summary, ...(failure !== undefined && { failure }) };
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
