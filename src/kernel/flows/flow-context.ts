import type { Family } from '../../evidence/family.ts';
import type { Flow } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { HttpServer } from './http-server.ts';

/** What a flow needs of the lab that it runs in. */
export interface FlowContext {
  readonly nodes: ReadonlyMap<string, NodeView>;
  /** Path of a node's network namespace, for setns. */
  namespace(node: string): string;
  address(node: string, family: Family): string;
  /** The engine's server in that node. */
  server(node: string): HttpServer;
  /** The kept flow that `over` names. */
  flow(name: string, family: Family): EngineFlow | undefined;
}

/** A flow of the engine with its sockets. */
export interface EngineFlow extends Flow {
  /** To be called before the lab is changed: what was counted so far belongs to the lab as it was. */
  beforeChange(): void;
  /** To be called after it: notes the RTO that stands. */
  afterChange(): void;
}
