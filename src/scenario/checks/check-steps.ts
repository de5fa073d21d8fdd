import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { FactName } from '../../words/facts/facts.ts';
import { isObject } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { Expected, Step } from '../model/scenario.ts';

/** What is wrong with steps although their shape is right: expectations that nothing can meet, and things said twice. */
export const checkSteps = (
  steps: readonly Step[],
  families: readonly Family[],
  dictionary: Dictionary,
): readonly Problem[] =>
  steps.flatMap((step) => [
    ...checkSteps(step.together, families, dictionary),
    ...(step.action && step.together.length > 0 ? [doBesideTogether(step)] : []),
    ...step.expect.flatMap((each) => judgeable(each, step, dictionary)),
    ...step.expect.flatMap((each) => notRun(each, families)),
    ...step.expect.flatMap((each, index) => twice(each, step.expect.slice(0, index))),
  ]);

const doBesideTogether = ({ at }: Step): Problem => ({
  ...{ at: [...at, 'together'], part: 'key', code: 'do-beside-together' },
  what: 'do and together in one step',
  right: 'put the action into the list of together',
});

const judgeable = (expected: Expected, step: Step, dictionary: Dictionary): readonly Problem[] => {
  if (!step.action && step.together.length === 0) return [];
  const expectation = dictionary.expectations[expected.word]!;
  const action = step.action && dictionary.actions[step.action.word]!;
  const watches = [...Object.keys(step.watch), ...(expectation.watch ? [expectation.watch.word] : [])];
  const given = watches.flatMap((word) => dictionary.watches[word]?.gives ?? []);
  const learned: readonly FactName[] = [...(action?.learns ?? []), ...given];
  if (!expectation.reads.some((fact) => learned.includes(fact))) return [notLearned(expected, step, dictionary)];
  return unreachable(expected, step, dictionary);
};

const notLearned = ({ word, at }: Expected, { action }: Step, { actions, expectations }: Dictionary): Problem => {
  const learns = action ? actions[action.word]!.learns : [];
  const reads = expectations[word]!.reads;
  const able = Object.keys(actions).filter((name) => actions[name]!.learns.some((fact) => reads.includes(fact)));
  const what = action
    ? `${action.word} does not show ${word}; it learns ${learns.length > 0 ? learns.join(', ') : 'nothing'}`
    : `a step of together shows ${word}, not all of them at once`;
  const right = action
    ? `expect ${word} of ${able.length > 0 ? able.join(', ') : 'another step'}`
    : 'put expect into the steps of the list';
  return { at, part: 'key', code: 'fact-not-learned', what, right, word };
};

const unreachable = (
  { word, wanted, at }: Expected,
  { action }: Step,
  { actions, expectations }: Dictionary,
): readonly Problem[] => {
  const reached = action && actions[action.word]!.outcomes;
  const asked = expectations[word]!.outcomes?.(wanted);
  if (!reached || !asked) return [];
  return asked
    .filter((outcome) => !reached.includes(outcome))
    .map((outcome) => ({
      ...{ at, part: 'value', code: 'outcome-not-reachable' },
      what: `${action.word} never ends ${outcome}`,
      right: `it ends ${reached.join(', ')}`,
      word: action.word,
    }));
};

const notRun = ({ families: [family], at }: Expected, run: readonly Family[]): readonly Problem[] =>
  family === undefined || run.includes(family)
    ? []
    : [
        {
          ...{ at: at.slice(0, -1), part: 'key', code: 'family-not-run' },
          what: `the scenario does not run for ${family}`,
          right: `families has ${run.join(', ')} alone`,
        },
      ];

/** The same word twice is right where the places differ: one value for both families, another for one of them. */
const twice = (expected: Expected, earlier: readonly Expected[]): readonly Problem[] =>
  earlier
    .filter(
      ({ word, families }) => word === expected.word && families.some((family) => expected.families.includes(family)),
    )
    .flatMap(({ wanted }) => shared(expected.wanted, wanted))
    .map((key) => ({
      at: key === undefined ? expected.at : [...expected.at, key],
      part: 'key',
      code: 'expected-twice',
      what: `${expected.word}${key === undefined ? '' : ` at ${key}`} is expected twice of ${expected.families.join(' and ')}`,
      right: 'once for both families, or once for each of them',
    }));

const shared = (one: unknown, other: unknown): readonly (string | undefined)[] =>
  isObject(one) && isObject(other) ? Object.keys(one).filter((key) => Object.hasOwn(other, key)) : [undefined];
