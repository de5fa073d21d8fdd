import type { Facts } from './facts.ts';

/** Facts of an action and of its watches as one; what several watches saw at different places stands side by side. */
export const mergeFacts = (parts: readonly Facts[]): Facts =>
  parts.reduce<Tree>((all, part) => join(all, part as Tree), {});

type Tree = Readonly<Record<string, unknown>>;

const join = (one: Tree, other: Tree): Tree => {
  const both = Object.entries(other).map(([key, value]) => {
    const before = one[key];
    return [key, isTree(before) && isTree(value) ? join(before, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(both) };
};

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
