/** A lesson of labs/: a network with a fault, and tasks that are judged by the state of its running lab. */
export interface Lesson {
  /** The name of its folder, such as `02-who-drops-it`. */
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly about: string;
  /** The scenario file that describes its network, as an absolute path. */
  readonly network: string;
  /** Steps, written as in a scenario, that prove in the new lab that the fault is there. */
  readonly fault: readonly StepText[];
  readonly tasks: readonly Task[];
}

export interface Task {
  readonly name: string;
  readonly text: string;
  /** What is to be answered; absent where the lab is to be changed. */
  readonly ask?: string;
  /** The answer that a test gives, judged as any other; or a line of a solution that prints it. */
  readonly answer?: string | number;
  /** A wrong answer that a learner may give, in the same form; by default a number one higher. */
  readonly wrong?: string | number;
  /** Steps of which all pass when the task is done; `$answer` stands for what was answered, `$answer+1` for one more. */
  readonly check: readonly StepText[];
  readonly hints: readonly Hint[];
  /** One way to do it: lines such as `edge# ip6tables …` and `$ mtulab do '…'`. */
  readonly solve: readonly string[];
  /** What to remember, printed when it is done. */
  readonly done?: string;
}

/** A step of a scenario as plain data; only the lab reads it. */
export type StepText = Readonly<Record<string, unknown>>;

export interface Hint {
  /** Expectations of a step: the hint is given only if what the check saw meets them. */
  readonly when?: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** The name of the lab of a lesson. */
export const labNameOfLesson = ({ number }: Pick<Lesson, 'number'>): string => `lesson-${number}`;

/** Returns the step with the answer in place of `$answer`, in keys and values; a number stays one, and `$answer+1` is one more. */
export const stepWithAnswer = (step: StepText, answer: string | undefined): StepText =>
  answer === undefined ? step : (replaceAnswer(step, answer) as StepText);

const replaceAnswer = (value: unknown, answer: string): unknown => {
  if (value === '$answer') return /^\d+$/.test(answer) ? Number(answer) : answer;
  if (value === '$answer+1') return Number(answer) + 1;
  if (typeof value === 'string') return value.replaceAll('$answer', answer);
  if (Array.isArray(value)) return value.map((item) => replaceAnswer(item, answer));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replaceAll('$answer', answer), replaceAnswer(item, answer)]),
  );
};

/** Reads an answer: one word, or a number with its unit left out; undefined if it is neither. */
export const normalizeAnswer = (text: string): string | undefined => {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^(\d+)\s*(bytes|byte|b)$/, '$1');
  return /^[a-z0-9][a-z0-9:.-]*$/.test(word) ? word : undefined;
};
