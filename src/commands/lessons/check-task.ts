import type { StepResult } from '../../events/events.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import type { Verdict } from '../../words/language/verdict.ts';
import { familyNames } from '../../evidence/family.ts';
import { isFailure, sendStep } from '../running-labs/send-step.ts';
import type { StepText } from './lesson.ts';

/** What a check saw in the lab: `not judged` where a step could not be read, performed or judged. */
export interface CheckResult {
  readonly result: 'done' | 'not yet' | 'not judged';
  /** What was seen that differs from what the task wants, or the reason why nothing could be judged; one line each. */
  readonly seen: readonly Seen[];
  /** The last step that was performed, by whose facts hints are chosen. */
  readonly last?: { readonly step: StepText; readonly facts: StepResult['facts'] };
}

/** Performs steps in a running lab, in order, up to the first that does not pass. Flows of the checks are not kept. */
export const checkSteps = async (
  lab: Pick<RunningLabRecord, 'pid'>,
  steps: readonly StepText[],
  signal: AbortSignal,
): Promise<CheckResult> => {
  let last: CheckResult['last'];
  for (const step of steps) {
    const performed = await performAside(lab, step, signal);
    if ('failure' in performed)
      return { result: 'not judged', seen: [{ text: performed.failure }], ...(last && { last }) };
    const { result, verdicts, facts, reason } = performed.end;
    last = { step, facts };
    if (result === 'pass') continue;
    const seen = verdicts.filter(({ met }) => met !== true).map(seenText);
    return {
      result: result === 'fail' ? 'not yet' : 'not judged',
      seen: seen.length > 0 ? merged(seen) : [{ text: reason ?? result }],
      last,
    };
  }
  return { result: 'done', seen: [], ...(last && { last }) };
};

const performAside = async (
  lab: Pick<RunningLabRecord, 'pid'>,
  step: StepText,
  signal: AbortSignal,
): Promise<{ readonly end: StepResult } | { readonly failure: string }> => {
  const { answers, close } = await sendStep(lab, { step: JSON.stringify(step), aside: true }, signal);
  try {
    for await (const answer of answers) {
      if (isFailure(answer)) return { failure: firstProblem(answer.text) };
      if (answer.kind === 'step-end') return { end: answer };
    }
  } finally {
    close();
  }
  return { failure: 'the lab did not answer' };
};

/** The sentence of the first problem, without its place in a step that the learner has not written. */
const firstProblem = (text: string): string => text.split('\n')[0]!.replace(/^step:\d+:\d+: (error: )?/, '');

/** One line of what a check saw. */
export interface Seen {
  /** The expectation that was not met; absent for a reason. */
  readonly expectation?: string;
  readonly text: string;
}

const seenText = ({ family, expectation, wanted, saw }: Verdict): SeenInFamily => ({
  ...(family && { family: familyNames[family] }),
  expectation,
  text: `${expectation}: wanted ${wanted}, saw ${saw}`,
});

interface SeenInFamily extends Seen {
  readonly family?: string;
}

/** One line for both families where they show the same. */
const merged = (seen: readonly SeenInFamily[]): readonly Seen[] =>
  Array.from(new Set(seen.map(({ text }) => text)), (text) => {
    const [first, ...more] = seen.filter((each) => each.text === text);
    const { family, ...line } = first!;
    return more.length > 0 || family === undefined ? line : { ...line, text: `${family}: ${text}` };
  });
