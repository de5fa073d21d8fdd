import type { Scenario, ScenarioNode } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { publishedPorts } from '../../scenario/topology/published-ports.ts';
import type { InterfacePlan } from './plan-interfaces.ts';
import type { PlannedNode } from '../model/plan.ts';

/** The nodes in scenario order with their addresses and interfaces. */
export const planNodes = (
  { nodes, families, addresses: shared = [] }: Scenario,
  dictionary: Dictionary,
  { byNode, numbers, addresses }: InterfacePlan,
): readonly PlannedNode[] =>
  nodes.map(({ name, kind, settings, traits }) => {
    const shares = sharedBy(name, shared, nodes.length, addresses);
    const { forwards, bridges, serves } = dictionary.nodes[kind]!;
    const services = serves?.(settings) ?? [];
    return {
      ...{ name, kind, forwards },
      ...(bridges
        ? { bridges, families: [], address: { ipv6: '', ipv4: '' } }
        : { families, address: addresses.node(numbers.get(name)!) }),
      interfaces: byNode.get(name)!,
      ...(shares.length > 0 && { shares }),
      ...publishedPorts(traits, dictionary),
      ...(services.length > 0 && { services }),
      ...labelsOf({ kind, settings, traits, shares }, dictionary),
      ...(keepsSegmentationOffload(traits, dictionary) && { segmentationOffload: true }),
    };
  });

/** A shared address has a number as if it were a node after the last one, and so a prefix of its own. */
const sharedBy = (
  node: string,
  shared: NonNullable<Scenario['addresses']>,
  nodeCount: number,
  addresses: InterfacePlan['addresses'],
): Required<Shares>['shares'] =>
  shared.flatMap(({ name, holders }, index) =>
    holders.includes(node) ? [{ name, address: addresses.node(nodeCount + index + 1) }] : [],
  );

type Shares = Pick<PlannedNode, 'shares'>;

const labelsOf = (
  { kind, settings, traits, shares }: Pick<ScenarioNode, 'kind' | 'settings' | 'traits'> & Required<Shares>,
  dictionary: Dictionary,
): Pick<PlannedNode, 'labels'> => {
  const labels = [
    dictionary.nodes[kind]!.label?.(settings),
    ...Object.entries(traits).map(([name, ofTrait]) => dictionary.traits[name]!.label?.(ofTrait)),
    ...(shares.length > 0 ? [`holds ${shares.map(({ name }) => name).join(', ')}`] : []),
  ].filter((label) => label !== undefined);
  return labels.length > 0 ? { labels } : {};
};

const keepsSegmentationOffload = (traits: Readonly<Record<string, unknown>>, dictionary: Dictionary): boolean =>
  Object.entries(traits).some(([name, settings]) => dictionary.traits[name]!.segmentationOffload?.(settings));
