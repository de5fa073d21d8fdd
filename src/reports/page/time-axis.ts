/** What the time axis of a flow shows; times are milliseconds since its request, sequence numbers begin at 1. */
export interface TimeAxis {
  readonly title: string;
  readonly node: string;
  /** Columns of equal length; a value that repeats the one before it is null. */
  readonly ms: readonly number[];
  readonly sent: readonly (number | null)[];
  readonly acked: readonly (number | null)[];
  readonly mss: readonly (number | null)[];
  readonly pmtu: readonly (number | null)[];
  readonly rto: readonly (number | null)[];
  readonly changes: readonly number[];
  /** Segments of the bulk that were captured and are shown: time, first and last byte, 1 if it was lost, 1 if its bytes were sent before. */
  readonly segments: readonly (readonly [number, number, number, 0 | 1, 0 | 1])[];
  /** Packet Too Big: time, MTU, 1 if it was lost. */
  readonly ptbs: readonly (readonly [number, number, 0 | 1])[];
}
