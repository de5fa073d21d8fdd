/** A table entry: all numbers whose first `bits` of 16 are those of `number`; `value` is what the table says there. */
export interface PrefixEntry {
  readonly number: number;
  readonly bits: number;
  readonly value: number;
}

/**
 * The smallest set of prefixes whose longest match gives each number its value (Draves et al., Constructing Optimal IP Routing Tables, 1999).
 * Numbers with value `anything` may get any. `longest` 0 bits is the default route; without one, prefixes have at least `fewestBits`.
 */
export const compressPrefixes = (table: Int32Array, fewestBits = 0): readonly PrefixEntry[] => {
  const ends = runs(table);
  const size = numbers >> fewestBits;
  const tries = Array.from({ length: Math.ceil(table.length / size) }, (_, top) =>
    trie(table, ends, top * size, fewestBits),
  );
  const common = mostCommon(tries);
  return [{ number: 0, bits: 0, value: common }, ...tries.flatMap((top) => entries(top, common))];
};

/** The table does not care about this number: no node has it. */
export const anyValue = -1;

const numbers = 1 << 16;

/** For each number the end of the run of equal values that it stands in, so that whole ranges are seen at once. */
const runs = (table: Int32Array): Int32Array => {
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
  /** Values that serve this range at the same, least cost; none: it does not care. */
  readonly best: readonly number[];
  readonly halves?: readonly [Trie, Trie];
}

const trie = (table: Int32Array, ends: Int32Array, number: number, bits: number): Trie => {
  const size = numbers >> bits;
  const known = Math.min(number + size, table.length);
  if (number >= known) return { number, bits, best: [] };
  if (ends[number]! >= known) return { number, bits, best: table[number] === anyValue ? [] : [table[number]!] };
  const halves = [trie(table, ends, number, bits + 1), trie(table, ends, number + size / 2, bits + 1)] as const;
  return { number, bits, best: merge(halves[0].best, halves[1].best), halves };
};

const merge = (one: readonly number[], other: readonly number[]): readonly number[] => {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const both = one.filter((value) => other.includes(value));
  return both.length > 0 ? both : [...one, ...other];
};

const entries = (node: Trie, inherited: number): readonly PrefixEntry[] => {
  const { number, bits, best, halves } = node;
  const stays = best.length === 0 || best.includes(inherited);
  const value = stays ? inherited : best[0]!;
  const own = stays ? [] : [{ number, bits, value }];
  return halves ? [...own, ...entries(halves[0], value), ...entries(halves[1], value)] : own;
};

/** The default: the value that serves most of the tops. */
const mostCommon = (tops: readonly Trie[]): number => {
  const votes = new Map<number, number>();
  for (const value of tops.flatMap(({ best }) => best)) votes.set(value, (votes.get(value) ?? 0) + 1);
  return [...votes].reduce((most, vote) => (vote[1] > most[1] ? vote : most), [anyValue, 0] as [number, number])[0];
};
