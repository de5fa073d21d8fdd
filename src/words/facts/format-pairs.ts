/** Formats the values of a mapping in one line: `r1 1500, r2 none`. */
export const formatPairs = (values: Readonly<Record<string, number | null>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value ?? 'none'}`)
    .join(', ');
