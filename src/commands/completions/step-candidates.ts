import { read } from '../../library.ts';
import type { Candidate } from './complete-line.ts';

/** The names of the steps of a scenario, a file or a bundled one; none of a file that is wrong. */
export const stepCandidates = (file: string): readonly Candidate[] => {
  const [scenario] = read(file).scenarios;
  return (scenario?.steps ?? []).map(({ name }) => ({ value: name }));
};
