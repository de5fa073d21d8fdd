import type { Observation } from '../lab/transfer.ts';
import type { Fact } from './fact.ts';
import { formatCause, formatTransfer } from './format-transfer.ts';
import { transfersFigures } from './transfer-figures.ts';

/** The transfers of a step with `flows: N`, each as its receiver saw it. */
export const transfers: Fact<readonly Observation[]> = {
  format: (observations) =>
    observations.map((transfer) => [formatTransfer(transfer), ...transfer.episodes.map(formatCause)].join(': ')),
  figures: transfersFigures,
};
