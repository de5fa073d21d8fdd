import type { Family } from '../../evidence/family.ts';

/** What a client did to reach a name, as its interfaces saw it; times are milliseconds from the first packet. */
export interface Visit {
  /** The name in the queries; they are of its addresses. */
  readonly name: string;
  /** The time of the first packet, in milliseconds since 1970; absent without one. */
  readonly beganAtMs?: number;
  /** In order. */
  readonly queries: readonly VisitQuery[];
  /** The connections that it attempted, in order of their first SYN. */
  readonly attempts: readonly ConnectionAttempt[];
}

export interface VisitQuery {
  readonly family: Family;
  readonly askedMs: number;
  /** Absent without an answer. */
  readonly answeredMs?: number;
  /** Addresses in the answer. */
  readonly addresses?: number;
}

export interface ConnectionAttempt {
  readonly family: Family;
  readonly address: string;
  /** Source port. */
  readonly port: number;
  readonly ms: number;
  /** The SYN-ACK; absent where none came. */
  readonly connectedMs?: number;
  /** Payload bytes that came back. */
  readonly bytes: number;
}

/** The attempt whose connection carried bytes; undefined when none did. */
export const winnerOf = ({ attempts }: Visit): ConnectionAttempt | undefined =>
  attempts.reduce<ConnectionAttempt | undefined>(
    (most, attempt) => (attempt.bytes > (most?.bytes ?? 0) ? attempt : most),
    undefined,
  );

/** From the first SYN to the first one towards another address; null for a client that tried one address. */
export const attemptDelayOf = ({ attempts: [first, ...others] }: Visit): number | null => {
  const second = others.find(({ address }) => address !== first!.address);
  return first && second ? second.ms - first.ms : null;
};

/** From the first query to the first SYN; null for a client that sent none, or asked nothing. */
export const firstAttemptDelayOf = ({ queries: [query], attempts: [attempt] }: Visit): number | null =>
  query && attempt ? attempt.ms - query.askedMs : null;

/**
 * From the first answer with addresses to the first SYN, where the other query had no answer yet; null for a client that had both answers, or
 * that asked only one.
 */
export const resolutionDelayOf = ({ queries, attempts: [first] }: Visit): number | null => {
  if (!first) return null;
  const hasAnswer = ({ answeredMs }: VisitQuery): boolean => answeredMs !== undefined && answeredMs <= first.ms;
  const answered = queries.filter(hasAnswer);
  const isOpen = queries.some(({ family }) => !answered.some((each) => each.family === family));
  const useful = answered.find(({ addresses = 0 }) => addresses > 0);
  return isOpen && useful ? first.ms - useful.answeredMs! : null;
};
