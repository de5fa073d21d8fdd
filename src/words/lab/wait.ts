/** How long an action watches before its step ends. */
export interface Wait {
  /** `evidence`: end at the first proof of a stall; `end`: until the transfer is finished or `withinMs` is over; `lasting`: all of `withinMs`. */
  readonly until: 'evidence' | 'end' | 'lasting';
  /** Milliseconds; without it the larger of 5000 and the RTO that stood at the last change, plus slack. */
  readonly withinMs?: number;
  /** On a slow machine the usual patience is longer by this; `withinMs` has it in it. */
  readonly scale?: number;
}
