import { otherFamily } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { nodeViews } from '../../scenario/topology/node-views.ts';
import { reachableFrom } from '../../scenario/topology/reachable-from.ts';
import { translatedNodes } from '../../scenario/topology/translated-nodes.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { NodeViews } from '../../words/lab/node-view.ts';
import { embeddedAddress, translatorDevice } from '../../words/lab/translation.ts';
import type { FamilyTranslator, TranslatedAddress } from '../../words/lab/family-translator.ts';
import { leasePools } from './lease-pools.ts';
import type { InterfacePlan } from './plan-interfaces.ts';

/**
 * Plans what translators make of addresses: a mapped node has the one that it would have with both families, so that routes to its prefix lead
 * to the translator; all others are in the prefix of the translator, which is a part of its own.
 */
export const planTranslations = (
  scenario: Pick<Scenario, 'nodes' | 'links' | 'families' | 'addresses'>,
  { numbers, addresses, carried }: Pick<InterfacePlan, 'numbers' | 'addresses' | 'carried'>,
  dictionary: Dictionary,
): TranslationPlan => {
  const { nodes } = scenario;
  const found = translatedNodes(nodes, carried, dictionary);
  const pools = leasePools(scenario, dictionary);
  const leasesOf = (name: string): Pick<FamilyTranslator, 'leases'> => {
    const pool = pools.find(({ node }) => node === name);
    return pool ? { leases: { prefix: addresses.pool(pool.number), size: pool.size } } : {};
  };
  const ownAddress = (name: string) => addresses.node(numbers.get(name)!);
  return {
    translated: (name) => {
      const translated = found.get(name);
      if (!translated) return undefined;
      const { by, family, isMapped } = translated;
      const { prefix } = addresses.translator(numbers.get(by)!);
      const own = ownAddress(name);
      return { ...translated, address: isMapped ? own[family] : embeddedAddress(prefix, own.ipv4) };
    },
    translator: (name) => {
      const served = [...found].filter(([, { by }]) => by === name);
      const [first] = served;
      const leases = leasesOf(name);
      if (!first && !leases.leases) return undefined;
      const base = { device: translatorDevice, ...addresses.translator(numbers.get(name)!), ...leases };
      if (first?.[1].isForAll) return { ...base, map: inPool(nodes, { carried, found }, ownAddress), pool };
      const mapped = served.filter(([, { isMapped }]) => isMapped);
      const map = mapped.map(([node, { family }]) => ({ node, has: otherFamily(family), ...ownAddress(node) }));
      const towards = translatorOf(name, scenario, dictionary)?.towards;
      if (towards === undefined) return { ...base, map };
      const { prefix } = addresses.translator(numbers.get(towards)!);
      const behind = namesBeyond(name, towards, nodeViews(scenario, scenario.families, dictionary));
      const beyond = { translator: towards, nodes: behind.map((node) => ({ node, ipv4: ownAddress(node).ipv4 })) };
      return { ...base, prefix, map, beyond };
    },
  };
};

const translatorOf = (name: string, { nodes }: Pick<Scenario, 'nodes'>, { nodes: kinds }: Dictionary) => {
  const { kind, settings } = nodes.find((node) => node.name === name)!;
  return kinds[kind]!.translates?.(settings);
};

/** The nodes with IPv4 on the other side: those that packets of IPv4 reach from there, and not from here. */
const namesBeyond = (name: string, towards: string, views: NodeViews): readonly string[] => {
  const { leadsTo: _, ...here } = views.get(name)!;
  const onThisSide = reachableFrom(here, views, 'ipv4');
  return [...reachableFrom(views.get(towards)!, views, 'ipv4')].filter(
    (node) => !onThisSide.has(node) && !views.get(node)!.bridges,
  );
};

/** Of RFC 6598, so that no lab has these addresses. */
const pool = '100.64.0.0/16';

/** An address of the pool for each node that IPv6 knows by its own address, by its number, so that everyone knows which one it has. */
const inPool = (
  nodes: Scenario['nodes'],
  { carried, found }: Pick<InterfacePlan, 'carried'> & { readonly found: ReturnType<typeof translatedNodes> },
  addressOf: (name: string) => Readonly<Record<Family, string>>,
): FamilyTranslator['map'] =>
  nodes.flatMap(({ name: node }, index) =>
    carried.ofNode(node).join() === 'ipv6' || (found.get(node)?.isMapped && found.get(node)!.family === 'ipv6')
      ? [{ node, has: 'ipv6', ipv6: addressOf(node).ipv6, ipv4: `100.64.${(index + 1) >> 8}.${(index + 1) & 255}` }]
      : [],
  );

interface TranslationPlan {
  /** The address of a node in the family that it lacks; undefined where no translator has one for it. */
  translated(name: string): TranslatedAddress | undefined;
  /** What a node translates; undefined where it does not. */
  translator(name: string): FamilyTranslator | undefined;
}
