import type { Cause } from '../../evidence/stalls/episode.ts';
import type { ConversationSummary } from '../../wire/summary/conversation-summary.ts';
import type { DrawnPackets, Fact } from './fact.ts';

/** The step's packets in the captures, and the captures' explanation of a stall. */
export const journeys: Fact<ConversationSummary & DrawnPackets & PacketExplanation> = {
  format: ({ endings, why, warnings }) => [endingsText(endings), ...why, ...warnings],
  packets: (captured) => captured,
};

export interface PacketExplanation {
  /** When the first packet of the drawn flow was seen, in milliseconds since 1970; its other times count from it. */
  readonly startedAt?: number;
  /** Why the flow stalled, as far as packets alone prove it. */
  readonly cause?: Cause;
  /** The same as sentences in order, firewall rules included. */
  readonly why: readonly string[];
  /** Packets that the captures missed. */
  readonly warnings: readonly string[];
}

/** How many packets ended in which way: `153 packets: 141 delivered, 12 dead`, and those of tunnels that carried some of them. */
const endingsText = (endings: ConversationSummary['endings']): string => {
  const ofTunnels = endings.filter(({ kind }) => kind === 'tunnel');
  const others = sumsText(endings.filter(({ kind }) => kind !== 'tunnel'));
  return ofTunnels.length === 0 ? others : `${others}; of the tunnels around them ${sumsText(ofTunnels)}`;
};

const sumsText = (endings: ConversationSummary['endings']): string => {
  const packetsByEnd = new Map<string, number>();
  for (const { ended, packets } of endings) packetsByEnd.set(ended, (packetsByEnd.get(ended) ?? 0) + packets);
  const total = [...packetsByEnd.values()].reduce((sum, packets) => sum + packets, 0);
  return `${total} packets: ${[...packetsByEnd].map(([ended, packets]) => `${packets} ${ended}`).join(', ')}`;
};
