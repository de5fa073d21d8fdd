import type { Family } from '../../evidence/family.ts';
import { families as both } from '../../evidence/family.ts';
import { inMs } from '../../words/language/amount.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { Duration } from '../../words/language/shape.ts';
import { entriesOf, isObject, itemsOf, ownProperty } from '../model/unknown-values.ts';
import type { Expected, Path, Step } from '../model/scenario.ts';
import type { IsValid } from '../problems/valid-paths.ts';

/** What the reading of steps rests on. */
export interface StepsContext {
  readonly families: readonly Family[];
  readonly sound: IsValid;
  readonly dictionary: Dictionary;
}

/** Reads the steps of a checked value; watches and expectations that are not sound are left out. */
export const stepsOf = (steps: unknown, ground: StepsContext, at: Path = ['steps']): readonly Step[] =>
  itemsOf(steps).map((step, index) => stepOf(step, ground, [...at, index]));

const stepOf = (step: unknown, ground: StepsContext, at: Path): Step => {
  const { sound } = ground;
  const action = actionOf(ownProperty(step, 'do'), ground.dictionary, [...at, 'do']);
  const together = stepsOf(ownProperty(step, 'together'), ground, [...at, 'together']);
  const within = ownProperty(step, 'within');
  return {
    name: String(ownProperty(step, 'name') ?? derived(action, together)),
    ...(action !== undefined && { action }),
    together,
    expect: expectedOf(ownProperty(step, 'expect'), ground, [...at, 'expect']),
    watch: Object.fromEntries(entriesOf(ownProperty(step, 'watch')).filter(([key]) => sound([...at, 'watch', key]))),
    fresh: ownProperty(step, 'fresh') === true,
    ...(within !== undefined && sound([...at, 'within']) && { withinMs: inMs(within as Duration) }),
    at,
  };
};

/** The settings may be wrong still: that was said, and what the step expects can be checked by the word alone. */
const actionOf = (action: unknown, { actions }: Dictionary, at: Path): Step['action'] => {
  const [[word, settings] = [], another] = entriesOf(action);
  return word === undefined || another || !Object.hasOwn(actions, word)
    ? undefined
    : { word, settings, at: [...at, word] };
};

const expectedOf = (expect: unknown, { families, sound }: StepsContext, at: Path): readonly Expected[] =>
  entriesOf(expect)
    .flatMap(([word, wanted]) =>
      isFamily(word)
        ? entriesOf(wanted).map(([inner, value]) => ({
            word: inner,
            wanted: value,
            families: [word],
            at: [...at, word, inner],
          }))
        : [{ word, wanted, families, at: [...at, word] }],
    )
    .filter((each) => sound(each.at));

const isFamily = (word: string): word is Family => (both as readonly string[]).includes(word);

/** An unnamed step is called what it does: `fetch from client to server bytes 200kB`. */
const derived = (action: Step['action'], together: readonly Step[]): string => {
  const name = action ? `${action.word} ${flat(action.settings)}` : together.map((step) => step.name).join(' + ');
  return name.length > 100 ? `${name.slice(0, 99)}…` : name;
};

const flat = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(flat).join(' ');
  if (isObject(value))
    return Object.entries(value)
      .map(([key, each]) => `${key} ${flat(each)}`)
      .join(' ');
  return String(value);
};
