import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Scenario, ScenarioNode } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { publishedPorts } from '../../scenario/topology/published-ports.ts';
import { addressesOf, noAddress } from './address-plan.ts';
import { planTranslations } from './plan-translations.ts';
import type { InterfacePlan } from './plan-interfaces.ts';
import type { PlannedNode } from '../model/plan.ts';

/** The nodes in scenario order with their addresses and interfaces. */
export const planNodes = (scenario: Scenario, dictionary: Dictionary, plan: InterfacePlan): readonly PlannedNode[] => {
  const { nodes, families: all, addresses: shared = [] } = scenario;
  const { byNode, numbers, addresses, carried } = plan;
  const sharedAddresses = planShared(shared, nodes.length, plan);
  const translations = planTranslations(scenario, plan, dictionary);
  return nodes.map(({ name, kind, settings, traits }) => {
    const shares = sharedAddresses.filter(({ holders }) => holders.includes(name)).map(({ view }) => view);
    const families = carried.ofNode(name);
    const other = translations.translated(name);
    const translator = translations.translator(name);
    const { forwards, bridges, serves } = dictionary.nodes[kind]!;
    const services = serves?.(settings) ?? [];
    return {
      ...{ name, kind, forwards },
      ...(bridges
        ? { bridges, families: [], address: noAddress }
        : { families, address: addressesOf(families, addresses.node(numbers.get(name)!)) }),
      interfaces: byNode.get(name)!,
      ...(shares.length > 0 && { shares }),
      ...(other && { translated: other }),
      ...(translator && { translates: translator }),
      ...(translator?.beyond && { leadsTo: translator.beyond.translator }),
      ...publishedPorts(traits, dictionary),
      ...(services.length > 0 && { services }),
      ...labelsOf(
        { kind, settings, traits, shares, ...(!bridges && { only: onlyFamilies(families, all) }) },
        dictionary,
      ),
      ...(keepsSegmentationOffload(traits, dictionary) && { segmentationOffload: true }),
    };
  });
};

/** A shared address has a number as if it were a node after the last one, so a prefix of its own, and the families of its holders. */
const planShared = (
  shared: NonNullable<Scenario['addresses']>,
  nodeCount: number,
  { addresses, carried }: InterfacePlan,
): readonly PlannedShare[] =>
  shared.map(({ name, holders }, index) => {
    const families = [...new Set(holders.flatMap(carried.ofNode))];
    return { holders, view: { name, address: addressesOf(families, addresses.node(nodeCount + index + 1)) } };
  });

interface PlannedShare {
  readonly holders: readonly string[];
  readonly view: Required<Shares>['shares'][number];
}

/** `IPv4 only`, for a node that lacks a family of the scenario. */
const onlyFamilies = (families: readonly Family[], all: readonly Family[]): string | undefined => {
  if (families.length === all.length) return undefined;
  const names = (families.length > 0 ? families : all).map((family) => familyNames[family]).join(' and ');
  return families.length > 0 ? `${names} only` : `no ${names}`;
};

type Shares = Pick<PlannedNode, 'shares'>;

const labelsOf = (
  { kind, settings, traits, shares, only }: LabelledNode,
  dictionary: Dictionary,
): Pick<PlannedNode, 'labels'> => {
  const labels = [
    dictionary.nodes[kind]!.label?.(settings),
    ...Object.entries(traits).map(([name, ofTrait]) => dictionary.traits[name]!.label?.(ofTrait)),
    only,
    ...(shares.length > 0 ? [`holds ${shares.map(({ name }) => name).join(', ')}`] : []),
  ].filter((label) => label !== undefined);
  return labels.length > 0 ? { labels } : {};
};

interface LabelledNode extends Pick<ScenarioNode, 'kind' | 'settings' | 'traits'>, Required<Shares> {
  /** Its families, where they are not all of the scenario. */
  readonly only?: string | undefined;
}

const keepsSegmentationOffload = (traits: Readonly<Record<string, unknown>>, dictionary: Dictionary): boolean =>
  Object.entries(traits).some(([name, settings]) => dictionary.traits[name]!.segmentationOffload?.(settings));
