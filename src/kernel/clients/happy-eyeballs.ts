import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { elapsed } from '../system/until.ts';

/** Both delays in milliseconds, with the defaults of RFC 8305 sections 3 and 5. */
export interface Delays {
  /** From the answer of A to the first connection, while that of AAAA is awaited; 50 by default. */
  readonly resolution?: number | undefined;
  /** From one connection attempt to the next; 250 by default. */
  readonly attempt?: number | undefined;
}

/** What the client uses of the machine. */
export interface ClientNetwork<C> {
  /** Asks for the addresses of one family; rejects where there are none. */
  resolve(family: Family): Promise<readonly string[]>;
  /** Resolves with the connection; rejects where it fails, and once the signal aborts. */
  connect(family: Family, address: string, signal: AbortSignal): Promise<C>;
  /** Is called with each thing that happens, in order. */
  log(event: ClientEvent): void;
}

export type ClientEvent =
  | { readonly event: 'query' | 'answer'; readonly family: Family; readonly addresses?: readonly string[] }
  | { readonly event: 'no-answer'; readonly family: Family; readonly reason: string }
  | { readonly event: 'attempt' | 'connected' | 'cancelled'; readonly family: Family; readonly address: string }
  | { readonly event: 'failed'; readonly family: Family; readonly address: string; readonly reason: string };

/**
 * Connects by Happy Eyeballs version 2 (RFC 8305): both queries at once, AAAA first; addresses interleaved by family, IPv6 first; attempts that
 * go on while later ones start. Rejects when no address is left. The order within a family is that of the answer.
 */
export const connectByName = async <C>(
  network: ClientNetwork<C>,
  { resolution = 50, attempt = 250 }: Delays,
  signal: AbortSignal,
): Promise<C> => {
  const race = new Race(network, signal);
  try {
    for (const family of families) race.query(family);
    await race.until(() => race.isAnswered('ipv6') || race.isAnswered('ipv4'));
    if (!race.isAnswered('ipv6') && race.hasAddress()) await race.until(() => race.isAnswered('ipv6'), resolution);
    for (;;) {
      await race.until(() => race.winner !== undefined || race.hasAddress() || race.isOver());
      if (race.winner) return race.winner.connection;
      if (!race.hasAddress()) throw new Error(race.failure ?? 'the name has no address');
      race.start();
      // When all that run have failed, the next one starts at once (section 5).
      await race.until(() => race.winner !== undefined || race.running === 0, attempt);
    }
  } finally {
    race.end();
  }
};

class Race<C> {
  /** Attempts that have neither failed nor connected. */
  running = 0;
  winner: { readonly connection: C } | undefined;
  /** Why the last attempt or query failed. */
  failure: string | undefined;
  readonly #network: ClientNetwork<C>;
  readonly #signal: AbortSignal;
  readonly #ended = new AbortController();
  readonly #left: Record<Family, string[]> = { ipv6: [], ipv4: [] };
  readonly #answered = new Set<Family>();
  #next: Family = 'ipv6';
  #wake = (): void => {};

  constructor(network: ClientNetwork<C>, signal: AbortSignal) {
    this.#network = network;
    this.#signal = signal;
  }

  isAnswered(family: Family): boolean {
    return this.#answered.has(family);
  }

  hasAddress(): boolean {
    return families.some((family) => this.#left[family].length > 0);
  }

  /** Whether nothing can add an address or a connection any more. */
  isOver(): boolean {
    return this.running === 0 && this.#answered.size === families.length;
  }

  query(family: Family): void {
    const { log, resolve } = this.#network;
    log({ event: 'query', family });
    resolve(family)
      .then(
        (addresses) => {
          this.#left[family].push(...addresses);
          log({ event: 'answer', family, addresses });
        },
        (error: unknown) => {
          this.failure = reasonOf(error);
          log({ event: 'no-answer', family, reason: this.failure });
        },
      )
      .finally(() => {
        this.#answered.add(family);
        this.#wake();
      });
  }

  /** Starts an attempt with the next address, of the other family than the last one where that has any left (section 4). */
  start(): void {
    const other: Family = this.#next === 'ipv6' ? 'ipv4' : 'ipv6';
    const family = this.#left[this.#next].length > 0 ? this.#next : other;
    this.#next = family === 'ipv6' ? 'ipv4' : 'ipv6';
    const address = this.#left[family].shift()!;
    const { log, connect } = this.#network;
    log({ event: 'attempt', family, address });
    this.running += 1;
    connect(family, address, this.#ended.signal)
      .then(
        (connection) => {
          if (this.winner) return;
          this.winner = { connection };
          log({ event: 'connected', family, address });
        },
        (error: unknown) => {
          if (this.#ended.signal.aborted) return log({ event: 'cancelled', family, address });
          this.failure = reasonOf(error);
          log({ event: 'failed', family, address, reason: this.failure });
        },
      )
      .finally(() => {
        this.running -= 1;
        this.#wake();
      });
  }

  /** Waits until the condition holds, at most this long. */
  async until(condition: () => boolean, withinMs?: number): Promise<void> {
    const timer = new AbortController();
    let isTimeOver = false;
    const over = (): void => {
      isTimeOver = !timer.signal.aborted;
      this.#wake();
    };
    if (withinMs !== undefined) elapsed(withinMs, timer.signal).then(over, () => {});
    try {
      while (!condition() && !isTimeOver) {
        this.#signal.throwIfAborted();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          this.#signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    } finally {
      timer.abort();
    }
  }

  /** Cancels the attempts that have lost. */
  end(): void {
    this.#ended.abort();
  }
}

const reasonOf = (error: unknown): string =>
  String((error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : error));
