import type { Observation } from '../lab/transfer.ts';
import type { Fact } from './fact.ts';
import { formatTransfer } from './format-transfer.ts';
import { transferFigures } from './transfer-figures.ts';

/** The one transfer of a step as its receiver saw it. */
export const transfer: Fact<Observation> = {
  format: (observation) => [formatTransfer(observation), ...observation.evidence],
  figures: transferFigures,
};
