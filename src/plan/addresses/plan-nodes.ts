import type { Scenario } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { Interfaces } from './plan-interfaces.ts';
import type { PlannedNode } from '../model/plan.ts';

/** The nodes as words see them, each with its addresses and interfaces; each finds all others by name. */
export const planNodes = (
  { nodes, families }: Scenario,
  dictionary: Dictionary,
  { byNode, numbers, addresses }: Interfaces,
): readonly PlannedNode[] => {
  const known = new Map<string, PlannedNode>();
  for (const { name, kind, settings, traits } of nodes) {
    const { forwards, bridges, serves } = dictionary.nodes[kind]!;
    const port = serves?.(settings);
    known.set(name, {
      ...{ name, kind, forwards },
      ...(bridges
        ? { bridges, families: [], address: { ipv6: '', ipv4: '' } }
        : { families, address: addresses.node(numbers.get(name)!) }),
      interfaces: byNode.get(name)!,
      ...(port !== undefined && { serves: port }),
      ...(keepsOffload(traits, dictionary) && { segmentationOffload: true }),
      neighbour: (other) => known.get(other),
    });
  }
  return [...known.values()];
};

const keepsOffload = (traits: Readonly<Record<string, unknown>>, dictionary: Dictionary): boolean =>
  Object.entries(traits).some(([name, settings]) => dictionary.traits[name]!.segmentationOffload?.(settings));
