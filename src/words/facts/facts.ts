import type { Cause } from '../../evidence/stalls/episode.ts';
import type { ConversationSummary } from '../../wire/summary/conversation-summary.ts';
import type { ProgramOutput } from '../lab/lab.ts';
import type { Observation } from '../lab/transfer.ts';

/** Every fact that an action can learn, with its only type. An absent fact was not observed; a verdict on it is `met: null`. */
export interface Facts {
  /** A transfer as its receiver saw it; several with `flows: N`. */
  readonly transfer?: Observation;
  readonly transfers?: readonly Observation[];
  /** The result of a ping. */
  readonly reply?: PingReply;
  /** MSS of the SYN at each `NODE:to-PEER` where it was seen, as it left or entered that interface. */
  readonly syn?: Readonly<Record<string, number>>;
  readonly 'syn-ack'?: Readonly<Record<string, number>>;
  /** Learned path MTU in bytes per leg (by its router), or under `path` if there is only one leg; null if none was learned. */
  readonly pmtu?: Readonly<Record<string, number | null>>;
  /** The leg that the flow or lookup took, by its router. */
  readonly leg?: string;
  /** Changes of the SNMP counters of each node during the step; unchanged counters are left out unless they were asked for. */
  readonly counters?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Packet Too Big messages for the flows of the step, per node. */
  readonly ptb?: Readonly<
    Record<
      string,
      {
        readonly made: number;
        readonly arrived: number;
        readonly left: number;
        readonly taken: number;
        /** The smallest MTU in them; absent when no message was counted. */
        readonly mtu?: number;
      }
    >
  >;
  /** The step's packets in the captures, and the captures' explanation of a stall. */
  readonly journeys?: ConversationSummary & PacketExplanation;
  /** Packets that the rules of each trait counted during the step, per node. */
  readonly rules?: Readonly<Record<string, Readonly<Record<string, RuleCounts>>>>;
  readonly output?: ProgramOutput;
}

export type FactName = keyof Facts;

export interface PacketExplanation {
  /** The flow whose packets are drawn, if there were several flows. */
  readonly drawn: string;
  /** Why the flow stalled, as far as packets alone prove it. */
  readonly cause?: Cause;
  /** The same as sentences in order, firewall rules included. */
  readonly why: readonly string[];
  /** Packets that the captures missed. */
  readonly warnings: readonly string[];
}

export interface RuleCounts {
  readonly packets: number;
  /** A sentence for each rule, with its position and its count. */
  readonly texts: readonly string[];
}

/** How a ping can end. */
export const pingOutcomes = ['answered', 'lost', 'too-big', 'unreachable'] as const;

export type PingOutcome = (typeof pingOutcomes)[number];

/**
 * `unreachable`: a router or the local kernel had no route. `too-big` from `router`: a Packet Too Big arrived; from `local`: the kernel
 * already knew the path MTU (EMSGSIZE).
 */
export type PingReply =
  | { readonly word: Exclude<PingOutcome, 'too-big'> }
  | { readonly word: 'too-big'; readonly mtu: number; readonly from: 'router' | 'local' };
