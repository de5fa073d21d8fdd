import { formatHolders } from './format-holders.ts';
import type { Fact } from './fact.ts';

/** The holders of a shared address that got each flow of the step; none for a flow that no holder was seen to get. */
export const holder: Fact<readonly (readonly string[])[]> = {
  format: (flows) => [formatHolders(flows)],
};
