import { Ajv } from 'ajv';
import t from 'tap';
import { ajvOptions } from '../../src/scenario/schema/validator.ts';
import { exceedsAmount, inBytes, inMs, matchesAmount } from '../../src/words/language/amount.ts';
import { bytesOutside, largestInside } from '../../src/words/language/tunnel-size.ts';
import * as shapes from '../../src/words/language/shape.ts';
import type { Shape, ValueOf } from '../../src/words/language/shape.ts';

const { amount, byType, bytes, duration, fields, boolean, list, mapOf, optional, none, oneOf, orNone, text, integer } =
  shapes;
const { kindOfValue, reference, namePattern, placePattern } = shapes;

const sizes = fields('sizes', { mss: integer('an MSS', 88, 65495), as: optional(oneOf('a word', 'a', 'b')) });
const either = byType('a number or a word', integer('a number', 1, 9), oneOf('a word', 'all'));

/** Values that a shape accepts, and values that it refuses. */
const table: Readonly<Record<string, readonly [Shape<unknown>, readonly unknown[], readonly unknown[]]>> = {
  text: [text('any'), ['', 'x'], [1, null]],
  'text with a pattern': [text('a key', /^net(\.[a-z]+)+$/), ['net.core'], ['net', 'net.ipv4\n', 'net/../vm']],
  whole: [integer('a number', 1, 9), [1, 9], [0, 10, 1.5, '1', NaN]],
  flag: [boolean('whether it is on'), [true, false], ['yes', 1]],
  oneOf: [oneOf('a word', 'a', 'b'), ['a'], ['c', '']],
  none: [none, ['none'], [null, '']],
  'named node': [reference('node', 'a node'), ['r1', 'a-b'], ['R1', '1r', 'a b', 'a'.repeat(16), 'a;b', 'a\n', '']],
  'named place': [
    reference('place', 'a place'),
    ['edge', 'edge:to-b', 'edge:wan'],
    ['edge:B', 'edge:', 'edge:to-b:to-c', 'e:to-b\n'],
  ],
  list: [list('some', integer('a number', 1, 9), 1), [[1]], [[], [0], 1]],
  fields: [sizes, [{ mss: 1396 }, { mss: 1396, as: 'a' }], [{}, { mss: 1 }, { mss: 1396, size: 1 }, { as: 'a' }]],
  mapOf: [mapOf('by node', bytes('length'), reference('node', 'a node')), [{ a: 1 }], [{}, { A: 1 }, { a: -1 }]],
  byType: [either, [3, 'all'], [0, 'some', true, null, [3]]],
  orNone: [orNone(sizes), [{ mss: 1396 }, 'none'], ['nothing', null, {}, { mss: 1 }]],
  bytes: [
    bytes('length'),
    [0, 1000, '200kB', '1MB', '5B'],
    [-1, 1.5, '200kb', '200', '1GB', '1e3B', '9'.repeat(13) + 'B'],
  ],
  duration: [duration('time'), ['300ms', '2s', '1.5min'], ['2', 2, '2 s', '1h', '-1s', '.5s']],
  amount: [
    amount('this many'),
    [4, 'none', '1400..1500', '<= 4', '>4', '0.5..1'],
    ['1...2', '4', '<= 4s', 'some', '= 4'],
  ],
};

for (const [name, [shape, accepted, refused]] of Object.entries(table))
  t.test(`the shape "${name}" accepts the values of its type and refuses all others`, async (t) => {
    const validate = new Ajv(ajvOptions).compile(shape.schema);
    for (const value of accepted) t.ok(validate(value), `accepts ${JSON.stringify(value)}`);
    for (const value of refused) t.notOk(validate(value), `refuses ${JSON.stringify(value)}`);
    t.type(shape.schema['description'], 'string', 'has a description');
  });

t.test(
  'references to flows and legs are names, with a title and the kind of reference for the check of names',
  async (t) => {
    const references = ['node', 'place', 'flow', 'new-flow', 'leg'] as const;
    for (const kind of references) {
      const { schema } = reference(kind, 'a reference');
      t.match(schema, { 'x-names': kind, pattern: kind === 'place' ? placePattern : namePattern });
    }
    const titles = references.map((kind) => kindOfValue(reference(kind, 'a reference').schema));
    t.equal(new Set(titles).size, references.length, titles.join(', '));
  },
);

t.test('a field with a default is optional', async (t) => {
  const { schema } = fields('sizes', {
    mss: optional(integer('an MSS', 88, 65495), 1396),
    port: integer('a port', 1, 65535),
  });
  t.match(schema, { required: ['port'], properties: { mss: { default: 1396 } } });
  t.notOk('default' in optional(boolean('whether it is on')).schema, 'a default is not invented');
});

t.test('the kind of a value is described for error messages', async (t) => {
  const kinds = [
    integer('', 1, 9),
    boolean(''),
    text(''),
    list('', text('')),
    sizes,
    either,
    duration(''),
    orNone(sizes),
  ];
  t.strictSame(
    kinds.map(({ schema }) => kindOfValue(schema)),
    [
      ...['a whole number', 'true or false', 'text', 'a list', 'a mapping', 'a whole number or text'],
      ...['a length of time', 'a mapping or none'],
    ],
  );
  t.equal(kindOfValue({ type: 'null' }), 'another type');
});

t.test('a wrong alternative gets one error instead of one per alternative', async (t) => {
  const validate = new Ajv(ajvOptions).compile(either.schema);
  for (const value of [0, 'some', true]) {
    validate(value);
    const errors = validate.errors?.filter(({ keyword }) => keyword !== 'if');
    t.equal(errors?.length, 1, JSON.stringify(errors));
  }
});

t.test('the type of a value is derived from its shape', async () => {
  const valid: ValueOf<typeof sizes> = { mss: 1396 };
  const word: ValueOf<typeof either> = 'all';
  const removed: ValueOf<ReturnType<typeof orNone<typeof valid>>> = 'none';
  // @ts-expect-error a required field is missing
  const missing: ValueOf<typeof sizes> = { as: 'a' };
  // @ts-expect-error not one of the words
  const wrong: ValueOf<typeof either> = 'some';
  // @ts-expect-error settings are read-only
  valid.mss = 1;
  return [valid, word, removed, missing, wrong];
});

t.test('amounts are compared', async (t) => {
  const rows: readonly (readonly [expected: number | string, observed: number | null, met: boolean])[] = [
    [1500, 1500, true],
    [1500, 1501, false],
    [0, null, false],
    ['none', null, true],
    ['none', 0, false],
    ['1400..1500', 1400, true],
    ['1400..1500', 1500, true],
    ['1400..1500', 1501, false],
    ['1400..1500', 1399, false],
    ['1400..1500', null, false],
    ['2.9..7.5', 3.14, true],
    ['<= 4', 4, true],
    ['<=4', 5, false],
    ['<4', 4, false],
    ['< 4', 3.9, true],
    ['>= 1', 1, true],
    ['> 1', 1, false],
    ['> 1', null, false],
    ['1500', 1500, true],
  ];
  for (const [expected, observed, met] of rows)
    t.equal(matchesAmount(expected, observed), met, `${expected} and ${observed}`);
});

t.test('an amount is too large where a smaller one could be met', async (t) => {
  const rows: readonly (readonly [expected: number | string, observed: number | null, exceeds: boolean])[] = [
    [0, 4, true],
    [4, 0, false],
    ['none', 4, false],
    ['200..206', 318.5, true],
    ['200..206', 199, false],
    ['200..206', 203, false],
    ['<= 5', 6, true],
    ['>= 5', 4, false],
    ['5', 6, true],
    ['5', 4, false],
    ['<= 5', null, false],
  ];
  for (const [expected, observed, exceeds] of rows)
    t.equal(exceedsAmount(expected, observed), exceeds, `${expected} and ${observed}`);
});

t.test('bytes and durations are converted', async (t) => {
  t.strictSame([1000, '1000B', '200kB', '1MB'].map(inBytes), [1000, 1000, 200_000, 1_000_000]);
  t.strictSame(['300ms', '2s', '1.5min'].map(inMs), [300, 2000, 90_000]);
});

t.test('a tunnel pads its packets, so that some bytes of an MTU carry nothing', async (t) => {
  const padded = { overhead: 54, paddedTo: 4 };
  t.strictSame(
    [1500, 1501, 1503, 1504, Infinity].map((outside) => largestInside(outside, padded)),
    [1446, 1446, 1446, 1450, Infinity],
  );
  t.strictSame(
    [1442, 1443, 1446, 1447].map((inside) => bytesOutside(inside, padded)),
    [1496, 1500, 1500, 1504],
  );
  t.equal(largestInside(1501, { overhead: 50 }), 1451, 'without padding');
  t.equal(bytesOutside(1451, { overhead: 50 }), 1501);
});
