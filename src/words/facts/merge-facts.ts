import type { Facts } from './facts.ts';

/** Merges the facts of an action and its watches; facts of several watches about different places are combined. */
export const mergeFacts = (parts: readonly Facts[]): Facts =>
  parts.reduce<Tree>((merged, part) => merge(merged, part as Tree), {});

type Tree = Readonly<Record<string, unknown>>;

const merge = (first: Tree, second: Tree): Tree => {
  const overrides = Object.entries(second).map(([key, value]) => {
    const before = first[key];
    return [key, isTree(before) && isTree(value) ? merge(before, value) : value] as const;
  });
  return { ...first, ...Object.fromEntries(overrides) };
};

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
