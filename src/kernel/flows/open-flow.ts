import type { Family } from '../../evidence/family.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import { destinationOf, serviceAt } from '../../words/lab/destination.ts';
import { connect, startTransfer } from './http-transfer.ts';
import type { Connection } from './http-transfer.ts';
import type { FlowContext, EngineFlow } from './flow-context.ts';
import { resetConnection } from './http-server.ts';
import { FlowSegments } from './flow-segments.ts';
import type { TranslatingNodes } from './flow-segments.ts';
import type { RemoteEnd } from './claimed-ports.ts';
import { sharedServer } from './shared-server.ts';
import { firstSegment } from './watched-flow.ts';
import { translatingNodes } from './translating-nodes.ts';
import { MachineError } from '../system/machine-error.ts';
import { FlowObserver } from './flow-observer.ts';

export type { FlowContext, EngineFlow } from './flow-context.ts';

/** Starts a transfer over a new connection from the client's namespace or that of flow `over`; rejects only when the machine fails. */
export const openFlow = async (
  request: TransferRequest,
  context: FlowContext,
  signal: AbortSignal,
): Promise<EngineFlow> => {
  signal.throwIfAborted();
  const connection = request.over
    ? openConnection(request.over, request, context)
    : await newConnection(request, context);
  const started: TransferRequest = { ...request, port: connection.port };
  const observer = new FlowObserver({
    request: started,
    transfer: startTransfer(started, connection),
    context,
  });
  const flow: EngineFlow = {
    request: started,
    observe: (wait, signal) => observer.observe(wait, signal),
    beforeChange: () => observer.beforeChange(),
    afterChange: () => observer.afterChange(),
    close: () => {
      observer.close();
      // both ends: an RST may be lost on the path, and a stalled sender would retransmit for minutes
      for (const socket of [connection.socket, connection.accepted()]) if (socket) resetConnection(socket);
    },
  };
  connections.set(flow, connection);
  return flow;
};

const connections = new WeakMap<EngineFlow, Connection>();

const openConnection = (name: string, { family }: TransferRequest, context: FlowContext): Connection => {
  const flow = context.flow(name, family);
  if (flow?.request.raw)
    throw new MachineError({ what: `the flow ${name} is raw: its connection carries one transfer only` });
  const connection = flow && connections.get(flow);
  if (!connection) throw new MachineError({ what: `there is no open flow ${name} for ${family}` });
  return connection;
};

const newConnection = async (request: TransferRequest, context: FlowContext): Promise<Connection> => {
  const { from, to, family } = request;
  const service = serviceAt(context.nodes, to, 'http');
  const servers = (service?.servers ?? [to]).map((node) => ({ node, server: context.server(node) }));
  const shared = servers[0]!.node === to ? undefined : sharedServer(servers);
  const server = shared ?? servers[0]!.server;
  const port = service?.port ?? server.port;
  const connection = await connect({
    request,
    ...(shared && { holderOf: shared.holder }),
    from: { namespace: context.namespace(from), address: context.address(from, family) },
    to: { address: context.address(to, family), port },
    server,
    segmentsFrom: (local) =>
      new FlowSegments(firstSegment(request, local, { ...context, port }), {
        ...translatingNodes(request, context),
        ...reachesServer(request, servers[0]!.node, context),
      }),
  });
  if (request.port !== connection.port)
    claimChosenPort(connection, { family, to: { address: context.address(to, family), port } }, context);
  return connection;
};

/** A node that publishes a port gives its packets another destination. */
const reachesServer = (
  { to, family }: TransferRequest,
  server: string,
  { nodes }: FlowContext,
): Pick<TranslatingNodes, 'reaches'> => {
  if (server === to || destinationOf(nodes, to)?.isShared) return {};
  return { reaches: ({ destinationAddress }) => destinationAddress === nodes.get(server)!.address[family] };
};

const claimChosenPort = (
  { socket, port }: Connection,
  { family, to }: { readonly family: Family; readonly to: RemoteEnd },
  { ports }: FlowContext,
): void => {
  try {
    ports.claim({ family, port }, to);
  } catch (error) {
    resetConnection(socket);
    throw error;
  }
};
