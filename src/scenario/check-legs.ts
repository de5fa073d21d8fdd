import { entriesOf, own, ownAt } from './object.ts';
import type { Problem } from './problem.ts';
import type { Mention } from './references.ts';
import type { ScenarioNode } from './scenario.ts';

/**
 * A flow is steered to a leg by its source port, which the kernel hashes under policy 1 and 3 alone: under policy 0 all ports of a pair
 * of nodes share one leg, and the search for a port would never end.
 */
export const checkLegs = (
  found: readonly Mention[],
  nodes: readonly ScenarioNode[],
  value: unknown,
): readonly Problem[] =>
  found
    .filter(({ reference, at, part }) => reference === 'leg' && part === 'value' && at[at.length - 3] === 'do')
    .flatMap(({ name, at }) => {
      const from = own(ownAt(value, at.slice(0, -1)), 'from');
      const key = nodes.filter((node) => node.name === from).flatMap(hashesAddresses)[0];
      if (key === undefined) return [];
      const what = `leg ${name} under ${key} 0 at ${String(from)}`;
      const right = 'under that policy all ports of a pair share one leg: leave the setting out, or give it 1';
      return [{ at, part: 'value' as const, code: 'leg-under-policy-0', what, right }];
    });

const hashesAddresses = ({ traits }: ScenarioNode): readonly string[] =>
  Object.values(traits)
    .flatMap(entriesOf)
    .filter(([key, value]) => key.endsWith('.fib_multipath_hash_policy') && Number(value) === 0)
    .map(([key]) => key);
