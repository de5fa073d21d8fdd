/** How long an action observes before its step ends. */
export interface Wait {
  /** `evidence`: end at the first proof of a stall; `end`: until the transfer is finished or `withinMs` has passed; `lasting`: all of `withinMs`. */
  readonly until: 'evidence' | 'end' | 'lasting';
  /** Milliseconds; default: the larger of 5000 and the RTO at the last change, plus slack. */
  readonly withinMs?: number;
  /**
   * Factor by which default timeouts are longer on a slow machine; already included in `withinMs`, but for `lasting`: that becomes longer, up
   * to this factor, only while all evidence of a stall is older than the last change of the lab.
   */
  readonly scale?: number;
}

/** A default time on a machine that is slower by a factor, in whole milliseconds, as timers of Node must have it. */
export const scaledMs = (ms: number, { scale = 1 }: Pick<Wait, 'scale'>): number => Math.ceil(ms * scale);
