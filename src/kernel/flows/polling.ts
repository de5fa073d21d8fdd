import type { Sample } from '../../evidence/sockets/sample.ts';
import type { Wait } from '../../words/lab/wait.ts';

/**
 * Returns the milliseconds between two samples of a flow: 0 (every tick) while a step waits for data in flight, longer while
 * the flow is idle or no step waits for it.
 */
export const pollIntervalMs = ({ sender, receiver }: Sample, isStepWaiting: boolean): number => {
  if (!isStepWaiting) return 200;
  const isInFlight = !sender || sender.unacked > 0 || (receiver?.unacked ?? 0) > 0;
  return isInFlight ? 0 : 100;
};

/** Returns how many milliseconds a step waits; `rtoMs` is the RTO at the last change, which a recovery may take. */
export const timeoutMs = ({ withinMs, scale = 1 }: Wait, rtoMs = 0): number =>
  withinMs ?? scale * (Math.max(defaultTimeoutMs, rtoMs) + slackMs);

/** Returns how many milliseconds a step with `for` may wait for evidence that is newer than the last change of the lab. */
export const longestMs = ({ until, withinMs = 0, scale = 1 }: Wait): number =>
  until === 'lasting' ? withinMs * scale : 0;

const defaultTimeoutMs = 5000;
/** For a timer of HZ 250, a sample every 20 ms, and labs that are built at the same time. */
const slackMs = 400;
