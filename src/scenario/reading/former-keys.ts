import type { Document, Pair } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Dictionary } from '../../words/dictionary.ts';
import type { LocatedProblem } from '../problems/locate-problem.ts';
import { locateAtOffset } from '../problems/locate-problem.ts';
import { mentions } from '../model/unknown-values.ts';
import type { ParsedYaml } from './parse-yaml.ts';

/** Renames the keys of earlier versions in the steps of a document, so that the stages after this know only those of today; returns a hint for each. */
export const renameFormerKeys = (
  parsed: ParsedYaml,
  dictionary: Dictionary,
): { readonly value: unknown; readonly hints: readonly LocatedProblem[] } => {
  const formerNames = Object.values(dictionary.actions).flatMap(({ formerKeys }) => Object.keys(formerKeys ?? {}));
  if (!mentions(parsed.value, new Set(formerNames))) return { value: parsed.value, hints: [] };
  const { document } = parsed;
  const hints = pairsOf(document.contents, document)
    .filter(({ key }) => nameOf(key) === 'steps')
    .flatMap(({ value }) => renamesInSteps(value, document, dictionary))
    .map(({ offset, ...rename }) => locateAtOffset(parsed, hintOf(rename), offset));
  return { value: hints.length === 0 ? parsed.value : document.toJS({ maxAliasCount: -1 }), hints };
};

interface Rename {
  readonly offset: number;
  readonly former: string;
  readonly key: string;
  readonly word: string;
}

const hintOf = ({ former, key, word }: Omit<Rename, 'offset'>) => ({
  ...({ at: [], part: 'key', word } as const),
  what: `hint: ${former} is the former name of the key ${key}`,
  right: `write ${key}, which every YAML parser reads as text`,
});

const renamesInSteps = (steps: unknown, document: Document, dictionary: Dictionary): readonly Rename[] => {
  const list = resolved(steps, document);
  const pairs = isSeq(list) ? list.items.flatMap((step) => pairsOf(step, document)) : [];
  return pairs.flatMap(({ key, value }): readonly Rename[] => {
    if (nameOf(key) === 'together') return renamesInSteps(value, document, dictionary);
    return nameOf(key) === 'do'
      ? pairsOf(value, document).flatMap((action) => rename(action, document, dictionary))
      : [];
  });
};

const rename = (action: Pair, document: Document, { actions }: Dictionary): readonly Rename[] => {
  const word = nameOf(action.key);
  const formerKeys = Object.hasOwn(actions, word) ? actions[word]!.formerKeys : undefined;
  const settings = pairsOf(action.value, document);
  const names = settings.map(({ key }) => nameOf(key));
  return Object.entries(formerKeys ?? {}).flatMap(([former, key]) => {
    const scalar = settings[names.indexOf(former)]?.key;
    if (!isScalar(scalar) || names.includes(key)) return [];
    scalar.value = key;
    return [{ offset: scalar.range?.[0] ?? 0, former, key, word }];
  });
};

/** The pairs of a mapping, those that it merges included. */
const pairsOf = (node: unknown, document: Document): readonly Pair[] => {
  const map = resolved(node, document);
  if (!isMap(map)) return [];
  return map.items.flatMap((pair): readonly Pair[] =>
    isMergeKey(pair.key) ? mergedPairs(pair.value, document) : [pair],
  );
};

const mergedPairs = (value: unknown, document: Document): readonly Pair[] => {
  const merged = resolved(value, document);
  return (isSeq(merged) ? merged.items : [merged]).flatMap((each) => pairsOf(each, document));
};

/** The yaml library represents a merge key by a symbol described as `<<`. */
const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && (key.value === '<<' || (typeof key.value === 'symbol' && key.value.description === '<<'));

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '');

const resolved = (node: unknown, document: Document): unknown => (isAlias(node) ? node.resolve(document) : node);
