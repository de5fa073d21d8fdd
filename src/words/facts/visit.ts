import { familyNames } from '../../evidence/family.ts';
import { attemptDelayOf, winnerOf } from '../lab/visit.ts';
import type { Visit } from '../lab/visit.ts';
import type { Fact } from './fact.ts';
import { formatVisit } from './format-visit.ts';

/** What a client did to reach a name: its queries, its connection attempts, and which of them carried bytes. */
export const visit: Fact<Visit> = {
  format: formatVisit,
  figures: (seen) => {
    const winner = winnerOf(seen);
    const delay = attemptDelayOf(seen);
    return [
      { name: 'won by', value: winner ? familyNames[winner.family] : 'no connection' },
      { name: 'addresses tried', value: new Set(seen.attempts.map(({ address }) => address)).size },
      ...(delay === null ? [] : [{ name: 'connection attempt delay', value: delay, unit: 'ms' } as const]),
    ];
  },
};
