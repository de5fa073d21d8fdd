/** A draft-07 JSON Schema and, through the phantom type, the TypeScript type of what it accepts: one value, two faces. */
export interface Shape<T> {
  readonly schema: JsonSchema;
  readonly [typed]?: T;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The type of the values that a shape accepts. */
export type Typed<S> = S extends Shape<infer T> ? T : never;

/** What a string in a scenario may point at; the names check resolves each, whatever word it stands in. */
export type Reference = 'node' | 'place' | 'flow' | 'new-flow' | 'leg';

declare const typed: unique symbol;

/** Any text; give a pattern wherever the text reaches a command, and an example for the message that a wrong text gets. */
export const text = (description: string, pattern?: RegExp, example?: string): Shape<string> =>
  shape({
    type: 'string',
    description,
    ...(pattern && { pattern: pattern.source }),
    ...(example !== undefined && { examples: [example] }),
  });

/** A whole number within bounds. */
export const whole = (description: string, minimum: number, maximum: number): Shape<number> =>
  shape({ type: 'integer', description, minimum, maximum });

export const flag = (description: string): Shape<boolean> => shape({ type: 'boolean', description });

/** One of a few fixed words. */
export const oneOf = <const W extends readonly string[]>(description: string, ...words: W): Shape<W[number]> =>
  shape({ type: 'string', description, enum: words });

/** The word `none`, which takes away what stood there. */
export const none: Shape<'none'> = { schema: { type: 'string', description: 'nothing at all', enum: ['none'] } };

/** A name that must exist (or, for `new-flow`, must not exist yet) where the scenario uses it. */
export const named = (reference: Reference, description: string): Shape<string> =>
  shape({ type: 'string', title: titles[reference], description, pattern: patterns[reference], 'x-names': reference });

/** A list of values of one shape. */
export const list = <T>(description: string, of: Shape<T>, minItems = 0): Shape<readonly T[]> =>
  shape({ type: 'array', description, items: of.schema, minItems });

/** A field that may be left out; `otherwise` says what holds then, for `explain` and editors only. */
export const maybe = <T>(of: Shape<T>, otherwise?: T): Optional<T> => ({
  schema: otherwise === undefined ? of.schema : { ...of.schema, default: otherwise },
  optional: true,
});

/** What the shape accepts, or the word `none`, which takes away what stood there. */
export const orNone = <T>(of: Shape<T>): Shape<T | 'none'> =>
  shape({
    title: `${kindOfValue(of.schema)} or none`,
    description: of.schema['description'],
    if: { const: 'none' },
    else: of.schema,
  });

/** An object with these fields and no others. */
export const fields = <F extends Readonly<Record<string, Shape<unknown>>>>(
  description: string,
  named: F,
): Shape<Fields<F>> =>
  shape({
    type: 'object',
    description,
    properties: Object.fromEntries(Object.entries(named).map(([name, field]) => [name, field.schema])),
    required: Object.keys(named).filter((name) => !('optional' in named[name]!)),
    additionalProperties: false,
  });

/** An object whose keys are names of the user's own choice or places. */
export const mapOf = <T>(description: string, of: Shape<T>, keys?: Shape<string>): Shape<Readonly<Record<string, T>>> =>
  shape({
    type: 'object',
    description,
    additionalProperties: of.schema,
    ...(keys && { propertyNames: keys.schema }),
    minProperties: 1,
  });

/**
 * One of several shapes, told apart by the JSON type of the value, so that a wrong value gets one error and not one per alternative.
 * Each alternative must have a JSON type of its own.
 */
export const byType = <A extends readonly Shape<unknown>[]>(
  description: string,
  ...alternatives: A
): Shape<Typed<A[number]>> => {
  const types = alternatives.map(({ schema }) => schema['type']).flat();
  return shape({
    type: types,
    description,
    allOf: alternatives.map(({ schema }, index) => ({
      if: { type: schema['type'] },
      then: {
        ...schema,
        'x-or': alternatives.filter((_, other) => other !== index).map((each) => kindOfValue(each.schema)),
      },
    })),
  });
};

/** What kind of value a schema wants, in words for people. */
export const kindOfValue = ({ title, type }: JsonSchema): string =>
  typeof title === 'string'
    ? title
    : [type]
        .flat()
        .map((each) => kinds[String(each)] ?? 'something else')
        .join(' or ');

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

/** Bytes as a number or with a unit: `1000`, `200kB` (200,000 bytes), `1MB`. Read it with `inBytes`. */
export const bytes = (description: string): Shape<Bytes> =>
  shape({
    type: ['integer', 'string'],
    title: 'a number of bytes',
    description,
    pattern: '^[0-9]{1,12}(B|kB|MB)$',
    examples: ['200kB'],
    minimum: 0,
  });

/** A length of time with a unit: `300ms`, `2s`, `1min`. Read it with `inMs`. */
export const duration = (description: string): Shape<Duration> =>
  shape({
    type: 'string',
    title: 'a length of time',
    description,
    pattern: '^[0-9]{1,6}(\\.[0-9]{1,6})?(ms|s|min)$',
    examples: ['2s'],
  });

/** A number, a range `1400..1500`, a comparison `"<= 4"`, or `none`. Read it with `compare` of amount.ts. */
export const amount = (description: string): Shape<Amount> =>
  shape({
    type: ['number', 'string'],
    title: 'a number, a range, a comparison or none',
    description,
    pattern: `^(none|${decimal}\\.\\.${decimal}|(<=|>=|<|>) ?${decimal})$`,
    examples: ['1400..1500'],
  });

const decimal = '[0-9]+(\\.[0-9]+)?';

export type Bytes = number | string;
export type Duration = string;
export type Amount = number | string;

interface Optional<T> extends Shape<T> {
  readonly optional: true;
}

type Fields<F> = { readonly [K in keyof F as F[K] extends Optional<unknown> ? never : K]: Typed<F[K]> } & {
  readonly [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: Typed<F[K]>;
};

/** Names of nodes and flows: they become namespace names and words of commands, so nothing else is allowed in them. */
export const namePattern = '^[a-z][a-z0-9-]{0,14}$';
export const placePattern = '^[a-z][a-z0-9-]{0,14}(:to-[a-z][a-z0-9-]{0,14})?$';

const patterns: Readonly<Record<Reference, string>> = {
  node: namePattern,
  place: placePattern,
  flow: namePattern,
  'new-flow': namePattern,
  leg: namePattern,
};

const titles: Readonly<Record<Reference, string>> = {
  node: 'the name of a node',
  place: 'a place such as edge or edge:to-transit',
  flow: 'the name of a kept flow',
  'new-flow': 'a name for a flow',
  leg: 'a leg, named by its router',
};

const shape = <T>(schema: JsonSchema): Shape<T> => ({ schema });
