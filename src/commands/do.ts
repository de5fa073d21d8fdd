import { connect } from 'node:net';
import { once } from 'node:events';
import type { Event, Result, Summary } from '../events/events.ts';
import type { StepMessage } from '../kernel/sandbox/lab-server.ts';
import { jsonLine, jsonLines } from '../kernel/system/json-lines.ts';
import { socketOf } from '../kernel/sandbox/running-labs.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { openReports } from './sandboxed-runs/open-reports.ts';
import { chooseLab } from './running-labs/choose-lab.ts';

/** `mtulab do 'STEP' [--name NAME]`: performs one typed step on a standing lab and prints its evidence and verdicts. */
export const perform: Perform = async (words, { name }, io, signal) => {
  const lab = misfit(words) ?? chooseLab(name);
  if (typeof lab === 'string') {
    io.err(lab);
    return exitCode({ wrong: true });
  }
  const house = connect(socketOf(lab));
  await once(house, 'connect', { signal });
  // The house performs the step for as long as somebody waits for it, so this end of the connection stays open.
  signal.addEventListener('abort', () => house.destroy(), { once: true });
  house.write(jsonLine({ step: words[0]! } satisfies StepMessage));
  const code = await tell(jsonLines(house) as AsyncIterable<Answer>, io, signal);
  house.destroy();
  return code;
};

const misfit = ([step = '', ...more]: readonly string[]): string | undefined => {
  if (more.length > 0) return `write the step in quotes, as one word: ${example}\n`;
  return step.trim() === '' ? `a step is wanted, for example: ${example}\n` : undefined;
};

const example = "mtulab do 'fetch: {from: client, to: server, bytes: 200kB}'";

type Answer = Event | Complaint;

interface Complaint {
  readonly kind: 'problems' | 'machine-error';
  readonly text: string;
}

const isComplaint = (answer: Answer): answer is Complaint => ['problems', 'machine-error'].includes(answer.kind);

const tell = async (answers: AsyncIterable<Answer>, io: Io, signal: AbortSignal): Promise<number> => {
  const report = openReports([], true, io);
  if ('wrong' in report) throw new Error(report.wrong);
  let code = exitCode({ machineFailed: true }); // unless the house says more
  let complaint = '';
  try {
    for await (const answer of answers) {
      if (isComplaint(answer)) {
        complaint += `${answer.text.trimEnd()}\n`;
        if (answer.kind === 'problems') code = exitCode({ wrong: true });
        continue;
      }
      report.event(answer);
      if (answer.kind === 'step-end') code = exitCode({ summary: one[answer.result] });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    report.end();
  }
  io.err(signal.aborted ? 'interrupted\n' : complaint);
  return code;
};

const none: Summary = { passed: 0, failed: 0, skipped: 0, errors: 0 };

const one: Readonly<Record<Result, Summary>> = {
  pass: { ...none, passed: 1 },
  fail: { ...none, failed: 1 },
  skip: { ...none, skipped: 1 },
  error: { ...none, errors: 1 },
};
