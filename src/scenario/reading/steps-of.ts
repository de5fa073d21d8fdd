import type { Family } from '../../evidence/family.ts';
import { families as bothFamilies } from '../../evidence/family.ts';
import { inMs } from '../../words/language/amount.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { Duration } from '../../words/language/shape.ts';
import { entriesOf, isObject, itemsOf, ownProperty } from '../model/unknown-values.ts';
import type { Expected, Path, Step } from '../model/scenario.ts';
import type { IsValid } from '../problems/valid-paths.ts';

/** What `stepsOf` needs besides the steps. */
export interface StepsContext {
  readonly families: readonly Family[];
  readonly isValid: IsValid;
  readonly dictionary: Dictionary;
}

/** Reads the steps of a checked value; invalid watches and expectations are left out. */
export const stepsOf = (steps: unknown, context: StepsContext, at: Path = ['steps']): readonly Step[] =>
  itemsOf(steps).map((step, index) => stepOf(step, context, [...at, index]));

const stepOf = (step: unknown, context: StepsContext, at: Path): Step => {
  const { isValid } = context;
  const action = actionOf(ownProperty(step, 'do'), context.dictionary, [...at, 'do']);
  const together = stepsOf(ownProperty(step, 'together'), context, [...at, 'together']);
  const within = ownProperty(step, 'within');
  return {
    name: String(ownProperty(step, 'name') ?? derivedName(action, together)),
    ...(action !== undefined && { action }),
    together,
    expect: expectedOf(ownProperty(step, 'expect'), context, [...at, 'expect']),
    watch: Object.fromEntries(entriesOf(ownProperty(step, 'watch')).filter(([key]) => isValid([...at, 'watch', key]))),
    fresh: ownProperty(step, 'fresh') === true,
    ...(within !== undefined && isValid([...at, 'within']) && { withinMs: inMs(within as Duration) }),
    at,
  };
};

/** The settings may be invalid, which is already reported: the word alone is enough to check the expectations. */
const actionOf = (action: unknown, { actions }: Dictionary, at: Path): Step['action'] => {
  const [[word, settings] = [], second] = entriesOf(action);
  return word === undefined || second || !Object.hasOwn(actions, word)
    ? undefined
    : { word, settings, at: [...at, word] };
};

/** Reads one set of expectations, or a list of them. */
const expectedOf = (expect: unknown, context: StepsContext, at: Path): readonly Expected[] =>
  Array.isArray(expect)
    ? expect.flatMap((set, index) => expectedOfSet(set, context, [...at, index]))
    : expectedOfSet(expect, context, at);

const expectedOfSet = (set: unknown, { families, isValid }: StepsContext, at: Path): readonly Expected[] => {
  const { where, ...words } = isObject(set) ? set : {};
  if (where !== undefined && !isValid([...at, 'where'])) return [];
  const condition = where === undefined ? {} : { where: where as NonNullable<Expected['where']> };
  return Object.entries(words)
    .flatMap(([word, wanted]) =>
      isFamily(word)
        ? entriesOf(wanted).map(([ofFamily, value]) => ({
            ...{ word: ofFamily, wanted: value, families: [word], ...condition },
            at: [...at, word, ofFamily],
          }))
        : [{ ...{ word, wanted, families, ...condition }, at: [...at, word] }],
    )
    .filter((expected) => isValid(expected.at));
};

const isFamily = (word: string): word is Family => (bothFamilies as readonly string[]).includes(word);

/** Names an unnamed step after its action: `fetch from client to server bytes 200kB`. */
const derivedName = (action: Step['action'], together: readonly Step[]): string => {
  const name = action ? `${action.word} ${plainText(action.settings)}` : together.map((step) => step.name).join(' + ');
  return name.length > 100 ? `${name.slice(0, 99)}…` : name;
};

const plainText = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(plainText).join(' ');
  if (isObject(value))
    return Object.entries(value)
      .map(([key, each]) => `${key} ${plainText(each)}`)
      .join(' ');
  return String(value);
};
