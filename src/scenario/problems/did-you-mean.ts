import { distance } from 'fastest-levenshtein';

/** Returns the known word that was probably meant, or undefined if none is close enough. */
export const nearestWord = (word: string, known: readonly string[]): string | undefined => {
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate) }))
    .sort((a, b) => a.edits - b.edits)
    .filter(({ candidate, edits }) => edits <= maxEdits(Math.max(candidate.length, word.length)));
  return best?.candidate;
};

/** Returns a hint for an unknown word: the nearest known word, if there is one, and the list of known words. */
export const didYouMean = (word: string, known: readonly string[], label = 'allowed'): string => {
  const nearest = nearestWord(word, known);
  const list = `${label}: ${known.length > 0 ? [...known].sort().join(', ') : 'none'}`;
  return nearest === undefined ? list : `did you mean ${nearest}? ${list}`;
};

/** Two swapped letters count as two edits; in a very short word, two edits make any other word. */
const maxEdits = (length: number): number => (length <= 3 ? length - 2 : Math.max(2, Math.floor(length / 3)));
