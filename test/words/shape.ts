import { Ajv } from 'ajv';
import t from 'tap';
import { ajvOptions } from '../../src/scenario/schema/validator.ts';
import * as shapes from '../../src/words/language/shape.ts';
import type { Shape, Typed } from '../../src/words/language/shape.ts';

const { amount, byType, bytes, duration, fields, flag, list, mapOf, maybe, named, none, oneOf, orNone, text, whole } =
  shapes;

const sizes = fields('sizes', { mss: whole('an MSS', 88, 65495), as: maybe(oneOf('a word', 'a', 'b')) });
const either = byType('a number or a word', whole('a number', 1, 9), oneOf('a word', 'all'));

/** Values that a shape takes, and values that it refuses. */
const table: Readonly<Record<string, readonly [Shape<unknown>, readonly unknown[], readonly unknown[]]>> = {
  text: [text('any'), ['', 'x'], [1, null]],
  'text with a pattern': [text('a key', /^net(\.[a-z]+)+$/), ['net.core'], ['net', 'net.ipv4\n', 'net/../vm']],
  whole: [whole('a number', 1, 9), [1, 9], [0, 10, 1.5, '1', NaN]],
  flag: [flag('whether'), [true, false], ['yes', 1]],
  oneOf: [oneOf('a word', 'a', 'b'), ['a'], ['c', '']],
  none: [none, ['none'], [null, '']],
  'named node': [named('node', 'a node'), ['r1', 'a-b'], ['R1', '1r', 'a b', 'a'.repeat(16), 'a;b', 'a\n', '']],
  'named place': [
    named('place', 'a place'),
    ['edge', 'edge:to-b'],
    ['edge:b', 'edge:to-', 'edge:to-b:to-c', 'e:to-b\n'],
  ],
  list: [list('some', whole('a number', 1, 9), 1), [[1]], [[], [0], 1]],
  fields: [sizes, [{ mss: 1396 }, { mss: 1396, as: 'a' }], [{}, { mss: 1 }, { mss: 1396, so: 1 }, { as: 'a' }]],
  mapOf: [mapOf('by node', bytes('length'), named('node', 'a node')), [{ a: 1 }], [{}, { A: 1 }, { a: -1 }]],
  byType: [either, [3, 'all'], [0, 'some', true, null, [3]]],
  orNone: [orNone(sizes), [{ mss: 1396 }, 'none'], ['nothing', null, {}]],
  bytes: [
    bytes('length'),
    [0, 1000, '200kB', '1MB', '5B'],
    [-1, 1.5, '200kb', '200', '1GB', '1e3B', '9'.repeat(13) + 'B'],
  ],
  duration: [duration('time'), ['300ms', '2s', '1.5min'], ['2', 2, '2 s', '1h', '-1s', '.5s']],
  amount: [
    amount('so many'),
    [4, 'none', '1400..1500', '<= 4', '>4', '0.5..1'],
    ['1...2', '4', '<= 4s', 'some', '= 4'],
  ],
};

for (const [name, [shape, takes, refuses]] of Object.entries(table))
  t.test(`${name} takes what its type takes and refuses the rest`, async (t) => {
    const validate = new Ajv(ajvOptions).compile(shape.schema);
    for (const value of takes) t.ok(validate(value), `takes ${JSON.stringify(value)}`);
    for (const value of refuses) t.notOk(validate(value), `refuses ${JSON.stringify(value)}`);
    t.type(shape.schema['description'], 'string', 'says what it is');
  });

t.test('a wrong alternative gets one complaint and not one per alternative', async (t) => {
  const validate = new Ajv(ajvOptions).compile(either.schema);
  for (const value of [0, 'some', true]) {
    validate(value);
    const told = validate.errors?.filter(({ keyword }) => keyword !== 'if');
    t.equal(told?.length, 1, JSON.stringify(told));
  }
});

t.test('types are read off the same value', async () => {
  const right: Typed<typeof sizes> = { mss: 1396 };
  const both: Typed<typeof either> = 'all';
  const gone: Typed<ReturnType<typeof orNone<typeof right>>> = 'none';
  // @ts-expect-error a required field is missing
  const missing: Typed<typeof sizes> = { as: 'a' };
  // @ts-expect-error no such word
  const wrong: Typed<typeof either> = 'some';
  // @ts-expect-error a setting is never changed
  right.mss = 1;
  return [right, both, gone, missing, wrong];
});
