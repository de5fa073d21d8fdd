import { account, type Account } from './packet-counts.ts';
import { columnsOf } from './node-order.ts';
import type { Passage } from './journey-summary.ts';
import { rungs, type Rung } from './ladder-rows.ts';

/** What was seen of some conversation, as plain data: enough to draw it and to judge it, however many packets it had. */
export interface Exchange extends Account {
  /** The nodes in the order of the path. */
  readonly columns: readonly string[];
  readonly rungs: readonly Rung[];
}

/** Some packets as an exchange; `places` are those that were captured, whether any packet passed them or not. */
export const exchange = (all: readonly Passage[], places?: readonly string[]): Exchange => ({
  columns: columnsOf(all),
  rungs: rungs(all),
  ...account(all, places),
});
