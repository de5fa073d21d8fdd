import type { JsonSchema } from '../../words/language/shape.ts';

/** The validator that ajv compiled from `scenarioSchema(dictionary)`: at build time for the command line, at run time in tests. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly AjvError[] | null;
}

/** One complaint of ajv's, with the schema that complained (option `verbose`). */
export interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The key that a `propertyNames` schema refused. */
  readonly propertyName?: string;
  readonly parentSchema?: JsonSchema;
  readonly data?: unknown;
}
