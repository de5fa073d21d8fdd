import { causeNames } from './cause-names.ts';
import type { BlindCase } from './blind-case.ts';

/** A judged answer: which of its two words are right. */
export interface JudgedAnswer {
  readonly place: boolean;
  readonly cause: boolean;
}

/** Judges `PLACE CAUSE`, in either order; or explains what an answer has to be. A node stands for its interfaces as well. */
export const judgeAnswer = (
  text: string,
  { truth, nodes }: Pick<BlindCase, 'truth' | 'nodes'>,
): JudgedAnswer | string => {
  const words = text
    .trim()
    .toLowerCase()
    .split(/[\s,]+/);
  const causes = words.filter((word) => Object.hasOwn(causeNames, word));
  const places = words.filter((word) => nodes.includes(word.split(':')[0]!) && word !== '');
  if (words.length !== 2 || causes.length !== 1 || places.length !== 1) return formText(nodes);
  return { place: [truth.at, truth.at.split(':')[0]].includes(places[0]!), cause: causes[0] === truth.cause };
};

const formText = (nodes: readonly string[]): string =>
  `An answer is a place and a cause, for example \`${nodes[1]} packet-too-big-lost\`. Places: ${nodes.join(', ')}.`;
