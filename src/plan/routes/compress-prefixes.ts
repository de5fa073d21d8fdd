/** The value of all 16-bit numbers that share their first `bits` with `number`. */
export interface PrefixEntry {
  readonly number: number;
  readonly bits: number;
  readonly value: number;
}

/**
 * The smallest set of prefixes whose longest match gives each number its value (Draves et al., Constructing Optimal IP Routing Tables, 1999).
 * Numbers of `anyValue` may get any value. The entry of 0 bits is the default route; all other prefixes have at least `minBits`.
 */
export const compressPrefixes = (table: Int32Array, minBits = 0): readonly PrefixEntry[] => {
  const ends = runEnds(table);
  const size = numberCount >> minBits;
  const tries = Array.from({ length: Math.ceil(table.length / size) }, (_, index) =>
    buildTrie(table, ends, index * size, minBits),
  );
  const common = mostCommon(tries);
  const entries: PrefixEntry[] = [{ number: 0, bits: 0, value: common }];
  for (const trie of tries) addEntries(entries, trie, common);
  return entries;
};

/** Marks a number without a node, which may get any value. */
export const anyValue = -1;

const numberCount = 1 << 16;

/** For each number, the end of its run of equal values, so that a range of one value needs no deeper search. */
const runEnds = (table: Int32Array): Int32Array => {
  const ends = new Int32Array(table.length);
  for (let i = table.length - 1; i >= 0; i--) {
    const next = i + 1;
    ends[i] = next < table.length && table[i] === table[next] ? ends[next]! : next;
  }
  return ends;
};

interface Trie {
  readonly number: number;
  readonly bits: number;
  /** Values that give this range the fewest entries; empty where any value will do. */
  readonly best: readonly number[];
  readonly halves?: readonly [Trie, Trie];
}

const buildTrie = (table: Int32Array, ends: Int32Array, number: number, bits: number): Trie => {
  const size = numberCount >> bits;
  const end = Math.min(number + size, table.length);
  if (number >= end) return { number, bits, best: [] };
  if (ends[number]! >= end) return { number, bits, best: table[number] === anyValue ? [] : [table[number]!] };
  const halves = [
    buildTrie(table, ends, number, bits + 1),
    buildTrie(table, ends, number + size / 2, bits + 1),
  ] as const;
  return { number, bits, best: merge(halves[0].best, halves[1].best), halves };
};

const merge = (left: readonly number[], right: readonly number[]): readonly number[] => {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const common = left.filter((value) => right.includes(value));
  return common.length > 0 ? common : [...left, ...right];
};

/** Adds the entries of a trie to those before it. */
const addEntries = (entries: PrefixEntry[], { number, bits, best, halves }: Trie, inherited: number): void => {
  const isInherited = best.length === 0 || best.includes(inherited);
  const value = isInherited ? inherited : best[0]!;
  if (!isInherited) entries.push({ number, bits, value });
  if (!halves) return;
  addEntries(entries, halves[0], value);
  addEntries(entries, halves[1], value);
};

/** The value of the default route: the one that is best for most tries. */
const mostCommon = (tries: readonly Trie[]): number => {
  const counts = new Map<number, number>();
  for (const value of tries.flatMap(({ best }) => best)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, count) => (count[1] > most[1] ? count : most), [anyValue, 0] as [number, number])[0];
};
