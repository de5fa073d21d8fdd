import type { JsonSchema } from '../../words/language/shape.ts';

/** The validator that ajv compiles from `scenarioSchema`: at build time for the command line, at run time in tests. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly AjvError[] | null;
}

/** An error reported by ajv, with the schema that the value violates (option `verbose`). */
export interface AjvError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The key that violates a `propertyNames` schema. */
  readonly propertyName?: string;
  readonly parentSchema?: JsonSchema;
  readonly data?: unknown;
}
