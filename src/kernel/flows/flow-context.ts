import type { Family } from '../../evidence/family.ts';
import type { Flow } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { Server } from './http-server.ts';

/** What a flow needs of the lab that it runs in. */
export interface Ground {
  readonly nodes: ReadonlyMap<string, NodeView>;
  /** Path of a node's network namespace, for setns. */
  namespace(node: string): string;
  address(node: string, family: Family): string;
  /** The engine's server in that node. */
  server(node: string): Server;
  /** The kept flow that `over` names. */
  flow(name: string, family: Family): KernelFlow | undefined;
}

/** A flow of the engine with its sockets. */
export interface KernelFlow extends Flow {
  /** To be called before the lab is changed: what was counted so far belongs to the lab as it was. */
  changing(): void;
  /** To be called after it: notes the RTO that stands. */
  changed(): void;
}
