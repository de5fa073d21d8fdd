import { facts } from './facts.ts';
import type { FactName, FactOf, Facts } from './facts.ts';

/** Merges what the parts of a step learned, its action and its watches; each fact decides how. */
export const mergeFacts = (parts: readonly Facts[]): Facts => parts.reduce(mergeTwo, {});

const mergeTwo = (earlier: Facts, later: Facts): Facts => {
  const names = Object.keys(later) as FactName[];
  return { ...earlier, ...Object.fromEntries(names.map((name) => [name, mergeFact(name, earlier, later)])) };
};

const mergeFact = <F extends FactName>(
  name: F,
  { [name]: earlier }: Facts,
  { [name]: later }: Facts,
): FactOf<F> | undefined => {
  if (earlier === undefined || later === undefined) return (later ?? earlier) as FactOf<F> | undefined;
  const { merge } = facts[name];
  if (!merge) throw new Error(`two parts of a step learned ${name}`);
  return merge(earlier as FactOf<F>, later as FactOf<F>);
};
