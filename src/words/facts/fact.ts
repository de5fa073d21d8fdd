import type { ConversationSummary } from '../../wire/summary/conversation-summary.ts';

/** What actions and watches learn, and expectations judge: one plain object in its own file, and one line in facts.ts. */
export interface Fact<V> {
  /** Formats it as short lines; none if there is nothing to print. Reports show equal lines of both families once. */
  format(value: V): readonly string[];
  /** Merges what two parts of a step learned, such as two watches of different places; absent if only one part can learn it. */
  merge?(earlier: V, later: V): V;
  /** Returns what two runs are compared by; absent if nothing of it is the same in every run. */
  figures?(value: V): readonly Figure[];
  /** Returns packets that a report can draw. */
  packets?(value: V): DrawnPackets;
}

/** A word, a size or a time that is the same in every run of a network. */
export interface Figure {
  readonly name: string;
  readonly value: string | number;
  /** Times differ a little from run to run. */
  readonly unit?: 'ms' | 'bytes';
}

/** The type of the values of a fact. */
export type FactValue<F> = F extends Fact<infer V> ? V : never;

export interface DrawnPackets extends Pick<ConversationSummary, 'columns' | 'rows'> {
  /** The flow whose packets are drawn, if there were several flows. */
  readonly drawn: string;
}
