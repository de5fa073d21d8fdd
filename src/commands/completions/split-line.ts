/**
 * Splits what was typed of a command line into words as a shell does, without quotes and backslashes; the last word is the
 * one that is being typed, which may be empty.
 */
export const splitLine = (line: string): readonly string[] => {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part] of line.matchAll(parts)) {
    if (/^\s/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + unquoted(part);
  }
  return [...words, word ?? ''];
};

/** Space, a quoted part whose end may be missing, an escaped character, or anything else. */
const parts = /\s+|'[^']*'?|"(?:\\[^]|[^"\\])*"?|\\[^]?|[^\s'"\\]+/g;

const unquoted = (part: string): string => {
  if (part.startsWith("'")) return part.slice(1).replace(/'$/, '');
  if (part.startsWith('"')) return part.slice(1).replace(/\\([$`"\\])|"$/g, '$1');
  return part.startsWith('\\') ? part.slice(1) : part;
};
