import type { StepStart } from '../events/events.ts';
import type { Step } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Wait } from '../words/lab/wait.ts';

/**
 * Returns what ends a step: one that expects nothing but a stall ends with the first evidence of it; any other waits for
 * the end of the transfer.
 */
export const waitOf = ({ expect, withinMs }: Step, dictionary: Dictionary): Wait => {
  const settledBy = expect.map(({ word, wanted }) => dictionary.expectations[word]!.settles(wanted));
  const until = settledBy.includes('evidence') && !settledBy.includes('end') ? 'evidence' : 'end';
  return { until, ...(withinMs !== undefined && { withinMs }) };
};

/** The start of a step as an event has it. */
export const startOf = (step: Step, dictionary: Dictionary): StepStart => ({
  name: step.name,
  ...(step.action && { awaits: waitOf(step, dictionary).until === 'evidence' ? 'evidence' : 'end' }),
});
