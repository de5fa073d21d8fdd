import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import t from 'tap';
import { parse } from 'yaml';
import { ajvErrorTexts } from '../../src/scenario/schema/ajv-error-text.ts';
import { correctedText } from '../../src/scenario/schema/corrected-text.ts';
import { substituteVariables } from '../../src/scenario/reading/substitute-variables.ts';
import { familiesSchema } from '../../src/scenario/schema/families-schema.ts';
import { inlineYaml } from '../../src/scenario/schema/inline-yaml.ts';
import { mappingForm } from '../../src/scenario/schema/mapping-form.ts';
import { misplacedKey } from '../../src/scenario/schema/misplaced-key.ts';
import { bytes, duration, integer, text as textShape } from '../../src/words/language/shape.ts';
import { checkSchema } from '../../src/scenario/schema/check-schema.ts';
import { conforms, resolveDefinition } from '../../src/scenario/schema/conforms.ts';
import { publishedSchema } from '../../src/scenario/schema/published-schema.ts';
import { decidingSchema, scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { stepDefinitions } from '../../src/scenario/schema/step-schema.ts';
import { definitionReferences, oneWord, strictObject } from '../../src/scenario/schema/strict-object.ts';
import { topologyDefinitions, topologySchema } from '../../src/scenario/schema/topology-schema.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { JsonSchema } from '../../src/words/language/shape.ts';
import { bundledPaths } from '../fixtures/bundled-scenarios.ts';

const schema = scenarioSchema(dictionary);
const deciding = decidingSchema(dictionary);

const valuesIn = (folder: string): readonly unknown[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parsed(readFileSync(new URL(folder + name, import.meta.url), 'utf8')));

const parsed = (text: string): readonly unknown[] => {
  try {
    return [parse(text, { merge: true, logLevel: 'silent' })];
  } catch {
    return [];
  }
};

const valid = bundledPaths
  .flatMap((path) => parsed(readFileSync(path, 'utf8')))
  .flatMap((value) => substituteVariables(value, {}).cases.map((each) => each.value));
const invalid = valuesIn('errors/');

t.test('every example in the schema conforms to the schema that it is in', async (t) => {
  let examples = 0;
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const part = value as JsonSchema;
    for (const example of Array.isArray(part['examples']) ? part['examples'] : []) {
      examples++;
      t.ok(conforms(schema, part, example), inspect(example));
    }
    for (const [key, each] of Object.entries(part)) if (key !== 'examples') walk(each);
  };
  walk(schema);
  t.ok(examples > 30, 'they are found');
});

t.test('a value conforms exactly where ajv finds no error', async (t) => {
  t.ok(valid.length > 5 && valid.every((value) => conforms(schema, schema, value)), 'every scenario conforms');
  t.ok(
    valid.every((value) => conforms(deciding, deciding, value)),
    'without what only people read too',
  );
  const disagreed = invalid.filter(
    (value) =>
      conforms(schema, schema, value) !== validate(value) || conforms(deciding, deciding, value) !== validate(value),
  );
  t.same(disagreed, [], 'the files with mistakes');
  t.ok(invalid.filter((value) => !conforms(schema, schema, value)).length > 20, 'many of them do not conform');
});

const paths = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] => [
  at,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => paths(item, [...at, key]))
    : []),
];

/** Values that occur somewhere in a scenario, and values that never should. */
const pieces = [...valid, ...invalid].flatMap((value) => paths(value).map((path) => valueAt(value, path)));
const oddValues = [
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

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], value);
}

/** Returns a copy of the value with the part at a path replaced, or removed if the replacement is undefined. */
const withReplaced = (value: unknown, [key, ...rest]: readonly string[], replacement: unknown): unknown => {
  if (key === undefined) return replacement;
  const before = Object.hasOwn(value as object, key) ? valueAt(value, [key]) : undefined;
  const after = withReplaced(before, rest, replacement);
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1, ...(after === undefined ? [] : [after]));
  const others = Object.entries(value as object).filter(([name]) => name !== key);
  return Object.fromEntries(after === undefined ? others : [...others, [key, after]]);
};

const mutant = fc
  .constantFrom(...valid)
  .chain((value) =>
    fc
      .tuple(
        fc.constantFrom(...paths(value).slice(1)),
        fc.oneof(fc.constantFrom(...oddValues), fc.constantFrom(...pieces), fc.constant(undefined), fc.jsonValue()),
        fc.option(fc.constantFrom('mtu', 'do', 'surplus', 'toString', '__proto__'), { freq: 5 }),
      )
      .map(([path, replacement, surplusKey]) =>
        withReplaced(value, surplusKey === null ? path : [...path.slice(0, -1), surplusKey], replacement),
      ),
  );

t.test('conforms and ajv agree on scenarios with one random change', async (t) => {
  const counts = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(mutant, (value) => {
      const [isConforming, isValid] = [conforms(schema, schema, value), validate(value)];
      counts[isValid ? 'valid' : 'invalid'] += 1;
      if (isConforming !== isValid)
        throw new Error(`${inspect(validate.errors)} of ${inspect(value, { depth: null })}`);
    }),
    { numRuns: 4000 },
  );
  t.ok(counts.valid > 100 && counts.invalid > 1000, `${counts.valid} valid, ${counts.invalid} invalid`);
});

t.test('unique items are compared as scalars; mappings never count as unique', async (t) => {
  t.ok(conforms({}, { uniqueItems: true }, ['ipv6', 'ipv4']));
  t.notOk(conforms({}, { uniqueItems: true }, ['ipv6', 'ipv6']));
  t.notOk(conforms({}, { uniqueItems: true }, [{}, {}]));
});

t.test('no value conforms to an unsupported keyword', async (t) => {
  t.notOk(conforms({}, { multipleOf: 2 }, 4));
  t.ok(conforms({}, { minimum: 2 }, 4));
  t.notOk(conforms({}, undefined, 4), 'nor to a missing schema');
});

t.test('a reference resolves to a definition of the root schema', async (t) => {
  t.same(resolveDefinition({ definitions: { step: { type: 'object' } } }, '#/definitions/step'), { type: 'object' });
  t.equal(resolveDefinition(schema, '#/definitions/toString'), undefined);
});

t.test('a strict object refuses other keys, and a word object takes exactly one', async (t) => {
  const object = strictObject('a thing', { a: { type: 'integer' }, b: { type: 'integer' } }, ['a']);
  const word = oneWord('a word', { a: { type: 'integer' }, b: { type: 'integer' } });
  for (const [value, isObject, isWord] of [
    [{ a: 1 }, true, true],
    [{ a: 1, b: 2 }, true, false],
    [{ b: 2 }, false, true],
    [{ a: 1, c: 3 }, false, false],
    [{}, false, false],
  ] as const)
    t.same([conforms({}, object, value), conforms({}, word, value)], [isObject, isWord], JSON.stringify(value));
  t.same(definitionReferences('trait', { mtu: 1 }), { mtu: { $ref: '#/definitions/trait-mtu' } });
});

t.test('every reference of the schema has a definition', async (t) => {
  const references = JSON.stringify(schema).match(/#\/definitions\/[a-z0-9-]+/g) ?? [];
  t.ok(references.length > 50);
  t.same(
    references.filter((reference) => resolveDefinition(schema, reference) === undefined),
    [],
  );
  const definitions = schema['definitions'] as JsonSchema;
  t.match(definitions, stepDefinitions(dictionary));
  const { 'node-host': host, 'node-translator': translator, ...others } = topologyDefinitions(dictionary);
  t.match(definitions, others);
  t.match(
    JSON.stringify(definitions['node-host']),
    '"http":{"$ref":"#/definitions/service-http"}',
    'services are shared',
  );
  t.match(JSON.stringify(definitions['node-translator']), '"eamd":{"$ref":"#/definitions/service-eamd"}');
  t.notMatch(JSON.stringify([host, translator]), 'service-http');
  t.equal((schema['properties'] as JsonSchema)['topology'], topologySchema);
});

t.test('a link needs an mtu or legs, and a step needs do or together', async (t) => {
  const link = (fields: object) => conforms(schema, resolveDefinition(schema, '#/definitions/link'), fields);
  const step = (fields: object) => conforms(schema, resolveDefinition(schema, '#/definitions/step'), fields);
  const between = ['a', 'b'];
  t.notOk(link({ between }));
  t.ok(link({ between, mtu: 1500 }));
  t.ok(link({ between, mtu: { a: 1500, b: 9000 } }));
  t.ok(link({ between, mtu: 1500, name: 'second' }));
  for (const name of ['lo', 'bridge', 'to-b', 'Second']) t.notOk(link({ between, mtu: 1500, name }), name);
  const tunnel = { vxlan: { over: 'ipv6' } };
  t.ok(link({ between, tunnel }), 'the MTU of a tunnel follows from the links below');
  t.ok(link({ between, mtu: 1500, tunnel }));
  t.notOk(link({ between, mtu: 1500, tunnel: { cable: {} } }));
  t.ok(link({ between, legs: [{ via: 'r1', mtu: 1500, drop: ['tcp'] }] }));
  t.notOk(link({ between, legs: [{ via: 'r1', mtu: { a: 1500 } }] }), 'the mtu of a leg is a number, not the trait');
  const ping = { do: { ping: { from: 'a', to: 'b', bytes: 100 } } };
  t.notOk(step({ expect: { outcome: 'answered' } }));
  t.ok(step(ping));
  t.ok(step({ together: [ping, ping] }));
  t.notOk(step({ together: [ping] }));
  t.notOk(step({ ...ping, expect: { ipv6: {} } }));
});

t.test('the committed schema for editors is up to date', async (t) => {
  const published = new URL('../../schema/scenario.schema.json', import.meta.url);
  const current = `${JSON.stringify(publishedSchema(dictionary), null, 2)}\n`;
  t.equal(readFileSync(published, 'utf8'), current, 'run `npm run schema` to update it');
});

t.test('a strict validator that reads YAML 1.1 accepts every bundled scenario', async (t) => {
  const schemaFile = new URL('../../schema/scenario.schema.json', import.meta.url);
  const published = JSON.parse(readFileSync(schemaFile, 'utf8')) as JsonSchema;
  t.match(published['$id'], /^https:/);
  const strict = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(published);
  for (const path of bundledPaths) {
    const text = readFileSync(path, 'utf8');
    t.ok(strict(parse(text, { version: '1.1' })), `${path}: ${inspect(strict.errors)}`);
    const broken = text.replace('topology:', 'topologie:');
    t.notOk(strict(parse(broken, { version: '1.1' })), `${path} with a misspelt key`);
  }
});

/** The document once for each of its scalars, with a variable in its place; no variable is null. */
const withVariables = (document: unknown): readonly { readonly at: string; readonly document: unknown }[] => {
  if (document === null) return [];
  if (typeof document !== 'object') return [{ at: '', document: '${of-any-value}' }];
  return Object.entries(document).flatMap(([key, value]) =>
    withVariables(value).map(({ at, document: changed }) => ({
      at: `${key}.${at}`,
      document: Array.isArray(document) ? document.toSpliced(Number(key), 1, changed) : { ...document, [key]: changed },
    })),
  );
};

t.test('the schema for editors accepts a variable for every value', async (t) => {
  const published = publishedSchema(dictionary);
  const accepts = new Ajv({ strict: true, allowUnionTypes: true, unicodeRegExp: false }).compile(published);
  const documents = valid.flatMap(withVariables);
  t.ok(documents.length > 1000);
  t.strictSame(
    documents.filter(({ document }) => !accepts(document)).map(({ at }) => at),
    [],
  );
  const [first] = valid;
  t.notOk(accepts({ ...(first as object), families: ['ipv5'] }), 'a value that is none of the choices');
  t.notOk(accepts({ ...(first as object), families: ['$ipv6'] }), 'a variable without its braces');
});

const isWord = (name: string): boolean => Object.values(dictionary).some((words) => Object.hasOwn(words, name));

/** Problems of a scenario with one step. */
const problemsOf = (step: unknown, top: object = {}) =>
  checkSchema(
    { title: 'a pair', topology: { nodes: { a: 'host', b: 'host' }, links: [] }, steps: [step], ...top },
    { deciding, schema: () => schema, validate, isWord },
  );

t.test('each mistake gives one problem with its path and its word', async (t) => {
  const ping = { from: 'a', to: 'b', bytes: 100 };
  t.same(problemsOf({ do: { ping } }), []);
  t.match(problemsOf({ do: { ping: {} } }), [
    { at: ['steps', 0, 'do', 'ping'], part: 'key', word: 'ping', what: /^ping: .* are missing$/ },
  ]);
  t.match(
    problemsOf({ do: { ping: { form: 'a', to: 'b', bytes: 100 } } }),
    [
      {
        at: ['steps', 0, 'do', 'ping', 'form'],
        part: 'key',
        what: 'unknown key "form"',
        right: /^did you mean from\?/,
      },
    ],
    'a misspelt key is not reported as a missing one as well',
  );
  t.match(problemsOf({ do: { ping } }, { title: 7, families: [] }), [
    { at: ['title'], what: 'title: invalid value 7', right: /^put it in quotes, as text: / },
    { at: ['families'], what: 'families: an empty list', right: /^expected at least 1: / },
  ]);
  t.match(problemsOf(7), [{ at: ['steps', 0], what: 'item 1 of steps: invalid value 7' }]);
  t.match(
    problemsOf({ do: { ping } }, { vars: { 'a/b~c': 1 } }),
    [{ at: ['vars', 'a/b~c'], part: 'key', what: 'vars: invalid name "a/b~c"' }],
    'a key with the escapes of a JSON pointer',
  );
});

t.test('a text of the wrong form is corrected where it is clear what was meant', async (t) => {
  for (const [text, { schema }, expected] of [
    ['200 kB', bytes(''), 'remove the space: 200kB'],
    ['200KB', bytes(''), 'write 200kB'],
    ['1.5MB', bytes(''), 'write 1500kB'],
    ['0.25 kb', bytes(''), 'write 250B'],
    ['1.2345MB', bytes(''), undefined],
    ['200', bytes(''), 'remove the quotes: 200'],
    ['2 s', duration(''), 'remove the space: 2s'],
    ['2sec', duration(''), 'write 2s'],
    ['soon', duration(''), undefined],
    ['$m', integer('', 0, 9), 'write a variable as "${m}"'],
    ['1500', integer('', 0, 9), 'remove the quotes: 1500'],
    ['-4', textShape(''), undefined],
  ] as const)
    t.equal(correctedText(text, schema), expected, text);
});

t.test('the form of a mapping fits what was written instead', async (t) => {
  const property = (name: string) =>
    ((resolveDefinition(schema, '#/definitions/step') as JsonSchema)['properties'] as Record<string, JsonSchema>)[
      name
    ]!;
  const expectForm = (written: unknown) =>
    mappingForm(schema, resolveDefinition(schema, '#/definitions/expect') as JsonSchema, written);
  t.equal(expectForm('completed'), '{ outcome: completed }');
  t.match(expectForm('it works'), /^\{ outcome: stalled, /, 'the example of the schema');
  t.match(mappingForm(schema, property('do'), 'ping a b'), /^\{ ping: \{ .* \} \}$/);
  t.match(mappingForm(schema, property('do'), ['ping']), /^\{ fetch: /);
  t.equal(mappingForm(schema, { type: 'object' }, 'x'), undefined);
  t.equal(inlineYaml({ a: ['b', '-4'] }), '{ a: [ b, "-4" ] }');
});

t.test('an unknown key of a step is shown its place', async (t) => {
  const place = (...at: (string | number)[]) => misplacedKey(schema, ['steps', 0, ...at]);
  t.equal(place('do', 'fetch', 'within'), 'write it beside do, not inside it');
  t.equal(place('expect', 'ipv6', 'within'), 'write it beside expect, not inside it');
  t.match(place('together', 1, 'fetch'), /^write it inside do, as in do: \{ fetch: /);
  t.equal(place('outcome'), 'write it inside expect, as in expect: { outcome: … }');
  t.equal(place('expect', 1, 'within'), 'write it beside expect, not inside it');
  t.equal(place('where'), 'write it inside expect, as in expect: { where: … }');
  t.equal(place('do', 'fetch', 'count'), undefined);
  t.equal(place('surplus'), undefined);
  t.equal(misplacedKey(schema, ['within']), undefined);
});

t.test('every keyword has a text that states the mistake and the remedy', async (t) => {
  const texts = (keyword: string, error: object, schema: JsonSchema = {}) => {
    const { what, right } = ajvErrorTexts[keyword]!({
      ...{ instancePath: '', keyword, params: {}, key: 'x', root: {}, schema },
      ...error,
    });
    return `${what}; ${right}`;
  };
  const cases: readonly (readonly [string, object, JsonSchema, string])[] = [
    ['type', { data: null }, { type: 'integer' }, 'x: empty; expected a whole number'],
    ['type', { data: [] }, { type: 'object' }, 'x: a list is not allowed; expected a mapping'],
    ['type', { data: {} }, { type: 'boolean' }, 'x: a mapping is not allowed; expected true or false'],
    ['type', { data: 15 }, { type: 'string' }, 'x: invalid value 15; put it in quotes, as text'],
    ['enum', { data: 'c', propertyName: 'c', params: { allowedValues: ['a'] } }, {}, 'x: unknown key "c"; allowed: a'],
    ['minLength', { data: '' }, { type: 'string', description: 'a title' }, 'x: empty; expected text: a title'],
    ['minimum', { data: 1 }, { minimum: 2 }, 'x: 1 is too small; expected at least 2'],
    ['maximum', { data: 9 }, { minimum: 2, maximum: 4 }, 'x: 9 is too large; expected 2 to 4'],
    ['minItems', { data: [1], params: { limit: 2 } }, { description: 'd' }, 'x: 1 item; expected at least 2: d'],
    ['maxItems', { data: [1, 2], params: { limit: 1 } }, { description: 'd' }, 'x: 2 items; expected at most 1: d'],
    ['uniqueItems', {}, {}, 'x: a value is repeated; list each value once'],
    ['minProperties', { data: {} }, { properties: { b: {}, a: {} } }, 'x: empty; add one of a, b'],
    ['minProperties', { data: { a: 1 } }, { description: 'another' }, 'x: only a; add at least one: another'],
    ['minProperties', { data: {} }, { description: 'variables' }, 'x: empty; add at least one: variables'],
    [
      'maxProperties',
      { data: { a: 1, b: 2, c: 3 } },
      {},
      'x: a, b and c at once; keep one and move the others to entries of their own',
    ],
    ['required', { params: { missing: ['a'] } }, {}, 'x: a is missing; add a'],
    [
      'enum',
      { data: 'c', params: { allowedValues: ['a'] } },
      { 'x-or': ['a list'] },
      'x: unknown value "c"; allowed: a, or a list',
    ],
    ['pattern', { data: 'y'.repeat(99) }, { type: 'string' }, `x: invalid value "${'y'.repeat(56)}…"; expected text`],
    ['pattern', { data: '"'.repeat(58) }, { type: 'string' }, `x: invalid value "${'\\"'.repeat(58)}"; expected text`],
    ['pattern', { data: '😀'.repeat(59) }, { type: 'string' }, `x: invalid value "${'😀'.repeat(56)}…"; expected text`],
    [
      'enum',
      { data: ['z'.repeat(99)], params: { allowedValues: ['a'] } },
      {},
      `x: unknown value ["${'z'.repeat(55)}…; allowed: a`,
    ],
    ['', {}, { type: 'string', examples: ['z'] }, 'x: invalid value; expected text, such as z'],
  ];
  for (const [keyword, error, schema, expected] of cases) t.equal(texts(keyword, error, schema), expected);
});

t.test('families are a list of at least one, each once', async (t) => {
  const families = new Ajv({ strict: false }).compile(familiesSchema('families', ['ipv4']));
  t.same(
    [['ipv4'], ['ipv6', 'ipv4'], [], ['ipv4', 'ipv4'], ['ipv5'], 'ipv4'].map((value) => families(value)),
    [true, true, false, false, false, false],
  );
});
