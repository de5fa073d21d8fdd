import type { Family } from '../../evidence/family.ts';
import type { Step } from './scenario.ts';

/** The families of a step that a run has, which the command line may have limited. */
export const familiesOfStep = (
  { families: own }: Pick<Step, 'families'>,
  ofRun: readonly Family[],
): readonly Family[] => (own ? ofRun.filter((family) => own.includes(family)) : ofRun);
