import { entriesOf, isObject, ownProperty } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { Path } from '../model/scenario.ts';

/** A value of a variable: what a YAML scalar can be. */
export type Scalar = string | number | boolean;

/** One combination of the values of `vary`, with every `${name}` replaced. */
export interface VariableCase {
  /** `mss=1440 mtu=1500`; absent without `vary`. */
  readonly name?: string;
  readonly value: unknown;
}

/** Replaces `${name}` in every scalar, typed where it is the whole scalar; one case per combination of `vary`, which `set` may fix. */
export const substituteVariables = (
  value: unknown,
  set: Readonly<Record<string, Scalar>>,
): {
  readonly cases: readonly VariableCase[];
  readonly problems: readonly Problem[];
  /** Values whose variable has no value; what is wrong is said where it is named. */
  readonly unresolved: readonly Problem[];
} => {
  const variables = variablesOf(value);
  const problems = [...strangers(set, variables)];
  const names = new Set(variables.map(({ name }) => name));
  const combinations = combine(variables.map((each) => fix(each, set)));
  if (combinations.length > mostCases)
    return { cases: [], problems: [...problems, tooMany(combinations.length)], unresolved: [] };
  const unknown = new Map<string, Problem>();
  const empty = new Map<string, Problem>();
  const cases = combinations.map((values) => {
    const replaced = replace(value, [], (path, name) => {
      const known = names.has(name) && !isVariables(path);
      if (known && values.has(name)) return values.get(name);
      (known ? empty : unknown).set(JSON.stringify([path, name]), unnamed(path, name, [...names]));
      return undefined;
    });
    return { ...label(variables, values), value: replaced };
  });
  return { cases, problems: [...problems, ...unknown.values()], unresolved: [...empty.values()] };
};

const mostCases = 256;

interface Variable {
  readonly name: string;
  readonly values: readonly Scalar[];
  readonly varies: boolean;
}

const variablesOf = (value: unknown): readonly Variable[] => {
  const varied = entriesOf(ownProperty(value, 'vary')).map(([name, values]) => ({
    name,
    values: Array.isArray(values) ? values.filter(isScalar) : [],
    varies: true,
  }));
  const fixed = entriesOf(ownProperty(value, 'vars')).map(([name, value]) => ({
    name,
    values: [value].filter(isScalar),
    varies: false,
  }));
  return [...varied, ...fixed];
};

const fix = ({ name, values, varies }: Variable, set: Readonly<Record<string, Scalar>>): Variable => ({
  name,
  values: Object.hasOwn(set, name) ? [set[name]!] : values,
  varies,
});

const combine = (variables: readonly Variable[]): readonly ReadonlyMap<string, Scalar>[] => {
  const count = variables.reduce((product, { values }) => product * Math.max(values.length, 1), 1);
  if (count > mostCases) return Array.from({ length: mostCases + 1 }, () => new Map());
  return variables.reduce<readonly ReadonlyMap<string, Scalar>[]>(
    (cases, { name, values }) =>
      values.length === 0 ? cases : cases.flatMap((each) => values.map((value) => new Map([...each, [name, value]]))),
    [new Map()],
  );
};

const label = (variables: readonly Variable[], values: ReadonlyMap<string, Scalar>): { name?: string } => {
  const varied = variables.filter(({ varies, name }) => varies && values.has(name));
  return varied.length === 0 ? {} : { name: varied.map(({ name }) => `${name}=${values.get(name)}`).join(' ') };
};

type Lookup = (path: Path, name: string) => Scalar | undefined;

const replace = (value: unknown, path: Path, lookup: Lookup): unknown => {
  if (typeof value === 'string') return inText(value, path, lookup);
  if (Array.isArray(value)) return value.map((item, index) => replace(item, [...path, index], lookup));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, [...path, key], lookup)]));
};

const inText = (text: string, path: Path, lookup: Lookup): unknown => {
  const whole = /^\$\{([^{}]*)\}$/.exec(text);
  if (whole) return lookup(path, whole[1]!) ?? text;
  return text.replace(/\$\{([^{}]*)\}/g, (written, name: string) => String(lookup(path, name) ?? written));
};

const unnamed = (at: Path, name: string, names: readonly string[]): Problem => ({
  at,
  part: 'value',
  code: 'unknown-variable',
  what: isVariables(at) ? `\${${name}} among the variables themselves` : `no variable is named "${name}"`,
  right: isVariables(at)
    ? 'variables have plain values'
    : names.length > 0
      ? `variables here: ${names.join(', ')}`
      : 'name it in vary or vars',
});

const isVariables = ([top]: Path): boolean => top === 'vary' || top === 'vars';

const strangers = (set: Readonly<Record<string, Scalar>>, variables: readonly Variable[]): readonly Problem[] =>
  Object.keys(set)
    .filter((name) => !variables.some((variable) => variable.name === name))
    .map((name) => ({
      at: [],
      part: 'value',
      code: 'unknown-variable',
      what: `--set ${name}: the scenario has no variable "${name}"`,
      right:
        variables.length > 0
          ? `variables here: ${variables.map((each) => each.name).join(', ')}`
          : 'it has no variables',
    }));

const tooMany = (count: number): Problem => ({
  at: ['vary'],
  part: 'key',
  code: 'too-many-cases',
  what: `more than ${count - 1} cases`,
  right: `at most ${mostCases}; fix some with --set or make several files`,
});

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);
