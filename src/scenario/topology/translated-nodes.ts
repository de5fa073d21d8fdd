import { families as allFamilies } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { TranslatedAddress } from '../../words/lab/family-translator.ts';
import type { ScenarioNode } from '../model/scenario.ts';
import type { CarriedFamilies } from './carried-families.ts';

/** Finds the nodes with one family that others reach over the other one, and by which translator: the first of several, or one that maps them. */
export const translatedNodes = (
  nodes: readonly Pick<ScenarioNode, 'name' | 'kind' | 'settings'>[],
  { ofNode }: CarriedFamilies,
  { nodes: kinds }: Pick<Dictionary, 'nodes'>,
): ReadonlyMap<string, Translated> => {
  const translators = nodes.flatMap(({ name, kind, settings }) => {
    const translated = kinds[kind]?.translates?.(settings);
    return translated && isDualStack(ofNode(name)) ? [{ by: name, ...translated }] : [];
  });
  const found = new Map<string, Translated>();
  const add = (isWanted: (name: string, family: Family, translator: (typeof translators)[number]) => boolean): void => {
    for (const translator of translators)
      for (const { name, kind } of nodes) {
        const [family, ...others] = missingFamilies(ofNode(name));
        const { by, map, isStateful } = translator;
        if (!family || others.length > 0 || kinds[kind]?.bridges || name === by || found.has(name)) continue;
        if (!isWanted(name, family, translator)) continue;
        const isMapped = map.includes(name);
        found.set(name, { by, family, ...(isMapped && { isMapped }), ...(isStateful && { isForAll: true }) });
      }
  };
  add((name, _, { map }) => map.includes(name));
  // Only IPv6 has room for all addresses of the other family, and a CLAT leaves them to the translator behind it.
  add((_, family, { towards }) => family === 'ipv6' && towards === undefined);
  return found;
};

type Translated = Omit<TranslatedAddress, 'address'>;

const missingFamilies = (own: readonly Family[]): readonly Family[] =>
  allFamilies.filter((family) => !own.includes(family));

const isDualStack = (own: readonly Family[]): boolean => missingFamilies(own).length === 0;
