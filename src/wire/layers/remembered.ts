/**
 * Converts equal bytes, at most 16, once: a capture has few different addresses, converting them takes most of the time
 * of decoding, and packets share the results.
 */
export const remembered = <T>(known: Map<string, T>, bytes: Uint8Array, convert: (bytes: Uint8Array) => T): T => {
  const key = keyOf(bytes);
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size === maxRemembered) known.clear();
  const result = convert(bytes);
  known.set(key, result);
  return result;
};

/** A scan has many addresses, each in few packets. */
const maxRemembered = 4096;

/** The number of bytes, and the bytes two by two, as the characters of a text. */
const keyOf = (bytes: Uint8Array): string => {
  const pair = (at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
  const { length } = bytes;
  return length <= 6
    ? String.fromCharCode(length, pair(0), pair(2), pair(4))
    : String.fromCharCode(length, pair(0), pair(2), pair(4), pair(6), pair(8), pair(10), pair(12), pair(14));
};
