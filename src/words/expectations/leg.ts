import type { Expectation } from '../language/word.ts';
import { judgement, notObserved } from './judgement.ts';
import { reference } from '../language/shape.ts';

/** For a flow, the leg whose router received most of the bytes; for a lookup, the leg of the route. */
export const leg: Expectation<string> = {
  about: 'The leg that a flow or a lookup took, named by its router.',
  shape: reference('leg', 'the router of the leg'),
  example: 'r2',
  reads: ['leg'],
  settles: () => 'any',
  judge: (wanted, { leg: taken }) =>
    taken === undefined
      ? notObserved(`leg via ${wanted}`, 'the leg')
      : judgement(taken === wanted, { wanted: `leg via ${wanted}`, saw: `leg via ${taken}` }),
};
