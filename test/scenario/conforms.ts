import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { parse } from 'yaml';
import { conforms } from '../../src/scenario/schema/conforms.ts';
import { scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const schema = scenarioSchema(dictionary);

const valuesIn = (folder: string): readonly unknown[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => valueOf(readFileSync(new URL(folder + name, import.meta.url), 'utf8')));

const valueOf = (text: string): readonly unknown[] => {
  try {
    return [parse(text, { merge: true, logLevel: 'silent' })];
  } catch {
    return [];
  }
};

const right = valuesIn('../../scenarios/');
const wrong = valuesIn('errors/');

t.test('a file conforms where ajv finds nothing wrong, and only there', async (t) => {
  t.ok(right.length > 5 && right.every((value) => conforms(schema, schema, value)), 'the scenarios conform');
  const disagreed = wrong.filter((value) => conforms(schema, schema, value) !== validate(value));
  t.same(disagreed, [], 'each file of mistakes');
  t.ok(wrong.filter((value) => !conforms(schema, schema, value)).length > 20, 'many of which do not conform');
});

const paths = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] => [
  at,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => paths(each, [...at, key]))
    : []),
];

/** Values that a scenario may hold somewhere, and strange ones. */
const pieces = [...right, ...wrong].flatMap((value) => paths(value).map((path) => at(value, path)));
const strange = [
  null,
  true,
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  1e12,
  '',
  'none',
  '200kB',
  '> 4',
  'a b',
  [],
  {},
  [[]],
  { a: {} },
];

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, key) => (here as Record<string, unknown>)[key], value);
}

/** The value with another in the place of what stands at a path; `undefined` takes it away. */
const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
  if (key === undefined) return by;
  const inside = replaced(Object.hasOwn(value as object, key) ? at(value, [key]) : undefined, rest, by);
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1, ...(inside === undefined ? [] : [inside]));
  const others = Object.entries(value as object).filter(([name]) => name !== key);
  return Object.fromEntries(inside === undefined ? others : [...others, [key, inside]]);
};

const mutant = fc
  .constantFrom(...right)
  .chain((value) =>
    fc
      .tuple(
        fc.constantFrom(...paths(value).slice(1)),
        fc.oneof(fc.constantFrom(...strange), fc.constantFrom(...pieces), fc.constant(undefined), fc.jsonValue()),
        fc.option(fc.constantFrom('mtu', 'do', 'surplus', 'toString', '__proto__'), { freq: 5 }),
      )
      .map(([path, by, surplus]) => replaced(value, surplus === null ? path : [...path.slice(0, -1), surplus], by)),
  );

t.test('so it is with scenarios in which one thing was changed', async (t) => {
  const said = { yes: 0, no: 0 };
  fc.assert(
    fc.property(mutant, (value) => {
      const [quick, whole] = [conforms(schema, schema, value), validate(value)];
      said[whole ? 'yes' : 'no'] += 1;
      if (quick !== whole) throw new Error(`${inspect(validate.errors)} of ${inspect(value, { depth: null })}`);
    }),
    { numRuns: 4000 },
  );
  t.ok(said.yes > 100 && said.no > 1000, `right ${said.yes} times, wrong ${said.no} times`);
});

t.test('items that are not unique do not conform, and of mappings nothing is known', async (t) => {
  t.ok(conforms({}, { uniqueItems: true }, ['ipv6', 'ipv4']));
  t.notOk(conforms({}, { uniqueItems: true }, ['ipv6', 'ipv6']));
  t.notOk(conforms({}, { uniqueItems: true }, [{}, {}]));
});

t.test('a keyword that is unknown fits nothing', async (t) => {
  t.notOk(conforms({}, { multipleOf: 2 }, 4));
  t.ok(conforms({}, { minimum: 2 }, 4));
});
