import { connect } from 'node:net';
import { once } from 'node:events';
import type { Event, Result, Summary } from '../events.ts';
import type { DoRequest } from '../kernel/house.ts';
import { jsonLine, jsonLines } from '../kernel/json-lines.ts';
import { socketOf } from '../kernel/state.ts';
import type { Io, Perform } from './command.ts';
import { exitCode } from './exit-code.ts';
import { openReports } from './open-reports.ts';
import { standingLab } from './standing-lab.ts';

/** `mtulab do 'STEP' [--name NAME]`: performs one typed step on a standing lab and prints its evidence and verdicts. */
export const perform: Perform = async ([step], { name }, io, signal) => {
  const lab = standingLab(name);
  if (typeof lab === 'string') {
    io.err(lab);
    return exitCode({ wrong: true });
  }
  const house = connect(socketOf(lab));
  await once(house, 'connect', { signal });
  signal.addEventListener('abort', () => house.destroy(), { once: true });
  house.end(jsonLine({ step: step! } satisfies DoRequest));
  return tell(jsonLines(house) as AsyncIterable<Answer>, io);
};

type Answer = Event | Complaint;

interface Complaint {
  readonly kind: 'problems' | 'machine-error';
  readonly text: string;
}

const isComplaint = (answer: Answer): answer is Complaint => ['problems', 'machine-error'].includes(answer.kind);

const tell = async (answers: AsyncIterable<Answer>, io: Io): Promise<number> => {
  const report = openReports([], true, io);
  let code = exitCode({ machineFailed: true }); // unless the house says more
  for await (const answer of answers) {
    if (isComplaint(answer)) {
      io.err(`${answer.text.trimEnd()}\n`);
      if (answer.kind === 'problems') code = exitCode({ wrong: true });
      continue;
    }
    if (!('wrong' in report)) report.event(answer);
    if (answer.kind === 'step-end') code = exitCode({ summary: one[answer.result] });
  }
  if (!('wrong' in report)) report.end();
  return code;
};

const none: Summary = { passed: 0, failed: 0, skipped: 0, errors: 0 };

const one: Readonly<Record<Result, Summary>> = {
  pass: { ...none, passed: 1 },
  fail: { ...none, failed: 1 },
  skip: { ...none, skipped: 1 },
  error: { ...none, errors: 1 },
};
