import { causeWithoutPtb } from './cause-without-ptb.ts';
import type { Cause } from './episode.ts';
import type { SilentFlow } from './flow-reading.ts';
import { hasAllArrived } from './has-all-arrived.ts';
import { packetTooBigCause } from './packet-too-big-cause.ts';

/**
 * Returns the cause of a stall once it is proved; undefined while it is too early to decide, `moving` when packets get through or wait in
 * a queue, so the flow is only slow.
 * Proof is either a segment too large for the path while the sender does not know it (after one timeout, 0.22 s with default timers), or
 * three timeouts with nothing acknowledged and nothing waiting in a queue (1.5 s).
 */
export const stallCause = (silent: SilentFlow): Cause | 'moving' | undefined => {
  const tooBig = hasAllArrived(silent) ? undefined : packetTooBigCause(silent);
  if (tooBig && tooBig.word !== 'unknown') return tooBig;
  if ((silent.after.sender?.backoff ?? 0) < stallBackoff) return undefined;
  return tooBig ?? causeWithoutPtb(silent);
};

/** A link of 100 kbit/s with a queue of 10 kB reaches a backoff of 2 and still works. */
const stallBackoff = 3;
