import type { Cause } from '../../evidence/stalls/episode.ts';
import type { ConversationSummary } from '../../wire/summary/conversation-summary.ts';
import type { Observation } from '../lab/transfer.ts';

/**
 * Every fact that an action can learn, with its one type. A fact that is absent was not observed; a verdict on it is `met: null`.
 */
export interface Facts {
  /** A transfer as its receiver saw it; several with `flows: N`. */
  readonly transfer?: Observation;
  readonly transfers?: readonly Observation[];
  /** What a ping met. */
  readonly reply?: PingReply;
  /** MSS of the SYN on each `NODE:to-PEER` where it was seen: as it left by that interface, or as it came in by it. */
  readonly syn?: Readonly<Record<string, number>>;
  readonly 'syn-ack'?: Readonly<Record<string, number>>;
  /** Learned path MTU in bytes per leg (by its router), or under `path` where there is one leg; null where nothing was learned. */
  readonly pmtu?: Readonly<Record<string, number | null>>;
  /** The leg that the flow or lookup took, by its router. */
  readonly leg?: string;
  /** How far SNMP counters of each node moved during the step; those that were not asked for are left out where they stood still. */
  readonly counters?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Packet Too Big messages for the step's flows per node. */
  readonly ptb?: Readonly<
    Record<
      string,
      {
        readonly made: number;
        readonly arrived: number;
        readonly left: number;
        readonly taken: number;
        /** The smallest that was told; absent where no message was counted. */
        readonly mtu?: number;
      }
    >
  >;
  /** What captures saw of the step's packets, and what they say about a stall. */
  readonly journeys?: ConversationSummary & PacketExplanation;
  /** What rules of each trait counted during the step, per node. */
  readonly rules?: Readonly<Record<string, Readonly<Record<string, RuleCounts>>>>;
  readonly output?: { readonly stdout: string; readonly stderr: string; readonly code: number };
}

export type FactName = keyof Facts;

export interface PacketExplanation {
  /** Whose packets are drawn, where there were several flows. */
  readonly drawn: string;
  /** Why the flow stalled, as far as packets alone prove it. */
  readonly cause?: Cause;
  /** The same as a chain of sentences, rules of firewalls included. */
  readonly why: readonly string[];
  /** What the captures missed. */
  readonly warnings: readonly string[];
}

export interface RuleCounts {
  readonly packets: number;
  /** Each rule with its place and what it counted, in words. */
  readonly said: readonly string[];
}

/** How a ping can end. */
export const pingOutcomes = ['answered', 'lost', 'too-big', 'unreachable'] as const;

export type PingOutcome = (typeof pingOutcomes)[number];

/** `unreachable` is what a router or the own kernel says without a route. `too-big` from a router was answered by a Packet Too Big; from `local` the kernel knew already (EMSGSIZE). */
export type PingReply =
  | { readonly word: Exclude<PingOutcome, 'too-big'> }
  | { readonly word: 'too-big'; readonly mtu: number; readonly from: 'router' | 'local' };
