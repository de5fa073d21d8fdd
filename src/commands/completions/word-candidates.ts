import { reportKinds } from '../../reports/kinds.ts';
import { dictionary } from '../../words/dictionary.ts';
import { explainable } from '../scenarios/explainable.ts';
import type { Candidate } from './complete-line.ts';

/** Everything that `mtulab explain` explains. */
export const wordCandidates = (): readonly Candidate[] => explainable(dictionary).map((value) => ({ value }));

/** The kinds of reports. */
export const reportCandidates = (): readonly Candidate[] =>
  Object.entries(reportKinds).map(([value, { about }]) => ({ value, about }));
