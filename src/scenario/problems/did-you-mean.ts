import { distance } from 'fastest-levenshtein';

/** The known word that was probably meant, if one is near enough to guess. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const [best] = known
    .map((each) => ({ each, far: distance(word.toLowerCase(), each) }))
    .sort((a, b) => a.far - b.far)
    .filter(({ each, far }) => far <= tolerance(Math.max(each.length, word.length)));
  return best?.each;
};

/** A hint for an unknown word: the nearest known one and the list of all. */
export const didYouMean = (word: string, known: readonly string[], all = 'known here'): string => {
  const near = nearest(word, known);
  const list = known.length > 0 ? `${all}: ${[...known].sort().join(', ')}` : 'none is known here';
  return near === undefined ? list : `did you mean ${near}? ${list}`;
};

/** Two letters that changed places are two edits; in a very short word two edits make any other word. */
const tolerance = (length: number): number => (length <= 3 ? length - 2 : Math.max(2, Math.floor(length / 3)));
