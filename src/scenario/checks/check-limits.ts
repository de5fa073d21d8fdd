import { entriesOf, isObject, itemsOf, ownProperty, valueAt } from '../model/unknown-values.ts';
import type { Path } from '../model/scenario.ts';
import type { Problem } from '../problems/problem.ts';
import type { Scalar } from '../reading/substitute-variables.ts';
import { scenarioLimits } from '../problems/scenario-limits.ts';

/** What makes a parsed file too large to check, and texts that no program and no kernel accepts; without these, checking takes bounded time. */
export const checkLimits = (
  value: unknown,
  text: string,
  set: Readonly<Record<string, Scalar>>,
): readonly Problem[] => [...checkVariables(value, set), ...checkNetworkSize(value), ...checkNul(value, text)];

const checkVariables = (value: unknown, set: Readonly<Record<string, Scalar>>): readonly Problem[] => {
  const { variables: most, valuesOfCases, substituted } = scenarioLimits;
  const { vary, vars, ...rest } = isObject(value) ? value : {};
  const variables = [...entriesOf(vary), ...furtherVariables(vary), ...entriesOf(vars)];
  const at = [vary === undefined ? 'vars' : 'vary'];
  if (variables.length > most) return [tooMany(at, `${variables.length} variables`, `at most ${most}`)];
  const cases = entriesOf(vary).reduce(
    (product, [name, values]) => product * (Object.hasOwn(set, name) ? 1 : Math.max(valuesOf(values).length, 1)),
    1,
  );
  const size = sizeOf(rest);
  if (cases > 1 && cases * size.values > valuesOfCases) {
    const what = `${cases} cases of ${size.values} values`;
    return [tooMany(at, what, `at most ${valuesOfCases} values in all: fix some with --set or make several files`)];
  }
  const texts = [...variables.flatMap(([, values]) => [values, ...valuesOf(values)]), ...Object.values(set)];
  const longest = Math.max(0, ...texts.map((each) => (typeof each === 'string' ? each.length : 0)));
  return cases * size.references * longest > substituted
    ? [tooMany(at, `the variables make more than ${substituted} characters of text`, 'give them shorter values')]
    : [];
};

const valuesOf = (values: unknown): readonly unknown[] => [
  ...itemsOf(values),
  ...entriesOf(values).map(([value]) => value),
];

/** The variables that values of others bring, once for each of these values. */
const furtherVariables = (vary: unknown): readonly (readonly [string, unknown])[] =>
  entriesOf(vary).flatMap(([, values]) => entriesOf(values).flatMap(([, further]) => entriesOf(further)));

interface Size {
  readonly values: number;
  /** How often a text refers to a variable. */
  readonly references: number;
}

const sizeOf = (value: unknown): Size => {
  const size = { values: 0, references: 0 };
  const count = (each: unknown): void => {
    size.values += 1;
    if (typeof each === 'string') size.references += each.split('${').length - 1;
    else if (typeof each === 'object' && each !== null) for (const key in each) count((each as JsonLike)[key]);
  };
  count(value);
  return size;
};

type JsonLike = Readonly<Record<string, unknown>>;

const checkNetworkSize = (value: unknown): readonly Problem[] => {
  const { nodes: mostNodes, links: mostLinks } = scenarioLimits;
  const links = itemsOf(valueAt(value, ['topology', 'links']));
  const legs = links.flatMap((link) => itemsOf(ownProperty(link, 'legs')));
  const declared = entriesOf(valueAt(value, ['topology', 'nodes'])).map(([name]) => name);
  const nodes = new Set([...declared, ...legs.map((leg) => ownProperty(leg, 'via'))]).size;
  const count = links.reduce<number>((sum, link) => sum + (2 * itemsOf(ownProperty(link, 'legs')).length || 1), 0);
  return [
    ...(nodes > mostNodes ? [tooMany(['topology', 'nodes'], `${nodes} nodes`, `at most ${mostNodes}`)] : []),
    ...(count > mostLinks ? [tooMany(['topology', 'links'], `${count} links`, `at most ${mostLinks}`)] : []),
  ];
};

const tooMany = (at: Path, what: string, right: string): Problem => ({ at, part: 'key', what, right });

/** The kernel ends each word of a command at a NUL, and Node.js refuses to start such a command. */
const checkNul = (value: unknown, text: string): readonly Problem[] => {
  if (!/\\[0xuU]/.test(text)) return []; // a NUL is written as an escape of a quoted text, and few files have any
  const problems: Problem[] = [];
  const check = (word: string, at: Path, part: Problem['part']): void => {
    if (word.includes('\0'))
      problems.push({ at, part, what: 'a text with a NUL character', right: 'leave the \\0 out' });
  };
  const walk = (each: unknown, at: Path): void => {
    if (problems.length > scenarioLimits.problems) return;
    if (typeof each === 'string') check(each, at, 'value');
    itemsOf(each).forEach((item, index) => walk(item, [...at, index]));
    for (const [key, item] of entriesOf(each)) {
      check(key, [...at, key], 'key');
      walk(item, [...at, key]);
    }
  };
  walk(value, []);
  return problems;
};
