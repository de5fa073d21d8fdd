import type { Expectation } from '../language/word.ts';
import { judgement, notObserved } from './judgement.ts';
import { named } from '../language/shape.ts';

/** Where the bulk went, by the packets that arrived at the legs' routers; for a lookup, where it would go. */
export const leg: Expectation<string> = {
  about: 'The leg that a flow or a lookup took, named by its router.',
  shape: named('leg', 'the router of the leg'),
  example: 'r2',
  reads: ['leg'],
  settles: () => 'end',
  judge: (wanted, { leg: taken }) =>
    taken === undefined
      ? notObserved(`leg by ${wanted}`, 'which leg was taken')
      : judgement(taken === wanted, { wanted: `leg by ${wanted}`, saw: `leg by ${taken}` }),
};
