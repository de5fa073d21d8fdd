import { stringify } from 'yaml';

/** Formats a value as YAML in one line, as the documentation writes it: `{ fetch: { from: client } }`. */
export const inlineYaml = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd();
