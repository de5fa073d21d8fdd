import { otherFamily } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { translatedNodes } from '../../scenario/topology/translated-nodes.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { embeddedAddress, translatorDevice } from '../../words/lab/translation.ts';
import type { FamilyTranslator, TranslatedAddress } from '../../words/lab/family-translator.ts';
import type { InterfacePlan } from './plan-interfaces.ts';

/**
 * Plans what translators make of addresses: a mapped node has the one that it would have with both families, so that routes to its prefix lead
 * to the translator; all others are in the prefix of the translator, which is a part of its own.
 */
export const planTranslations = (
  nodes: Scenario['nodes'],
  { numbers, addresses, carried }: Pick<InterfacePlan, 'numbers' | 'addresses' | 'carried'>,
  dictionary: Dictionary,
): TranslationPlan => {
  const found = translatedNodes(nodes, carried, dictionary);
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
      if (!first) return undefined;
      const base = { device: translatorDevice, ...addresses.translator(numbers.get(name)!) };
      if (first[1].isForAll) return { ...base, map: inPool(nodes, carried, ownAddress), pool };
      const mapped = served.filter(([, { isMapped }]) => isMapped);
      const map = mapped.map(([node, { family }]) => ({ node, has: otherFamily(family), ...ownAddress(node) }));
      return { ...base, map };
    },
  };
};

/** Of RFC 6598, so that no lab has these addresses. */
const pool = '100.64.0.0/16';

/** An address of the pool for each node with only IPv6, by its number, so that everyone knows which one it has. */
const inPool = (
  nodes: Scenario['nodes'],
  { ofNode }: InterfacePlan['carried'],
  addressOf: (name: string) => Readonly<Record<Family, string>>,
): FamilyTranslator['map'] =>
  nodes.flatMap(({ name: node }, index) =>
    ofNode(node).join() === 'ipv6'
      ? [{ node, has: 'ipv6', ipv6: addressOf(node).ipv6, ipv4: `100.64.${(index + 1) >> 8}.${(index + 1) & 255}` }]
      : [],
  );

interface TranslationPlan {
  /** The address of a node in the family that it lacks; undefined where no translator has one for it. */
  translated(name: string): TranslatedAddress | undefined;
  /** What a node translates; undefined where it does not. */
  translator(name: string): FamilyTranslator | undefined;
}
