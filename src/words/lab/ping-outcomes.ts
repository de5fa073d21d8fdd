/** How a ping can end. */
export const pingOutcomes = ['answered', 'lost', 'too-big', 'unreachable'] as const;

export type PingOutcome = (typeof pingOutcomes)[number];
