import type { Family } from '../../evidence/family.ts';
import type { Ledger } from '../../evidence/ledger/ledger.ts';
import type { DatagramSocket } from './datagram-socket.ts';
import type { DatagramExchange, DatagramRequest } from './datagrams.ts';
import type { NodeCommand } from './node-command.ts';
import type { NodeViews } from './node-view.ts';
import type { FirewallRule } from './firewall-rule.ts';
import type { TracedHop, TraceRequest } from './trace.ts';
import type { Observation, TransferRequest } from './transfer.ts';
import type { Wait } from './wait.ts';

/** The operations of a running lab that actions and watches use; src/kernel implements them, tests replace them in five lines. */
export interface Lab {
  readonly nodes: NodeViews;
  /** The planned parallel paths between two nodes; each is named after the router that it passes. */
  readonly legs: readonly { readonly between: readonly [string, string]; readonly via: readonly string[] }[];
  /** Runs a program inside a node with LC_ALL=C, never through a shell, until it ends itself; `input` is its stdin. A failing program is a result, not an error. */
  run(node: string, argv: readonly string[], signal: AbortSignal, input?: Uint8Array): Promise<ProgramOutput>;
  /**
   * Runs a program like `run`, observes the TCP connections that it opens, and finds its UDP sockets. It is ended when `wait` has timed out and, where that waits for
   * evidence, once each of its connections is closed or proved to be stalled.
   */
  observe(request: ObservedRun, signal: AbortSignal): Promise<ObservedProgram>;
  /** The words that start the command line of mtulab itself, also in a node. */
  readonly commandLine: readonly string[];
  /** Runs iproute2 in a node, which answers at once: `args` follow `ip`. Its stderr is read only when it fails. */
  ip(node: string, args: readonly string[], signal: AbortSignal): Promise<ProgramOutput>;
  /** Applies the commands of a `change` and records the current RTO of every open flow. */
  apply(commands: readonly NodeCommand[], signal: AbortSignal): Promise<void>;
  /** Returns the current settings of a node's trait, from the build or the last change; undefined when it has none. */
  traitOf(node: string, trait: string): unknown;
  /** Records the settings of a trait after a change was applied (undefined: the trait was removed). */
  setTrait(node: string, trait: string, settings: unknown): void;
  /** Makes nodes forget every learned path MTU; by default all hosts. */
  forgetPathMtus(signal: AbortSignal, nodes?: readonly string[]): Promise<void>;
  /** Returns the milliseconds for which impaired links hold back a packet to another node and its answer: by the plan and its changes, and the most of all ways. */
  delayOfLinks(request: DelayRequest): number;
  /** Records that the network may differ from now on from what its plan and its changes say. */
  mayDiffer(): void;
  /** Opens a bulk TCP flow between two nodes; rejects only when the machine fails, never because the network does. */
  transfer(request: TransferRequest, signal: AbortSignal): Promise<Flow>;
  /** Exchanges datagrams with a service that answers each with its bytes; rejects only when the machine fails. */
  exchangeDatagrams(request: DatagramRequest, signal: AbortSignal): Promise<DatagramExchange>;
  /** Finds the nodes on the way to another one, and the largest packets that they answer; rejects only when the machine fails. */
  trace(request: TraceRequest, signal: AbortSignal): Promise<readonly TracedHop[]>;
  /** Returns a source port that no flow of this lab has used over this family: the requested one, one whose flow takes the given leg, or any. */
  port(request: PortRequest, signal: AbortSignal): Promise<number>;
  /** Returns the flow that was kept under a name; there is one per family. */
  flow(name: string, family: Family): Flow | undefined;
  keep(name: string, flow: Flow): void;
  /** Returns one part of the nft ledger of these nodes (default: all), counted since the lab was built. */
  ledger<Part extends keyof Ledger>(part: Part, signal: AbortSignal, nodes?: readonly string[]): Promise<Ledger[Part]>;
  /** Returns the SNMP counters of a node's namespace (`Ip6InTooBigErrors` …), read from /proc without a process. */
  counters(node: string): Readonly<Record<string, number>>;
  /** Returns the counters of a node's interfaces (`rx_dropped` …) by kernel name, as /sys/class/net has them. */
  linkCounters(node: string): Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Returns the firewall rules of a node that have a counter, of nft and of iptables. */
  rules(node: string): readonly FirewallRule[];
  /** Starts captures at these places (`NODE`: all its interfaces; default: all places); once resolved, no packet passes them unseen. */
  capture(request: CaptureRequest, signal: AbortSignal): Promise<LabCapture>;
}

export interface PortRequest {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly leg?: string;
  readonly requested?: number;
  /** TCP by default. */
  readonly protocol?: 'udp';
}

export interface DelayRequest {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
}

export interface CaptureRequest {
  readonly places?: readonly string[];
  /** Capture whole packets instead of headers only. */
  readonly full?: boolean;
}

/** A running capture; it occupies memory and file descriptors until it is stopped. */
export interface LabCapture {
  /** Nanoseconds since 1970: every later packet is captured. */
  readonly startedAt: bigint;
  /** Returns the packets since the previous call, in order of time; later calls return later packets only. */
  drain(): readonly CapturedFrame[];
  /** Sentences about packets that passed until now and that the capture has missed; absent where it cannot miss any. */
  missing?(): readonly string[];
  /** Stops the capture and returns the remaining packets, all of them, with counts and warnings. */
  stop(): Promise<CaptureResult>;
}

export interface CaptureResult {
  readonly frames: readonly CapturedFrame[];
  /** Packets that passed each place, and how many of them the kernel dropped because they were not read in time. */
  readonly counts: readonly { readonly place: string; readonly received: number; readonly dropped: number }[];
  /** Sentences about packets that the capture lost and packets longer than the MTU of their link. */
  readonly warnings: readonly string[];
  /** Packets passed that are not among the frames: that a packet was not seen at a place proves nothing. */
  readonly incomplete?: boolean;
}

/** One packet at one place; `time` is in nanoseconds since 1970, by one clock for all places. */
export interface CapturedFrame {
  readonly place: string;
  readonly direction: 'in' | 'out';
  readonly time: bigint;
  /** The frame from its Ethernet header on; may be cut to fewer than `originalLength` bytes. */
  readonly bytes: Uint8Array;
  readonly originalLength: number;
  /** Set if the interface did not send it because of its MTU: captures see it, and it is not on the wire. */
  readonly refused?: true;
}

export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  /** Bytes that the program printed and that were not kept. */
  readonly omitted?: number;
}

/** A program whose connections are to be observed, and for how long. */
export interface ObservedRun {
  readonly node: string;
  readonly argv: readonly string[];
  readonly wait: Wait & Required<Pick<Wait, 'withinMs'>>;
  /** Its timers are measured: where the user may order that, it runs before other programs of the machine. */
  readonly isTimed?: true;
}

export interface ObservedProgram {
  /** Absent when the program was ended. */
  readonly output?: ProgramOutput;
  /** Its connections to other nodes, in the order in which they were found. */
  readonly transfers: readonly Observation[];
  /** Its UDP sockets, apart from those within the node; absent where the kernel does not describe them. */
  readonly datagramSockets?: readonly DatagramSocket[];
  /** Oldest first; none where the kernel does not account for it. */
  readonly processorWaits?: readonly ProcessorWait[];
  /** The names of the threads in these, by id. */
  readonly threadNames?: ReadonlyMap<number, string>;
}

/** How long a program had waited for a processor. */
export interface ProcessorWait {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Milliseconds since the start of each of its threads, by the id of the thread. */
  readonly waitedMs: ReadonlyMap<number, number>;
}

/** A TCP flow that mtulab itself sends; it is open until `close`. */
export interface Flow {
  readonly request: TransferRequest;
  /** Observes the flow until `wait` is satisfied or times out; may be called again for a kept flow. */
  observe(wait: Wait, signal: AbortSignal): Promise<Observation>;
  /** Ends the flow with an RST, so that no old socket retransmits during a later step (SO_LINGER 1,0). */
  close(): void;
}
