/** A draft-07 JSON Schema, with the TypeScript type of the values that it accepts as a phantom type. */
export interface Shape<T> {
  readonly schema: JsonSchema;
  readonly [typed]?: T;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The type of the values that a shape accepts. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** What a string in a scenario may refer to; the check of names resolves every reference, in any word. */
export type Reference = 'node' | 'destination' | 'place' | 'flow' | 'new-flow' | 'leg';

declare const typed: unique symbol;

/** Any text; needs a pattern if the text is used in a command, and an example for the error message of a wrong text. */
export const text = (description: string, pattern?: RegExp, example?: string): Shape<string> =>
  shape({
    type: 'string',
    description,
    ...(pattern && { pattern: pattern.source }),
    ...(example !== undefined && { examples: [example] }),
  });

/** A whole number within bounds. */
export const integer = (description: string, minimum: number, maximum: number): Shape<number> =>
  shape({ type: 'integer', description, minimum, maximum });

export const boolean = (description: string): Shape<boolean> => shape({ type: 'boolean', description });

/** One of a few fixed words. */
export const oneOf = <const W extends readonly string[]>(description: string, ...words: W): Shape<W[number]> =>
  shape({ type: 'string', description, enum: words });

/** The word `none`, which removes the current setting. */
export const none: Shape<'none'> = { schema: { type: 'string', description: 'removes the setting', enum: ['none'] } };

/** A name that must exist (or, for `new-flow`, must not exist yet) when the scenario uses it. */
export const reference = (reference: Reference, description: string): Shape<string> =>
  shape({ type: 'string', title: titles[reference], description, pattern: patterns[reference], 'x-names': reference });

/** A list of values of one shape. */
export const list = <T>(description: string, item: Shape<T>, minItems = 0): Shape<readonly T[]> =>
  shape({ type: 'array', description, items: item.schema, minItems });

/** A field that may be left out; its default is only documentation, for `explain` and editors. */
export const optional = <T>({ schema }: Shape<T>, defaultValue?: T): Optional<T> => ({
  schema: defaultValue === undefined ? schema : { ...schema, default: defaultValue },
  optional: true,
});

/** The values of a shape, or the word `none`, which removes the current setting. */
export const orNone = <T>({ schema }: Shape<T>): Shape<T | 'none'> =>
  shape({
    title: `${kindOfValue(schema)} or none`,
    description: schema['description'],
    if: { const: 'none' },
    else: schema,
  });

/** An object with these fields and no others. */
export const fields = <F extends Readonly<Record<string, Shape<unknown>>>>(
  description: string,
  shapes: F,
): Shape<Fields<F>> => {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const name in shapes) {
    const field = shapes[name]!;
    properties[name] = field.schema;
    if (!('optional' in field)) required.push(name);
  }
  return shape({ type: 'object', description, properties, required, additionalProperties: false });
};

/** An object whose keys are names that the user chooses, or places. */
export const mapOf = <T>(
  description: string,
  value: Shape<T>,
  keys?: Shape<string>,
): Shape<Readonly<Record<string, T>>> =>
  shape({
    type: 'object',
    description,
    additionalProperties: value.schema,
    ...(keys && { propertyNames: keys.schema }),
    minProperties: 1,
  });

/**
 * One of several shapes, selected by the JSON type of the value, so that a wrong value gets one error instead of one per alternative.
 * The alternatives must differ in their JSON types.
 */
export const byType = <A extends readonly Shape<unknown>[]>(
  description: string,
  ...alternatives: A
): Shape<ValueOf<A[number]>> => {
  const types = alternatives.map(({ schema }) => schema['type']).flat();
  return shape({
    type: types,
    description,
    allOf: alternatives.map(({ schema }, index) => ({
      if: { type: schema['type'] },
      then: {
        ...schema,
        'x-or': alternatives.filter((_, other) => other !== index).map((other) => kindOfValue(other.schema)),
      },
    })),
  });
};

/** Describes the kind of value that a schema accepts, for error messages. */
export const kindOfValue = ({ title, type }: JsonSchema): string =>
  typeof title === 'string'
    ? title
    : [type]
        .flat()
        .map((jsonType) => typeNames[String(jsonType)] ?? 'another type')
        .join(' or ');

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

/** Bytes as a number or with a unit: `1000`, `200kB` (200,000 bytes), `1MB`. Convert it with `inBytes`. */
export const bytes = (description: string): Shape<Bytes> =>
  shape({
    type: ['integer', 'string'],
    title: 'a number of bytes',
    description,
    pattern: '^[0-9]{1,12}(B|kB|MB)$',
    examples: ['200kB'],
    minimum: 0,
  });

/** A duration with a unit: `300ms`, `2s`, `1min`. Convert it with `inMs`. */
export const duration = (description: string): Shape<Duration> =>
  shape({
    type: 'string',
    title: 'a length of time',
    description,
    pattern: '^[0-9]{1,6}(\\.[0-9]{1,6})?(ms|s|min)$',
    examples: ['2s'],
  });

/** A number, a range `1400..1500`, a comparison `"<= 4"`, or `none`. Compare it with `matchesAmount`. */
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

export interface Optional<T> extends Shape<T> {
  readonly optional: true;
}

type Fields<F> = { readonly [K in keyof F as F[K] extends Optional<unknown> ? never : K]: ValueOf<F[K]> } & {
  readonly [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: ValueOf<F[K]>;
};

/** Names of nodes and flows: they become namespace names and words of commands, so no other characters are allowed. */
export const namePattern = '^[a-z][a-z0-9-]{0,14}$';
export const placePattern = '^[a-z][a-z0-9-]{0,14}(:(to-)?[a-z][a-z0-9-]{0,14})?$';

const patterns: Readonly<Record<Reference, string>> = {
  node: namePattern,
  destination: namePattern,
  place: placePattern,
  flow: namePattern,
  'new-flow': namePattern,
  leg: namePattern,
};

const titles: Readonly<Record<Reference, string>> = {
  node: 'the name of a node',
  destination: 'the name of a node or of a shared address',
  place: 'a place such as edge or edge:to-transit',
  flow: 'the name of a kept flow',
  'new-flow': 'a name for a flow',
  leg: 'a leg, named by its router',
};

const shape = <T>(schema: JsonSchema): Shape<T> => ({ schema });
