/** Merges two mappings: `mergeValues` merges the two values of a key that both have; without it the later value counts. */
export const byKey =
  <V>(mergeValues: (earlier: V, later: V) => V = (_, later) => later) =>
  (earlier: Readonly<Record<string, V>>, later: Readonly<Record<string, V>>): Readonly<Record<string, V>> => ({
    ...earlier,
    ...Object.fromEntries(
      Object.entries(later).map(([key, value]) => [
        key,
        Object.hasOwn(earlier, key) ? mergeValues(earlier[key]!, value) : value,
      ]),
    ),
  });
