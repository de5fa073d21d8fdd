import { countPackets, type PacketCounts } from './packet-counts.ts';
import { nodeOrder } from './node-order.ts';
import type { JourneySummary } from './journey-summary.ts';
import { ladderRows, type LadderRow } from './ladder-rows.ts';

/** What was seen of some conversation, as plain data: enough to draw it and to judge it, however many packets it had. */
export interface ConversationSummary extends PacketCounts {
  /** The nodes in the order of the path. */
  readonly columns: readonly string[];
  readonly rungs: readonly LadderRow[];
}

/** Some packets as an exchange; `places` are those that were captured, whether any packet passed them or not. */
export const summarizeConversation = (
  all: readonly JourneySummary[],
  places?: readonly string[],
): ConversationSummary => ({
  columns: nodeOrder(all),
  rungs: ladderRows(all),
  ...countPackets(all, places),
});
