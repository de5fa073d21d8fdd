import type { Scenario, ScenarioNode } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { InterfacePlan } from './plan-interfaces.ts';
import type { PlannedNode } from '../model/plan.ts';

/** The nodes in scenario order with their addresses and interfaces. */
export const planNodes = (
  { nodes, families }: Scenario,
  dictionary: Dictionary,
  { byNode, numbers, addresses }: InterfacePlan,
): readonly PlannedNode[] =>
  nodes.map(({ name, kind, settings, traits }) => {
    const { forwards, bridges, serves } = dictionary.nodes[kind]!;
    const services = serves?.(settings) ?? [];
    return {
      ...{ name, kind, forwards },
      ...(bridges
        ? { bridges, families: [], address: { ipv6: '', ipv4: '' } }
        : { families, address: addresses.node(numbers.get(name)!) }),
      interfaces: byNode.get(name)!,
      ...(services.length > 0 && { services }),
      ...labelsOf({ kind, settings, traits }, dictionary),
      ...(keepsSegmentationOffload(traits, dictionary) && { segmentationOffload: true }),
    };
  });

const labelsOf = (
  { kind, settings, traits }: Pick<ScenarioNode, 'kind' | 'settings' | 'traits'>,
  dictionary: Dictionary,
): Pick<PlannedNode, 'labels'> => {
  const labels = [
    dictionary.nodes[kind]!.label?.(settings),
    ...Object.entries(traits).map(([name, ofTrait]) => dictionary.traits[name]!.label?.(ofTrait)),
  ].filter((label) => label !== undefined);
  return labels.length > 0 ? { labels } : {};
};

const keepsSegmentationOffload = (traits: Readonly<Record<string, unknown>>, dictionary: Dictionary): boolean =>
  Object.entries(traits).some(([name, settings]) => dictionary.traits[name]!.segmentationOffload?.(settings));
