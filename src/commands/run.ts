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
import { readPlans } from './scenarios/plans-of.ts';
import type { Plans } from './scenarios/plans-of.ts';
import { readScenarioFiles } from './scenarios/scenario-files.ts';

/** `mtulab run`, outside the sandbox: checks everything, starts one sandbox for all scenarios, and feeds what it says to the reports. */
export const perform: Perform = async (paths, options, io, signal) => {
  const { sources, complaints } = readScenarioFiles(paths);
  const choice = runOptions(options);
  const planned = readPlans(sources, choice);
  for (const text of [...complaints, ...planned.problems.map(formatProblem)]) io.err(text);
  if (complaints.length + planned.problems.length > 0) return exitCode({ wrong: true });
  const artifacts = options['artifacts'] === undefined ? undefined : artifactsFolder(String(options['artifacts']));
  if (artifacts && 'wrong' in artifacts) return wrongUse(artifacts.wrong, io);
  const report = openReports(options['report'] as readonly string[], options['verbose'] === true, io);
  if ('wrong' in report) return wrongUse(report.wrong, io);
  const happened = await runInSandbox(
    { choice: { ...choice, ...(artifacts && { artifacts }) }, planned, report, io },
    signal,
  );
  return exitCode(happened, { strictSkip: options['strictSkip'] === true, bisect: options['bisect'] === true });
};

const runOptions = ({ set, ipv4, ipv6, jobs, timeScale, verbose, artifacts }: Options): RunOptions => ({
  set: variables(set),
  ...(ipv4 !== ipv6 && { families: [ipv4 ? 'ipv4' : 'ipv6'] }),
  ...(jobs !== undefined && { jobs: Number(jobs) }),
  ...(timeScale !== undefined && { timeScale: Number(timeScale) }),
  ...((verbose === true || artifacts !== undefined) && { packets: true }),
});

const wrongUse = (what: string, io: Io): number => {
  io.err(`error: ${what}\n`);
  return exitCode({ wrong: true });
};

const runInSandbox = async (work: Work, signal: AbortSignal): Promise<{ summary: Summary; machineFailed: boolean }> => {
  const { choice, planned, report, io } = work;
  if (planned.plans.length === 0) return feed(nothing, planned, report, signal);
  await using sandbox = await startSandbox({ entry: innerProcessCommand(), signal });
  sandbox.send({ job: { run: { scenarios: planned.plans.map(({ scenario }) => scenario), options: choice } } });
  const died = await feed(sandbox, planned, report, signal);
  if (died.machineFailed && !signal.aborted) io.err((await sandbox.ended).said);
  return died;
};

interface Work {
  readonly choice: RunOptions;
  readonly planned: Plans;
  readonly report: Report;
  readonly io: Io;
}

const feed = async (
  sandbox: Pick<Sandbox, 'events' | 'ended'>,
  { plans, left }: Plans,
  report: Report,
  signal: AbortSignal,
): Promise<{ summary: Summary; machineFailed: boolean }> => {
  let summary: Summary = { passed: 0, failed: 0, skipped: 0, errors: 0 };
  let machineFailed = false;
  const reasonOfDeath = ({ code, said }: SandboxExit): string => {
    machineFailed = true;
    const [first = ''] = said.trim().split('\n');
    return signal.aborted ? 'interrupted' : `the sandbox ended before its time (code ${code})${first && `: ${first}`}`;
  };
  const events: AsyncIterable<Event> = completeEvents(sandbox, {
    begun: plans.map(({ scenario }) => scenario),
    left,
    reasonOfDeath,
  });
  for await (const event of events) {
    report.event(event);
    if (event.kind === 'end') summary = event.summary;
  }
  report.end();
  return { summary, machineFailed };
};

/** Nothing was asked for that this choice of families leaves: no sandbox is needed to say so. */
const nothing: Pick<Sandbox, 'events' | 'ended'> = {
  events: (async function* () {})(),
  ended: Promise.resolve({ code: 0, said: '' }),
};
