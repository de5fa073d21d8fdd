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
      if (served.length === 0) return undefined;
      const mapped = served.filter(([, { isMapped }]) => isMapped);
      const map = mapped.map(([node, { family }]) => ({
        ...{ node, has: family === 'ipv6' ? ('ipv4' as const) : ('ipv6' as const) },
        ...ownAddress(node),
      }));
      return { device: translatorDevice, ...addresses.translator(numbers.get(name)!), map };
    },
  };
};

interface TranslationPlan {
  /** The address of a node in the family that it lacks; undefined where no translator has one for it. */
  translated(name: string): TranslatedAddress | undefined;
  /** What a node translates; undefined where it does not. */
  translator(name: string): FamilyTranslator | undefined;
}
