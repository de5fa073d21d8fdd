import type { Fact } from './fact.ts';

/** The leg that the flow or lookup took, by its router. */
export const leg: Fact<string> = {
  format: (router) => [`via ${router}`],
};
