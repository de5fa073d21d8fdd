import type { Summary } from '../events/events.ts';
import { read, run } from '../library.ts';
import type { ReadFiles, ReadOptions, RunOptions } from '../library.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { artifactsFolder } from './sandboxed-runs/artifacts-folder.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { errorMessage } from './command-line/error-message.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';
import { openReports, reportNeeds } from './sandboxed-runs/open-reports.ts';
import { readRun } from './comparisons/read-run.ts';
import { shardScenarios } from './sandboxed-runs/shard-scenarios.ts';
import type { Shard } from './sandboxed-runs/shard-scenarios.ts';

/** `mtulab run`: checks all input, runs what can be run, and passes the events to the reports. */
export const perform: Perform = async (paths, options, io, signal) => {
  const all = read(paths, readOptions(options));
  const files = inShard(all, options, io);
  if (!files) return exitCode({ invalidInput: true });
  const { scenarios, skipped, wrong, complaints, problems, hints } = files;
  for (const text of [...complaints, ...[...problems, ...hints].map(formatProblem)]) io.err(text);
  const reports = options['report'] as readonly string[];
  // The text report would only repeat the problems.
  if (scenarios.length + skipped.length === 0 && reports.length === 0) return exitCode({ invalidInput: true });
  const artifacts = options['artifacts'] === undefined ? undefined : artifactsFolder(String(options['artifacts']));
  if (artifacts && 'error' in artifacts) return rejectUsage(artifacts.error, io);
  const lostReports: unknown[] = [];
  const keepFailure = (error: unknown): void => void lostReports.push(error);
  const report = await openReports(reports, options['verbose'] === true, io, keepFailure);
  if ('error' in report) return rejectUsage(report.error, io);
  const failures: string[] = [];
  const onFailure = (reason: string): void => void failures.push(reason);
  let summary: Summary = { passed: 0, failed: 0, skipped: 0, errors: 0 };
  const chosen = { ...runOptions(options, reportNeeds(reports)), ...(artifacts && { artifacts }) };
  for await (const event of run(files, { ...chosen, signal, onFailure })) {
    report.event(event);
    if (event.kind === 'end') summary = event.summary;
  }
  report.end();
  failures.push(...lostReports.map((error) => errorMessage(error)));
  for (const text of failures) io.err(`mtulab run: ${text}\n`);
  const end = { summary, machineFailed: failures.length > 0, invalidInput: wrong.length > 0 };
  return exitCode(end, { strictSkip: options['strictSkip'] === true, bisect: options['bisect'] === true });
};

/** The files of the shard that is asked for; undefined where the report with durations cannot be read. */
const inShard = (files: ReadFiles, { shard, durations }: Options, io: Io): ReadFiles | undefined => {
  if (shard === undefined) return files;
  const measured = durations === undefined ? undefined : readRun(String(durations), io);
  if (durations !== undefined && !measured) return undefined;
  const own = shardScenarios(files, shard as Shard, measured);
  if (own.scenarios.length === 0 && files.scenarios.length > 0)
    io.err('this shard has no scenarios: there are too few\n');
  return own;
};

const readOptions = ({ set, ipv4, ipv6 }: Options): ReadOptions => ({
  set: variables(set),
  ...(ipv4 !== ipv6 && { families: [ipv4 ? 'ipv4' : 'ipv6'] }),
});

const runOptions = (
  { jobs, timeScale, verbose, artifacts, predict, debug }: Options,
  needs: ReturnType<typeof reportNeeds>,
): RunOptions => ({
  ...(jobs !== undefined && { jobs: Number(jobs) }),
  ...(timeScale !== undefined && { timeScale: Number(timeScale) }),
  ...((verbose === true || artifacts !== undefined || needs.has('packets')) && { packets: true }),
  ...{ predict: predict === true, debug: debug === true, topology: needs.has('topology') },
  ...(needs.has('samples') && { samples: true }),
});

const rejectUsage = (error: string, io: Io): number => {
  io.err(`error: ${error}\n`);
  return exitCode({ invalidInput: true });
};
