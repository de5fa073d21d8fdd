import { facts } from './facts.ts';
import type { FactName, FactOf, Facts } from './facts.ts';

/** Formats each fact as short lines; a fact with nothing to print has no lines. */
export const formatFacts = (learned: Facts): readonly (readonly [FactName, readonly string[]])[] =>
  (Object.keys(learned) as FactName[]).map((name) => [name, linesOf(name, learned)]);

const linesOf = <F extends FactName>(name: F, learned: Facts): readonly string[] => {
  const value = learned[name];
  return value === undefined ? [] : facts[name].format(value as FactOf<F>);
};
