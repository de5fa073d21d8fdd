/** `s1 5, s2 3, none seen 1`: flows by holder. */
export const formatHolders = (flows: readonly (readonly string[])[]): string => {
  const counts = new Map<string, number>();
  for (const name of flows.flatMap((holders) => (holders.length > 0 ? holders : ['none seen'])))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
};
