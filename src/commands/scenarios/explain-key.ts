import { stringify } from 'yaml';
import type { JsonSchema } from '../../words/language/shape.ts';
import { wrapColumns } from '../../text/wrap.ts';
import { describeValue, nestedLines } from './explain-settings.ts';
import { resolveReference, schemaKeys, schemaWithKeys } from './schema-keys.ts';
import type { SchemaKey } from './schema-keys.ts';

/** Explains a key of scenario files by its schema, once for each meaning; returns undefined when no part of a file has it. */
export const explainKey = (name: string, root: JsonSchema, width?: number): string | undefined => {
  const meanings = new Map<string, readonly SchemaKey[]>();
  for (const key of schemaKeys(root).filter((each) => each.name === name)) {
    const meaning = JSON.stringify(key.schema);
    meanings.set(meaning, [...(meanings.get(meaning) ?? []), key]);
  }
  if (meanings.size === 0) return undefined;
  return [...meanings.values()].map((keys) => keyText(keys, root, width)).join('\n');
};

/** Lists the keys that the parts of a file have, without those that belong to words. */
export const structuralKeys = (root: JsonSchema): readonly SchemaKey[] =>
  schemaKeys(root).filter(({ owner }) => ['a scenario file', 'topology', 'a link', 'a leg', 'a step'].includes(owner));

const keyText = (keys: readonly SchemaKey[], root: JsonSchema, width: number | undefined): string => {
  const [{ name, schema }] = keys as readonly [SchemaKey];
  const owners = [...new Set(keys.map(({ owner }) => owner))].join(', ');
  const [example] = (schema['examples'] ?? []) as readonly unknown[];
  return [
    ...[
      `${name} (key of ${owners})`,
      `  ${describeValue(schema)}`,
      ...(hasReferences(schema) ? fieldLines(schema, root) : nestedLines(schema).map((line) => `  ${line}`)),
    ].flatMap((line) => wrapColumns(line, width)),
    ...(typeof example === 'object' ? exampleLines(name, example) : []),
    '',
  ].join('\n');
};

/** Whether the value has parts that are defined elsewhere, and explained there. */
const hasReferences = (schema: JsonSchema): boolean => JSON.stringify(schema).includes('"$ref"');

/** One line for each key of the value; each of them has an explanation of its own. */
const fieldLines = (schema: JsonSchema, root: JsonSchema): readonly string[] => {
  const { properties = {}, required = [] } = schemaWithKeys(schema, root) ?? {};
  const fields = Object.entries(properties as Readonly<Record<string, JsonSchema>>);
  const width = Math.max(0, ...fields.map(([name]) => name.length));
  const isRequired = (name: string): boolean => (required as readonly string[]).includes(name);
  return fields.map(
    ([name, field]) => `    ${name.padEnd(width)}  ${describeValue(resolveReference(field, root), !isRequired(name))}`,
  );
};

const exampleLines = (name: string, example: unknown): readonly string[] => [
  '',
  ...stringify({ [name]: example }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => `      ${line}`),
];
