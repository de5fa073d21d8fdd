/** Whether a value read from YAML is a mapping. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys and values of a mapping, none of anything else: what was refused already is not looked at twice. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];

/** Items of a list, none of anything else. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What stands under a key of its own, if the value is a mapping that has it. */
export const ownProperty = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** What stands at a path, if there is such a thing. */
export const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (here, step) => (Array.isArray(here) ? here[Number(step)] : ownProperty(here, String(step))),
    value,
  );
