import type { CapturedPtbs } from '../../evidence/ledger/captured-ptbs.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { Translation } from '../../evidence/flows/segments.ts';
import type { Family } from '../../evidence/family.ts';
import type { Flow } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { ClaimedPorts } from './claimed-ports.ts';
import type { HttpServer } from './http-server.ts';

/** The parts of a running lab that a flow uses. */
export interface FlowContext {
  readonly nodes: ReadonlyMap<string, NodeView>;
  /** Returns the name of the node that has an address, or to which a translator leads packets with it. */
  nodeAt(address: string): string | undefined;
  /** Returns the nodes whose counters explain a flow between two ends. */
  watchedNodes(ends: Readonly<Record<'from' | 'to', string>>): readonly string[];
  /** Returns the path of a node's network namespace, for setns. */
  namespace(node: string): string;
  /** Returns the address of a node, or one that several nodes hold. */
  address(name: string, family: Family): string;
  /** Returns the Packet Too Big messages that passed the interfaces of the lab so far. */
  capturedPtbs(): CapturedPtbs;
  /** Returns the HTTP server of a node; throws a MachineError when there is none. */
  server(node: string): HttpServer;
  /** Returns how many bytes the HTTP server of a node has written to the connection from an address and a port; undefined if it had none. */
  written(node: string, address: string, port: number): number | undefined;
  /** The source ports that flows of this lab have, or had. */
  readonly ports: ClaimedPorts;
  /** Returns what nodes make of a flow without tracking its connection. */
  translations(flow: FlowId): readonly Translation[];
  /** A report draws the samples of flows: observations have them. */
  readonly reportsSamples?: boolean;
  /** Returns the kept flow that `over` names. */
  flow(name: string, family: Family): EngineFlow | undefined;
}

/** A flow with its own sockets, which is notified of every change of the lab. */
export interface EngineFlow extends Flow {
  /** Call before the lab is changed: everything counted so far belongs to the lab before the change. */
  beforeChange(): void;
  /** Call after the lab was changed: records the current RTO. */
  afterChange(): void;
}
