import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import type { ScenarioSource } from '../../scenario/read-scenario.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { checkSteps } from './check-task.ts';
import type { CheckResult } from './check-task.ts';
import { fittingHints } from './choose-hints.ts';
import type { Checked, Exercise } from './exercise.ts';
import { normalizeAnswer, stepWithAnswer } from './lesson.ts';
import type { Lesson, Task } from './lesson.ts';
import { checkText, taskText } from './lesson-texts.ts';
import { readProgress, saveProgress } from './progress.ts';

/** A lesson in its running lab, from the first task that is not done; progress is recorded with each change. */
export const lessonExercise = ({ lesson, lab, source, width }: LessonInLab): Exercise => {
  const of = lesson.tasks.length;
  let progress = { of, done: 0, hints: 0, hintsHere: 0, wrong: 0, ...readProgress().exercises[lesson.id] };
  const task = () => lesson.tasks[progress.done];
  const record = (change: Partial<typeof progress>): void => {
    progress = { ...progress, ...change };
    saveProgress(lesson.id, progress);
  };
  let lastCheck: CheckResult | undefined;
  record({ of });

  const check: Exercise['check'] = async (given, signal) => {
    const now = task();
    if (!now) return { result: 'done', text: ended(lesson) };
    const answer = given === undefined ? undefined : normalizeAnswer(given);
    if (now.ask !== undefined && answer === undefined)
      return { result: 'not yet', text: `Answer with one word or number: ${now.ask}.\n` };
    const steps = now.check.map((step) => stepWithAnswer(step, answer));
    return conclude(now, await checkSteps(lab, steps, signal));
  };

  const conclude = (now: Task, checked: CheckResult): Checked => {
    lastCheck = checked;
    const text = checkText(now, lastCheck, width);
    if (lastCheck.result !== 'done') {
      if (now.ask !== undefined && lastCheck.result === 'not yet') record({ wrong: progress.wrong + 1 });
      return { result: lastCheck.result, text };
    }
    record({ done: progress.done + 1, hintsHere: 0 });
    lastCheck = undefined;
    const remember = now.done === undefined ? '' : `${wrapUnder('', now.done.trim(), width).join('\n')}\n`;
    return { result: 'done', text: `${text}${remember}${show()}` };
  };

  const show = (): string => (task() ? taskText(lesson, progress.done, width) : ended(lesson));

  const hint: Exercise['hint'] = async (signal) => {
    const now = task();
    if (!now) return ended(lesson);
    if (now.ask === undefined) {
      lastCheck = await checkSteps(lab, now.check, signal);
      if (lastCheck.result === 'done') return conclude(now, lastCheck).text;
    }
    const fitting = fittingHints(now.hints, lastCheck?.last, source);
    const texts = [...fitting.map(({ text }) => text), solutionText(now.solve)].filter((text) => text !== undefined);
    const text = texts[Math.min(progress.hintsHere, texts.length - 1)];
    if (text === undefined) return 'There is no hint for this task.\n';
    record({ hints: progress.hints + 1, hintsHere: progress.hintsHere + 1 });
    return [...wrapUnder('Hint: ', text.trim(), width), ''].join('\n');
  };

  return { lab, show, check, hint, asks: () => task()?.ask !== undefined, hasEnded: () => task() === undefined };
};

export interface LessonInLab {
  readonly lesson: Lesson;
  readonly lab: RunningLabRecord;
  readonly source: ScenarioSource;
  readonly width?: number | undefined;
}

const solutionText = (solve: readonly string[]): string | undefined =>
  solve.length === 0 ? undefined : `one way to do it: ${solve.map((line) => `\`${line}\``).join(', then ')}`;

const ended = ({ number }: Lesson): string =>
  `Lesson ${number} is complete. \`mtulab down lesson-${number}\` stops its lab; \`mtulab learn\` lists the others.\n`;
