import type { RunningLabRecord } from '../../../kernel/sandbox/running-labs.ts';
import { wrapUnder } from '../../../text/wrap.ts';
import type { Exercise } from '../exercise.ts';
import { readProgress, saveProgress } from '../progress.ts';
import type { BlindCase } from './blind-case.ts';
import { caseHints } from './blind-texts.ts';
import { causeNames } from './cause-names.ts';
import { judgeAnswer } from './judge-answer.ts';

/** The name under which the progress of a case is recorded. */
export const nameOfCase = (seed: number): string => `blind ${seed}`;

/** The name of the lab of a case. */
export const labNameOfCase = (seed: number): string => `blind-${seed}`;

/** A blind case in its running lab. */
export const blindExercise = (blind: BlindCase, lab: RunningLabRecord, width: number | undefined): Exercise => {
  const name = nameOfCase(blind.seed);
  let progress = { of: 1, done: 0, hints: 0, hintsHere: 0, wrong: 0, ...readProgress().exercises[name] };
  const record = (change: Partial<typeof progress>): void => {
    progress = { ...progress, ...change };
    saveProgress(name, progress);
  };
  record({});
  const wrapped = (text: string): string => `${wrapUnder('', text, width).join('\n')}\n`;
  const solved = (): string =>
    wrapped(
      `Solved: ${blind.truth.cause} at ${blind.truth.at} (${causeNames[blind.truth.cause]}). \`mtulab down ${labNameOfCase(blind.seed)}\` stops the lab.`,
    );
  return {
    lab,
    show: () => (progress.done > 0 ? solved() : wrapped('What is wrong, and where?')),
    asks: () => true,
    hasEnded: () => progress.done > 0,
    check: async (answer = '') => {
      const judged = judgeAnswer(answer, blind);
      if (typeof judged === 'string') return { result: 'not yet', text: wrapped(judged) };
      if (judged.place && judged.cause) {
        record({ done: 1 });
        return { result: 'done', text: solved() };
      }
      record({ wrong: progress.wrong + 1 });
      return { result: 'not yet', text: wrapped(wrongText(judged)) };
    },
    hint: async () => {
      const hints = caseHints(blind);
      const text = hints[Math.min(progress.hintsHere, hints.length - 1)]!;
      record({ hints: progress.hints + 1, hintsHere: progress.hintsHere + 1 });
      return `${wrapUnder('Hint: ', text, width).join('\n')}\n`;
    },
  };
};

const wrongText = ({ place, cause }: { readonly place: boolean; readonly cause: boolean }): string => {
  if (place) return 'The place is right, the cause is not.';
  return cause ? 'The cause is right, the place is not.' : 'Neither the place nor the cause is right.';
};
