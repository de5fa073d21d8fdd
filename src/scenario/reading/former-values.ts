import type { Document, Pair, Scalar } from 'yaml';
import { isMap, isScalar, visit } from 'yaml';
import type { Dictionary } from '../../words/dictionary.ts';
import type { LocatedProblem } from '../problems/locate-problem.ts';
import { locateAtOffset } from '../problems/locate-problem.ts';
import { mentions } from '../model/unknown-values.ts';
import type { ParsedYaml } from './parse-yaml.ts';

/** Replaces the values of traits in earlier versions, so that the stages after this know only those of today; returns a hint for each. */
export const replaceFormerValues = (
  parsed: ParsedYaml,
  value: unknown,
  { traits }: Pick<Dictionary, 'traits'>,
): { readonly value: unknown; readonly hints: readonly LocatedProblem[] } => {
  const formerValues = Object.values(traits).flatMap(({ formerValues }) => Object.keys(formerValues ?? {}));
  if (!mentions(value, new Set(formerValues))) return { value, hints: [] };
  const { document } = parsed;
  const hints = partsOf(document)
    .flatMap((part) => replacementsIn(part, traits))
    .map(({ offset, ...replacement }) => locateAtOffset(parsed, hintOf(replacement), offset));
  return { value: hints.length === 0 ? value : document.toJS({ maxAliasCount: -1 }), hints };
};

interface Replacement {
  readonly offset: number;
  readonly former: string;
  readonly now: string;
  readonly word: string;
}

const hintOf = ({ former, now, word }: Omit<Replacement, 'offset'>) => ({
  ...({ at: [], part: 'value', word } as const),
  what: `hint: ${former} is the former value of ${word} that is now ${now}`,
  right: `write ${word}: ${now}, which every YAML parser reads as text`,
});

/** Traits are given to the nodes of the topology, and by steps. */
const partsOf = ({ contents }: Document): readonly Pair[] =>
  isMap(contents)
    ? contents.items.filter(({ key }) => isScalar(key) && ['topology', 'steps'].includes(String(key.value)))
    : [];

const replacementsIn = ({ value: part }: Pair, traits: Dictionary['traits']): readonly Replacement[] => {
  const replacements: Replacement[] = [];
  const replace = ({ key, value }: Pair): void => {
    if (!isScalar(key) || !isScalar(value)) return;
    const word = String(key.value);
    const now = valueOfToday(traits, word, String(value.value));
    if (now === undefined) return;
    const offset = (value as Scalar.Parsed).range[0];
    replacements.push({ offset, former: String(value.value), now, word });
    value.value = now;
  };
  visit(part as Document, { Pair: (_, pair) => replace(pair) });
  return replacements;
};

const valueOfToday = (traits: Dictionary['traits'], word: string, value: string): string | undefined => {
  const former = Object.hasOwn(traits, word) ? traits[word]!.formerValues : undefined;
  return former && Object.hasOwn(former, value) ? former[value] : undefined;
};
