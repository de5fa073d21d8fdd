import type { Family } from '../../evidence/family.ts';
import type { CapturedPtb } from '../../evidence/ledger/captured-ptbs.ts';
import type { Handshake } from '../../kernel/host/handshake.ts';
import type { PathMtuRules } from '../../kernel/host/packet-too-big-rules.ts';
import type { FactOf } from '../../words/facts/facts.ts';
import type { IpRoute } from '../../words/lab/ip-route-output.ts';
import type { TracedHop } from '../../words/lab/trace.ts';

/** What this host has seen of its path to one address; sizes are those of IP packets in bytes. */
export interface PathReadings {
  readonly family: Family;
  readonly address: string;
  /** The address of this host towards it. */
  readonly source: string;
  readonly routes: Readonly<Record<'plain' | 'fibmatch' | 'tuple', IpRoute>>;
  /** The MTU of the route is locked: no Packet Too Big changes it (IPv4). */
  readonly isLocked: boolean;
  readonly legs: readonly Leg[];
  /** Learned path MTUs by interface, or of the one path, before and after the probes. */
  readonly learned: { readonly before: LearnedMtus; readonly after: LearnedMtus };
  readonly handshake: Handshake;
  /** Echo requests in their order, or why there are none. */
  readonly pings: readonly SizedReply[] | string;
  /** Where large echo requests vanish without an answer: the largest answered one and the smallest unanswered one. */
  readonly limit?: { readonly answered: number; readonly unanswered: number };
  /** Packet Too Big that reached an interface of this host while it probed; absent without a capture. */
  readonly arrived?: readonly CapturedPtb[];
  readonly sysctls: Readonly<Record<string, string>>;
}

type LearnedMtus = Readonly<Record<string, number | null>>;

/** One of the equal next hops of the route, or its only one. */
export interface Leg {
  readonly device: string;
  readonly gateway?: string;
  /** MTU of the interface. */
  readonly mtu: number;
  /** Absent where no packet of this host could be sent over it by choice. */
  readonly hops?: readonly TracedHop[];
}

export interface SizedReply {
  readonly bytes: number;
  readonly reply: FactOf<'reply'>;
}

/** An address to which no path was found, in the words of the kernel. */
export interface NoPath {
  readonly family: Family;
  readonly address: string;
  readonly reason: string;
}

/** What this host itself decides for all paths. */
export interface LocalPolicy extends PathMtuRules {
  /** The interfaces of the routes that leave the segmentation of TCP to their network card. */
  readonly offload: readonly string[];
}
