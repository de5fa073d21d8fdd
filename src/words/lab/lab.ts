import type { Family } from '../../evidence/family.ts';
import type { Ledger } from '../../evidence/ledger/ledger.ts';
import type { NodeCommand } from './node-command.ts';
import type { NodeView } from './node-view.ts';
import type { FirewallRule } from './firewall-rule.ts';
import type { Observation, TransferRequest } from './transfer.ts';
import type { Wait } from './wait.ts';

/** What an action may ask of a standing lab; the kernel floor fulfils it, and a test fulfils it with five lines. */
export interface Lab {
  readonly nodes: ReadonlyMap<string, NodeView>;
  /** Parallel ways between two nodes, each named by the router it goes through, as planned. */
  readonly legs: readonly { readonly between: readonly [string, string]; readonly via: readonly string[] }[];
  /** Runs a program inside a node with LC_ALL=C; never through a shell. A program that fails is an output, not an error. */
  run(node: string, argv: readonly string[], signal: AbortSignal): Promise<ProgramOutput>;
  /** Asks iproute2 in a node, which answers at once: `args` as after `ip`. What it says on stderr is known when it fails. */
  ip(node: string, args: readonly string[], signal: AbortSignal): Promise<ProgramOutput>;
  /** Applies commands of a `change`, and notes for every open flow the RTO that stands at this moment. */
  apply(commands: readonly NodeCommand[], signal: AbortSignal): Promise<void>;
  /** What a node has of a trait since the build or the last change; undefined when nothing. */
  traitOf(node: string, trait: string): unknown;
  /** Remembers what a change gave (undefined: took away), after it was applied. */
  setTrait(node: string, trait: string, settings: unknown): void;
  /** Opens a TCP flow of bulk bytes between two nodes; rejects only when the machine fails, never because the network does. */
  transfer(request: TransferRequest, signal: AbortSignal): Promise<Flow>;
  /** A source port that no flow of this lab used before, such that the flow takes that leg at `from`; any port without a leg. */
  port(request: { from: string; to: string; family: Family; leg?: string }, signal: AbortSignal): Promise<number>;
  /** The flows that were kept under a name, one per family. */
  flow(name: string, family: Family): Flow | undefined;
  keep(name: string, flow: Flow): void;
  /** What the nft ledger of these nodes (all without a list) has counted since the lab was built, one part of it. */
  ledger<Part extends keyof Ledger>(part: Part, signal: AbortSignal, nodes?: readonly string[]): Promise<Ledger[Part]>;
  /** SNMP counters of a node's namespace (`Ip6InTooBigErrors` …), read from /proc without a process. */
  counters(node: string): Readonly<Record<string, number>>;
  /** The rules with a counter of a node's firewall, nft and iptables alike. */
  rules(node: string): readonly FirewallRule[];
  /** Captures at these places (`NODE`: all its interfaces; all places without a list); when it resolves, nothing passes them unseen. */
  capture(request: CaptureRequest, signal: AbortSignal): Promise<LabCapture>;
}

export interface CaptureRequest {
  readonly places?: readonly string[];
  /** Whole packets; otherwise their headers. */
  readonly full?: boolean;
}

/** A capture that is going on; it costs memory and descriptors until it is stopped. */
export interface LabCapture {
  /** Nanoseconds since 1970: what passed later was captured. */
  readonly startedAt: bigint;
  /** What passed since the last question, by time; nothing earlier will come. */
  drain(): readonly CapturedFrame[];
  /** The rest, complete, and what is to be said about it. */
  stop(): Promise<CaptureResult>;
}

export interface CaptureResult {
  readonly frames: readonly CapturedFrame[];
  /** Packets that passed each place, and how many of them the kernel dropped because nobody fetched them in time. */
  readonly counts: readonly { readonly place: string; readonly received: number; readonly dropped: number }[];
  /** Sentences: packets that were lost, packets that are longer than the wire would carry. */
  readonly warnings: readonly string[];
}

/** One packet at one place; `time` is nanoseconds since 1970 by one clock for all places. */
export interface CapturedFrame {
  readonly place: string;
  readonly direction: 'in' | 'out';
  readonly time: bigint;
  /** From the Ethernet header on; perhaps only the beginning of `originalLength` bytes. */
  readonly bytes: Uint8Array;
  readonly originalLength: number;
}

export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** A TCP flow of the engine's own, open until it is closed. */
export interface Flow {
  readonly request: TransferRequest;
  /** Watches until `wait` is satisfied or the time is over; may be called again for a kept flow. */
  observe(wait: Wait, signal: AbortSignal): Promise<Observation>;
  /** Ends the flow with an RST, so that no zombie retransmits into a later step (SO_LINGER 1,0). */
  close(): void;
}
