import { dropCause } from './drop-cause.ts';
import type { Cause } from './episode.ts';
import type { SilentFlow } from './flow-reading.ts';
import { packetTooBigCause } from './packet-too-big-cause.ts';

/**
 * The cause of a stall, once it is proved to be one; undefined while it is too early to tell, `moving` when packets get through or wait
 * in a queue, so that the flow is slow.
 * Proof is a segment that the path cannot take and a sender that does not know (after one timeout, 0.22 s with default timers), or three
 * timeouts with nothing acknowledged and nothing waiting in a queue (1.5 s).
 */
export const stallCause = (of: SilentFlow): Cause | 'moving' | undefined => {
  const tooBig = packetTooBigCause(of);
  if (tooBig && tooBig.word !== 'unknown') return tooBig;
  if ((of.after.sender?.backoff ?? 0) < patience) return undefined;
  return tooBig ?? dropCause(of);
};

/** A link of 100 kbit/s with a queue of 10 kB reaches a backoff of 2 and still works. */
const patience = 3;
