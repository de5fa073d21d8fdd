/** Whether a value read from YAML is a mapping. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the entries of a mapping, and none for any other value: the schema check has already reported that. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];

/** Returns the items of a list, and none for any other value. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Returns the value of an own key of a mapping; undefined without that key and for any other value. */
export const ownProperty = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** Returns the value at a path, or undefined if there is none. */
export const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (parent, step) => (Array.isArray(parent) ? parent[Number(step)] : ownProperty(parent, String(step))),
    value,
  );

/** Whether a value contains one of these words as a key, or as a whole text. */
export const mentions = (value: unknown, words: ReadonlySet<string>): boolean =>
  Array.isArray(value)
    ? value.some((item) => mentions(item, words))
    : isObject(value)
      ? Object.keys(value).some((key) => words.has(key) || mentions(value[key], words))
      : words.has(String(value));
