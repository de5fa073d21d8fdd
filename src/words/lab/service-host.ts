import type { NodeView, NodeViews } from './node-view.ts';

/** What a service may ask of the lab, in its own node; everything that it starts ends with the lab. */
export interface ServiceHost {
  readonly node: NodeView;
  readonly nodes: NodeViews;
  /** What starts mtulab as a program of its own. */
  readonly commandLine: readonly string[];
  /** Returns the current settings of a trait of its node; undefined when it has none. */
  traitOf(trait: string): unknown;
  /** Accepts bulk transfers on a TCP port of every address: `GET /bytes/N`, `PUT /sink`, and both raw, without HTTP. */
  acceptTransfers(port: number): void;
  /** Answers each datagram to a UDP port, from the address of the node that was asked. */
  answerDatagrams(port: number, answer: AnswerTo): void;
  /** Answers each message to a TCP port of every address, where two bytes before each message are its length (RFC 7766). */
  answerMessages(port: number, answer: AnswerTo): void;
  /** Answers HTTP requests to a TCP port of every address, each when its promise resolves. */
  answerRequests(port: number, answer: AnswerToRequest): void;
  /** Runs a program in its node; resolves once it answers the probe, and rejects with a MachineError when it ends before that. */
  runProgram(program: ServiceProgram): Promise<void>;
}

/** Returns the answer to a request; undefined for a request that gets none. */
export type AnswerTo = (request: Uint8Array) => Answer | undefined;

/** Returns the body of the answer to a request from an address. */
export type AnswerToRequest = (request: { readonly path: string; readonly address: string }) => Promise<Uint8Array>;

export interface Answer {
  readonly payload: Uint8Array;
  /** Milliseconds from the request to the answer; 0 by default. */
  readonly afterMs?: number | undefined;
}

/** A program that offers a service until the lab ends. */
export interface ServiceProgram {
  readonly argv: readonly string[];
  /** What shows that it is ready. */
  readonly probe: DatagramProbe | DeviceProbe;
  /** Each line of its standard error is for the report. */
  readonly logs?: true;
}

/** A datagram that it answers. */
export interface DatagramProbe {
  readonly port: number;
  readonly payload: Uint8Array;
}

/** A TUN device of the node, which has a carrier while a program reads its packets. */
export interface DeviceProbe {
  readonly device: string;
}
