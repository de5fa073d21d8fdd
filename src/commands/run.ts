import type { RunOptions } from './sandboxed-runs/run-options.ts';
import type { Event, Summary } from '../events/events.ts';
import { startSandbox } from '../kernel/sandbox/start-sandbox.ts';
import type { SandboxExit, Sandbox } from '../kernel/sandbox/start-sandbox.ts';
import type { Report } from '../reports/model/report.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { artifactsFolder } from './sandboxed-runs/artifacts-folder.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/flags.ts';
import { completeEvents } from './sandboxed-runs/complete-events.ts';
import { innerProcessCommand } from './sandboxed-runs/inner-process.ts';
import { openReports } from './sandboxed-runs/open-reports.ts';
import { readPlans } from './scenarios/read-plans.ts';
import type { Plans } from './scenarios/read-plans.ts';
import { readScenarioFiles } from './scenarios/scenario-files.ts';

/**
 * `mtulab run`, the outer process: checks all input, starts one sandbox for all scenarios, and passes its events to the
 * reports.
 */
export const perform: Perform = async (paths, options, io, signal) => {
  const { sources, complaints } = readScenarioFiles(paths);
  const chosen = runOptions(options);
  const plans = readPlans(sources, chosen);
  for (const text of [...complaints, ...plans.problems.map(formatProblem)]) io.err(text);
  if (complaints.length + plans.problems.length > 0) return exitCode({ invalidInput: true });
  const artifacts = options['artifacts'] === undefined ? undefined : artifactsFolder(String(options['artifacts']));
  if (artifacts && 'error' in artifacts) return rejectUsage(artifacts.error, io);
  const report = openReports(options['report'] as readonly string[], options['verbose'] === true, io);
  if ('error' in report) return rejectUsage(report.error, io);
  const end = await runInSandbox(
    { options: { ...chosen, ...(artifacts && { artifacts }) }, plans, report, io },
    signal,
  );
  return exitCode(end, { strictSkip: options['strictSkip'] === true, bisect: options['bisect'] === true });
};

const runOptions = ({ set, ipv4, ipv6, jobs, timeScale, verbose, artifacts }: Options): RunOptions => ({
  set: variables(set),
  ...(ipv4 !== ipv6 && { families: [ipv4 ? 'ipv4' : 'ipv6'] }),
  ...(jobs !== undefined && { jobs: Number(jobs) }),
  ...(timeScale !== undefined && { timeScale: Number(timeScale) }),
  ...((verbose === true || artifacts !== undefined) && { packets: true }),
});

const rejectUsage = (error: string, io: Io): number => {
  io.err(`error: ${error}\n`);
  return exitCode({ invalidInput: true });
};

interface SandboxEnd {
  readonly summary: Summary;
  readonly machineFailed: boolean;
}

const runInSandbox = async ({ options, plans, report, io }: SandboxedRun, signal: AbortSignal): Promise<SandboxEnd> => {
  if (plans.plans.length === 0) return reportEvents(noSandbox, plans, report, signal);
  await using sandbox = await startSandbox({ entry: innerProcessCommand(), signal });
  sandbox.send({ job: { run: { scenarios: plans.plans.map(({ scenario }) => scenario), options } } });
  const end = await reportEvents(sandbox, plans, report, signal);
  if (end.machineFailed && !signal.aborted) io.err((await sandbox.ended).stderr);
  return end;
};

interface SandboxedRun {
  readonly options: RunOptions;
  readonly plans: Plans;
  readonly report: Report;
  readonly io: Io;
}

const reportEvents = async (
  sandbox: Pick<Sandbox, 'events' | 'ended'>,
  { plans, skipped }: Plans,
  report: Report,
  signal: AbortSignal,
): Promise<SandboxEnd> => {
  let summary: Summary = { passed: 0, failed: 0, skipped: 0, errors: 0 };
  let machineFailed = false;
  const failureReason = ({ code, stderr }: SandboxExit): string => {
    machineFailed = true;
    const [first = ''] = stderr.trim().split('\n');
    return signal.aborted ? 'interrupted' : `the sandbox ended early (exit code ${code})${first && `: ${first}`}`;
  };
  const events: AsyncIterable<Event> = completeEvents(sandbox, {
    sent: plans.map(({ scenario }) => scenario),
    skipped,
    failureReason,
  });
  for await (const event of events) {
    report.event(event);
    if (event.kind === 'end') summary = event.summary;
  }
  report.end();
  return { summary, machineFailed };
};

/** Replaces the sandbox when no scenario applies to the chosen families. */
const noSandbox: Pick<Sandbox, 'events' | 'ended'> = {
  events: (async function* () {})(),
  ended: Promise.resolve({ code: 0, stderr: '' }),
};
