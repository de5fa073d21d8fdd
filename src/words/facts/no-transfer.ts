import type { Fact } from './fact.ts';

/** Why a step that was to observe transfers has observed none. */
export const noTransfer: Fact<string> = {
  format: (reason) => [reason],
};
