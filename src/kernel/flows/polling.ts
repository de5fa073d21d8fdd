import type { Sample } from '../../evidence/sockets/sample.ts';
import type { Wait } from '../../words/lab/wait.ts';

/**
 * Milliseconds between two looks at a flow: every beat while a step waits for news of data that is on its way; a flow that rests, or that
 * nobody waits for, is seen to now and then.
 */
export const pollIntervalMs = ({ sender, receiver }: Sample, waiting: boolean): number => {
  if (!waiting) return 200;
  const underWay = !sender || sender.unacked > 0 || (receiver?.unacked ?? 0) > 0;
  return underWay ? 0 : 100;
};

/** Milliseconds that a step waits; `rtoMs` is the timeout that stood at the last change, which a recovery may take. */
export const timeoutMs = ({ withinMs, scale = 1 }: Wait, rtoMs = 0): number =>
  withinMs ?? scale * (Math.max(usualMs, rtoMs) + slackMs);

const usualMs = 5000;
/** A timer of HZ 250, a sample every 20 ms, and labs that are built beside this one. */
const slackMs = 400;
