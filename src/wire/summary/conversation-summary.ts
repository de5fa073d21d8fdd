import { countPackets, type PacketCounts } from './packet-counts.ts';
import { nodeOrder } from './node-order.ts';
import type { JourneySummary } from './journey-summary.ts';
import { ladderRows, type LadderRow } from './ladder-rows.ts';

/** A conversation as plain data: enough to draw it and to judge it, however many packets it has. */
export interface ConversationSummary extends PacketCounts {
  /** The nodes in path order. */
  readonly columns: readonly string[];
  readonly rows: readonly LadderRow[];
}

/** Summarizes the packets of a conversation; `places` are all captured places, including those that saw no packet. */
export const summarizeConversation = (
  drawn: readonly JourneySummary[],
  places?: readonly string[],
  counted = drawn,
): ConversationSummary => ({
  columns: nodeOrder(drawn),
  rows: ladderRows(drawn),
  ...countPackets(counted, places),
});
