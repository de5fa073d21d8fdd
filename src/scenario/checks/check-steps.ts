import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { FactName } from '../../words/facts/facts.ts';
import { isObject } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { Expected, Step } from '../model/scenario.ts';

/** Finds mistakes in well-formed steps: unmeetable or repeated expectations, and `do` combined with `together`. */
export const checkSteps = (
  steps: readonly Step[],
  families: readonly Family[],
  dictionary: Dictionary,
): readonly Problem[] =>
  steps.flatMap((step) => [
    ...checkSteps(step.together, families, dictionary),
    ...(step.action && step.together.length > 0 ? [doWithTogether(step)] : []),
    ...step.expect.flatMap((expected) => unmeetable(expected, step, dictionary)),
    ...step.expect.flatMap((expected) => familyNotRun(expected, families, step.families)),
    ...step.expect.flatMap((expected, index) => repeated(expected, step.expect.slice(0, index))),
  ]);

const doWithTogether = ({ at }: Step): Problem => ({
  at: [...at, 'together'],
  part: 'key',
  what: 'do and together in one step',
  right: 'move the action into the list of together',
});

const unmeetable = (expected: Expected, step: Step, dictionary: Dictionary): readonly Problem[] => {
  if (!step.action && step.together.length === 0) return [];
  const expectation = dictionary.expectations[expected.word]!;
  const action = step.action && dictionary.actions[step.action.word]!;
  const watches = [...Object.keys(step.watch), ...(expectation.watch ? [expectation.watch.word] : [])];
  const given = watches.flatMap((word) => dictionary.watches[word]?.gives ?? []);
  const learned: readonly FactName[] = [...(action?.learns ?? []), ...given];
  if (!expectation.reads.some((fact) => learned.includes(fact))) return [factNotLearned(expected, step, dictionary)];
  return impossibleOutcomes(expected, step, dictionary);
};

const factNotLearned = ({ word, at }: Expected, { action }: Step, { actions, expectations }: Dictionary): Problem => {
  const learns = action ? actions[action.word]!.learns : [];
  const reads = expectations[word]!.reads;
  const suitable = Object.keys(actions).filter((name) => actions[name]!.learns.some((fact) => reads.includes(fact)));
  const what = action
    ? `${word} cannot be expected of ${action.word}, which learns ${learns.length > 0 ? learns.join(', ') : 'nothing'}`
    : `${word} cannot be expected of a whole together step`;
  const right = action
    ? `expect it of ${suitable.length > 0 ? suitable.join(' or ') : 'another action'}`
    : 'move expect into the steps of the list';
  return { at, part: 'key', what, right, word };
};

const impossibleOutcomes = (
  { word, wanted, at }: Expected,
  { action }: Step,
  { actions, expectations }: Dictionary,
): readonly Problem[] => {
  const possible = action && actions[action.word]!.outcomes;
  const expectedOutcomes = expectations[word]!.outcomes?.(wanted);
  if (!possible || !expectedOutcomes) return [];
  return expectedOutcomes
    .filter((outcome) => !possible.includes(outcome))
    .map((outcome) => ({
      at,
      part: 'value',
      what: `${outcome} is not an outcome of ${action.word}`,
      right: `its outcomes: ${possible.join(', ')}`,
      word: action.word,
    }));
};

/** Only an expectation below the name of a family is limited to it. */
const familyNotRun = (
  { families: [family], at }: Expected,
  ofScenario: readonly Family[],
  ofStep: readonly Family[] = ofScenario,
): readonly Problem[] => {
  if (family === undefined || at.at(-2) !== family || ofStep.includes(family)) return [];
  const problem = { at: at.slice(0, -1), part: 'key' } as const;
  if (!ofScenario.includes(family)) {
    const right = `add it to families, which has only ${ofScenario.join(', ')}`;
    return [{ ...problem, what: `the scenario does not run for ${family}`, right }];
  }
  const right = `remove it, or add ${family} to the families of the nodes and links that the step uses`;
  return [{ ...problem, what: `this step runs for ${ofStep.join(', ')} only, not for ${family}`, right }];
};

/** A word may appear twice for different places: one for both families, another for one of them. */
const repeated = (expected: Expected, earlier: readonly Expected[]): readonly Problem[] =>
  earlier
    .filter(
      ({ word, families, where }) =>
        word === expected.word &&
        families.some((family) => expected.families.includes(family)) &&
        !excludeEachOther(where, expected.where),
    )
    .flatMap(({ wanted }) => commonKeys(expected.wanted, wanted))
    .map((key) => {
      const subject = key === undefined ? expected.word : `${expected.word} at ${key}`;
      return {
        at: key === undefined ? expected.at : [...expected.at, key],
        part: 'key',
        what: `${subject} is expected twice for ${expected.families.join(' and ')}`,
        right: 'expect it once for both families, or once for each',
      };
    });

/** Returns the keys that two mappings share; undefined stands for the values themselves. */
const commonKeys = (a: unknown, b: unknown): readonly (string | undefined)[] =>
  isObject(a) && isObject(b) ? Object.keys(a).filter((key) => Object.hasOwn(b, key)) : [undefined];

/** Whether no kernel fits both conditions: one wants a behaviour that the other does not want. */
const excludeEachOther = (one: Expected['where'] = {}, other: Expected['where'] = {}): boolean =>
  Object.entries(one).some(([behaviour, wanted]) => Object.hasOwn(other, behaviour) && other[behaviour] !== wanted);
