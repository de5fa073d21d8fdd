/** One stall of a flow: its beginning, its end if it ended, its cause, and what healed it; times are ms since the request. */
export interface Episode {
  readonly fromMs: number;
  readonly untilMs?: number;
  readonly cause: Cause;
  readonly healedBy?: Healer;
}

/** What can end a stall. */
export const healers = ['packet-too-big', 'probing', 'rehash', 'change'] as const;

export type Healer = (typeof healers)[number];

/** Why a flow can stall. */
export const causeWords = [
  'packet-too-big-lost',
  'packet-too-big-not-sent',
  'packet-too-big-misdelivered',
  'packet-too-big-ignored',
  'packet-too-big-wrong',
  'refused-by-own-mtu',
  'silent-drop',
  'fragments-dropped',
  'blackout',
  'acks-lost',
  'unknown',
] as const;

export type CauseWord = (typeof causeWords)[number];

/** Why and where a flow stalled, with the evidence in sentences; anything less than proof is `unknown`. */
export interface Cause {
  readonly word: CauseWord;
  /** A node or a `NODE:to-PEER`. */
  readonly place?: string;
  readonly evidence: readonly string[];
}
