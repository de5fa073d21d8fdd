/** Groups commands or routes by node, in the order of each node's first one. */
export const groupByNode = <T extends { readonly in: string }>(
  all: readonly T[],
): ReadonlyMap<string, readonly T[]> => {
  const nodes = new Map<string, T[]>();
  for (const one of all) {
    const own = nodes.get(one.in);
    if (own) own.push(one);
    else nodes.set(one.in, [one]);
  }
  return nodes;
};
