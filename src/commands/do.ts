import type { Result, Summary } from '../events/events.ts';
import type { Report } from '../reports/model/report.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { openReports } from './sandboxed-runs/open-reports.ts';
import { wrapLines } from '../text/wrap.ts';
import { chooseLab } from './running-labs/choose-lab.ts';
import { isFailure, sendStep } from './running-labs/send-step.ts';
import type { Answer } from './running-labs/send-step.ts';

/** `mtulab do 'STEP' [--name NAME]`: performs one typed step in a running lab and prints its facts and verdicts; with `-v` as a run does. */
export const perform: Perform = async (args, { name, verbose, timeScale }, io, signal) => {
  const lab = usageProblem(args) ?? chooseLab(name);
  if (typeof lab === 'string') {
    io.err(wrapLines(lab, io.width));
    return exitCode({ invalidInput: true });
  }
  const message = { step: args[0]!, ...(timeScale !== undefined && { timeScale: Number(timeScale) }) };
  const connection = await sendStep(lab, message, signal);
  const report = await openReports([], verbose === true, io);
  if ('error' in report) throw new Error(report.error);
  const code = await reportAnswers(connection.answers, { report, io, signal });
  connection.close();
  return code;
};

const usageProblem = ([step = '', ...more]: readonly string[]): string | undefined => {
  if (more.length > 0) return `write the step in quotes, as one argument: ${example}\n`;
  return step.trim() === '' ? `expected a step, for example: ${example}\n` : undefined;
};

const example = "mtulab do 'fetch: {from: client, to: server, bytes: 200kB}'";

/** Prints the answers of the lab server and returns the exit code; without any answer the machine has failed. */
export const reportAnswers = async (
  answers: AsyncIterable<Answer>,
  { report, io, signal }: { readonly report: Report; readonly io: Io; readonly signal: AbortSignal },
): Promise<number> => {
  let code = exitCode({ machineFailed: true });
  let failures = '';
  try {
    for await (const answer of answers) {
      if (isFailure(answer)) {
        failures += `${answer.text.trimEnd()}\n`;
        if (answer.kind === 'problems') code = exitCode({ invalidInput: true });
        continue;
      }
      report.event(answer);
      if (answer.kind === 'step-end') code = exitCode({ summary: summaryOf[answer.result] });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    report.end();
  }
  io.err(signal.aborted ? 'interrupted\n' : failures);
  return code;
};

const none: Summary = { passed: 0, failed: 0, skipped: 0, errors: 0 };

const summaryOf: Readonly<Record<Result, Summary>> = {
  pass: { ...none, passed: 1 },
  fail: { ...none, failed: 1 },
  skip: { ...none, skipped: 1 },
  error: { ...none, errors: 1 },
};
