import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { read } from '../library.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printableJson, printableLine } from '../text/printable.ts';
import type { Io, Perform } from './command-line/command.ts';
import { errorMessage } from './command-line/error-message.ts';
import { exitCode } from './command-line/exit-code.ts';
import { kernelMatrix } from './kernel-matrix/kernel-matrix.ts';
import type { KernelMatrix } from './kernel-matrix/kernel-matrix.ts';
import { matrixForms } from './kernel-matrix/matrix-forms.ts';
import { openMatrixReports } from './kernel-matrix/open-matrix-reports.ts';
import { readTargets } from './kernel-matrix/read-targets.ts';
import type { Target } from './kernel-matrix/read-targets.ts';
import { runTarget } from './kernel-matrix/run-target.ts';
import { runTargets } from './kernel-matrix/run-targets.ts';
import type { TargetRun } from './kernel-matrix/run-target.ts';

/** `mtulab matrix`: runs the same scenarios on each target of a file, and prints one table. */
export const perform: Perform = async (paths, { kernels, as = 'text', keep, report = [] }, io, signal) => {
  if (kernels === undefined) {
    io.err('error: --kernels is missing; expected a file with targets, such as `targets: { here: native }`\n');
    return exitCode({ invalidInput: true });
  }
  const reports = openMatrixReports(report as readonly string[]);
  if ('error' in reports) {
    io.err(`error: ${printableLine(reports.error)}\n`);
    return exitCode({ invalidInput: true });
  }
  const targets = await targetsIn(String(kernels), io);
  const files = read(paths);
  const { scenarios, skipped, wrong, complaints, problems, hints } = files;
  for (const text of [...complaints, ...[...problems, ...hints].map(formatProblem)]) io.err(text);
  if (!targets || scenarios.length + skipped.length === 0) return exitCode({ invalidInput: true });
  const runs = await runTargets(targets, availableParallelism(), async (target) => {
    io.err(`${printableLine(target.name)}: running\n`);
    const run = await runTarget(target, files, signal);
    if (keep !== undefined) keepReport(String(keep), run);
    return run;
  });
  const matrix = kernelMatrix(runs);
  io.out(matrixForms[String(as)]!(matrix, io.width));
  reports.write(matrix);
  return exitCode({ summary: summaryOf(matrix), invalidInput: wrong.length > 0 });
};

const targetsIn = async (file: string, io: Io): Promise<readonly Target[] | undefined> => {
  try {
    const { targets, problems } = await readTargets(file, readFileSync(file, 'utf8'));
    for (const problem of problems) io.err(formatProblem(problem));
    return problems.length > 0 ? undefined : targets;
  } catch (error) {
    io.err(`${printableLine(`${file}: ${errorMessage(error)}`)}\n`);
    return undefined;
  }
};

/** The JSON report of one target, for `mtulab compare`. */
const keepReport = (folder: string, { target, run }: TargetRun): void => {
  mkdirSync(folder, { recursive: true });
  const name = target.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  writeFileSync(join(folder, `${name}.json`), `${printableJson(JSON.stringify({ version: 1, ...run }, null, 2))}\n`);
};

const summaryOf = ({ targets }: KernelMatrix) => {
  const sum = (of: (target: KernelMatrix['targets'][number]) => number): number =>
    targets.reduce((total, target) => total + of(target), 0);
  return {
    passed: sum(({ summary }) => summary.passed),
    failed: sum(({ summary }) => summary.failed),
    skipped: sum(({ summary }) => summary.skipped),
    errors: sum(({ summary }) => summary.errors),
  };
};
