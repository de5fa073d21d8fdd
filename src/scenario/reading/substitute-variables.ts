import { entriesOf, isObject, ownProperty } from '../model/unknown-values.ts';
import { parseScalar } from './parse-yaml.ts';
import type { Problem } from '../problems/problem.ts';
import type { Path } from '../model/scenario.ts';

/** A value of a variable: any YAML scalar. */
export type Scalar = string | number | boolean;

/** One combination of the values of `vary`, with every `${name}` replaced. */
export interface VariableCase {
  /** `mss=1440 mtu=1500`; absent without `vary`. */
  readonly name?: string;
  readonly value: unknown;
}

/**
 * Replaces `${name}` in every scalar; a scalar that is only `${name}` takes the type of the value. Returns one case per
 * combination of `vary`, of which `set` can fix variables.
 */
export const substituteVariables = (
  value: unknown,
  set: Readonly<Record<string, Scalar>>,
): {
  readonly cases: readonly VariableCase[];
  readonly problems: readonly Problem[];
  /** Uses of a variable without a value; the mistake is reported where the variable is defined. */
  readonly unresolved: readonly Problem[];
} => {
  const variables = variablesOf(value);
  const problems = [...unknownSettings(set, variables), ...missingFurther(variables)];
  const names = namesOf(variables);
  const combinations = combine(variables.map((variable) => fix(variable, set)));
  if (combinations.length > maxCases) return { cases: [], problems: [...problems, tooManyCases], unresolved: [] };
  const unknown = new Map<string, Problem>();
  const unresolved = new Map<string, Problem>();
  const isUsed = mentionsVariable(value);
  const cases = combinations.map((values) => {
    if (!isUsed) return { ...caseName(variables, values), value };
    const replaced = replace(value, [], (path, name) => {
      const isKnown = names.has(name) && !isDefinition(path);
      if (isKnown && values.has(name)) return values.get(name);
      (isKnown ? unresolved : unknown).set(JSON.stringify([path, name]), unknownVariable(path, name, [...names]));
      return undefined;
    });
    return { ...caseName(variables, values), value: replaced };
  });
  return { cases, problems: [...problems, ...unknown.values()], unresolved: [...unresolved.values()] };
};

const maxCases = 256;

interface Variable {
  readonly name: string;
  readonly values: readonly Scalar[];
  readonly varies: boolean;
  /** For some of its values the variables that come with them. */
  readonly further?: FurtherVariables;
}

type FurtherVariables = ReadonlyMap<Scalar, ReadonlyMap<string, Scalar>>;

const variablesOf = (value: unknown): readonly Variable[] => {
  const varied = entriesOf(ownProperty(value, 'vary')).map(([name, values]) =>
    Array.isArray(values)
      ? { name, values: values.filter(isScalar), varies: true }
      : { name, values: entriesOf(values).map(([key]) => parseScalar(key)), varies: true, further: furtherOf(values) },
  );
  const fixed = entriesOf(ownProperty(value, 'vars')).map(([name, value]) => ({
    name,
    values: [value].filter(isScalar),
    varies: false,
  }));
  return [...varied, ...fixed];
};

const furtherOf = (values: unknown): FurtherVariables =>
  new Map(
    entriesOf(values).map(([key, further]) => [
      parseScalar(key),
      new Map(entriesOf(further).filter((entry): entry is readonly [string, Scalar] => isScalar(entry[1]))),
    ]),
  );

/** Every name that a text may refer to. */
const namesOf = (variables: readonly Variable[]): ReadonlySet<string> =>
  new Set(variables.flatMap(({ name, further }) => [name, ...furtherNames(further)]));

const furtherNames = (further: FurtherVariables = new Map()): readonly string[] =>
  [...further.values()].flatMap((each) => [...each.keys()]);

/** Values that lack a variable which others of their mapping bring. */
const missingFurther = (variables: readonly Variable[]): readonly Problem[] =>
  variables.flatMap(({ name, further }) =>
    [...(further ?? [])].flatMap(([value, own]) => {
      const missing = [...new Set(furtherNames(further))].filter((each) => !own.has(each));
      return missing.length === 0
        ? []
        : [
            {
              ...{ at: ['vary', name, String(value)], part: 'key' as const },
              what: `${value} does not say ${missing.join(', ')}`,
              right: 'each value of the variable needs the same further variables',
            },
          ];
    }),
  );

const fix = (variable: Variable, set: Readonly<Record<string, Scalar>>): Variable => ({
  ...variable,
  values: Object.hasOwn(set, variable.name) ? [set[variable.name]!] : variable.values,
});

/** Returns empty combinations instead if there are too many. */
const combine = (variables: readonly Variable[]): readonly ReadonlyMap<string, Scalar>[] => {
  const count = variables.reduce((product, { values }) => product * Math.max(values.length, 1), 1);
  if (count > maxCases) return Array.from({ length: maxCases + 1 }, () => new Map());
  return variables.reduce<readonly ReadonlyMap<string, Scalar>[]>(
    (cases, { name, values, further }) =>
      values.length === 0
        ? cases
        : cases.flatMap((each) =>
            values.map((value) => new Map([...each, [name, value], ...(further?.get(value) ?? [])])),
          ),
    [new Map()],
  );
};

const caseName = (variables: readonly Variable[], values: ReadonlyMap<string, Scalar>): { name?: string } => {
  const varied = variables.filter(({ varies, name }) => varies && values.has(name));
  return varied.length === 0 ? {} : { name: varied.map(({ name }) => `${name}=${values.get(name)}`).join(' ') };
};

/** Most files have no variables: looking for one takes less than copying the file. */
const mentionsVariable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('${');
  return typeof value === 'object' && value !== null && Object.values(value).some(mentionsVariable);
};

type Lookup = (path: Path, name: string) => Scalar | undefined;

const replace = (value: unknown, path: Path, lookup: Lookup): unknown => {
  if (typeof value === 'string') return replaceInText(value, path, lookup);
  if (Array.isArray(value)) return value.map((item, index) => replace(item, [...path, index], lookup));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, [...path, key], lookup)]));
};

const replaceInText = (text: string, path: Path, lookup: Lookup): unknown => {
  const whole = /^\$\{([^{}]*)\}$/.exec(text);
  if (whole) return lookup(path, whole[1]!) ?? text;
  return text.replace(/\$\{([^{}]*)\}/g, (reference, name: string) => String(lookup(path, name) ?? reference));
};

const unknownVariable = (at: Path, name: string, names: readonly string[]): Problem => ({
  at,
  part: 'value',
  what: isDefinition(at) ? `\${${name}} in the definition of a variable` : `unknown variable "${name}"`,
  right: isDefinition(at)
    ? 'write a plain value'
    : names.length > 0
      ? `variables: ${names.join(', ')}`
      : 'define it in vary or vars',
});

const isDefinition = ([top]: Path): boolean => top === 'vary' || top === 'vars';

const unknownSettings = (set: Readonly<Record<string, Scalar>>, variables: readonly Variable[]): readonly Problem[] =>
  Object.entries(set).flatMap(([name, value]) => {
    const variable = variables.find((each) => each.name === name);
    const problem = { at: [], part: 'value' } as const;
    if (!variable)
      return {
        ...problem,
        what: `--set ${name}: the scenario has no variable "${name}"`,
        right:
          variables.length > 0
            ? `variables: ${variables.map((each) => each.name).join(', ')}`
            : 'remove it: there are none',
      };
    const { further, values } = variable;
    return further && !further.has(value)
      ? { ...problem, what: `--set ${name}=${value}: no value of "${name}"`, right: `values: ${values.join(', ')}` }
      : [];
  });

const tooManyCases: Problem = {
  at: ['vary'],
  part: 'key',
  what: `vary: more than ${maxCases} cases`,
  right: 'fix variables with --set, or split the file',
};

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);
