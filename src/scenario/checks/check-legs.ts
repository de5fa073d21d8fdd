import type { Dictionary } from '../../words/dictionary.ts';
import { entriesOf } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { NameReference } from './name-references.ts';
import type { ScenarioNode } from '../model/scenario.ts';
import type { Topology } from '../topology/topology.ts';

/**
 * Finds actions that ask for a leg where no source port selects one. The kernel hashes ports only under multipath hash
 * policies 1 and 3: under policy 0 all ports of two nodes share one leg, and the search for a port would never end. The
 * source port is chosen for the host at an end of the legs; a router there keeps the policy of the kernel.
 */
export const checkLegs = (
  references: readonly NameReference[],
  { nodes, legs }: Topology,
  dictionary: Dictionary,
): readonly Problem[] =>
  references.filter(isRequestedLeg).flatMap(({ name, at }) => {
    const ends: readonly string[] = legs.find(({ via }) => via.includes(name))?.between ?? [];
    return nodes
      .filter(({ name, kind }) => ends.includes(name) && !dictionary.nodes[kind]?.forwards)
      .flatMap((node) => addressHashSysctls(node).map((key) => ({ node, key })))
      .slice(0, 1)
      .map(({ node, key }) => ({
        at,
        part: 'value',
        what: `no source port selects leg ${name}: ${node.name} sets ${key} to 0`,
        right: 'remove the setting, or set it to 1',
      }));
  });

/** Whether an action, rather than an expectation, asks for this leg. */
const isRequestedLeg = ({ reference, at, part }: NameReference): boolean =>
  reference === 'leg' && part === 'value' && at.at(-3) === 'do';

const addressHashSysctls = ({ traits }: ScenarioNode): readonly string[] =>
  Object.values(traits)
    .flatMap(entriesOf)
    .filter(([key, value]) => key.endsWith('.fib_multipath_hash_policy') && Number(value) === 0)
    .map(([key]) => key);
