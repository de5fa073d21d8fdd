import { entriesOf } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { NameReference } from './name-references.ts';
import type { ScenarioNode } from '../model/scenario.ts';
import type { Topology } from '../topology/topology.ts';

/**
 * A flow is steered to a leg by its source port, which the kernel hashes under policy 1 and 3 alone: under policy 0 all ports of a pair
 * of nodes share one leg, and the search for a port would never end.
 */
export const checkLegs = (found: readonly NameReference[], { nodes, legs }: Topology): readonly Problem[] =>
  found.filter(isSteering).flatMap(({ name, at }) => {
    const ends: readonly string[] = legs.find(({ via }) => via.includes(name))?.between ?? [];
    return nodes
      .filter((node) => ends.includes(node.name))
      .flatMap((node) => hashingAddresses(node).map((key) => ({ node, key })))
      .slice(0, 1)
      .map(({ node, key }) => ({
        ...{ at, part: 'value', code: 'leg-under-policy-0' },
        what: `no port leads a flow by ${name}, since ${node.name} has ${key} 0`,
        right: 'leave the setting out, or give it 1 on a host and 3 on a router',
      }));
  });

/** A leg that an action is told, not one that is asked for or expected. */
const isSteering = ({ reference, at, part }: NameReference): boolean =>
  reference === 'leg' && part === 'value' && at.at(-3) === 'do';

const hashingAddresses = ({ traits }: ScenarioNode): readonly string[] =>
  Object.values(traits)
    .flatMap(entriesOf)
    .filter(([key, value]) => key.endsWith('.fib_multipath_hash_policy') && Number(value) === 0)
    .map(([key]) => key);
