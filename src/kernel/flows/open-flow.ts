import type { TransferRequest } from '../../words/lab/transfer.ts';
import { connect, startTransfer } from './http-transfer.ts';
import type { Connection } from './http-transfer.ts';
import type { FlowContext, EngineFlow } from './flow-context.ts';
import { resetConnection } from './http-server.ts';
import { MachineError } from '../system/machine-error.ts';
import { FlowObserver } from './flow-observer.ts';

export type { FlowContext, EngineFlow } from './flow-context.ts';

/** Opens a connection from a socket inside the client's namespace and begins the transfer; rejects only when the machine fails. */
export const openFlow = async (
  request: TransferRequest,
  ground: FlowContext,
  signal: AbortSignal,
): Promise<EngineFlow> => {
  signal.throwIfAborted();
  const connection = request.over ? connectionOf(request.over, request, ground) : connectionFor(request, ground);
  const running: TransferRequest = { ...request, port: connection.port };
  const observer = new FlowObserver({
    request: running,
    transfer: startTransfer(running, connection),
    context: ground,
  });
  const flow: EngineFlow = {
    request: running,
    observe: (wait, signal) => observer.observe(wait, signal),
    beforeChange: () => observer.changing(),
    afterChange: () => observer.changed(),
    close: () => {
      observer.close();
      // both ends: an RST may be lost on the way, and a stalled sender would go on for minutes
      for (const socket of [connection.socket, connection.server.socket(connection.port)])
        if (socket) resetConnection(socket);
    },
  };
  connections.set(flow, connection);
  return flow;
};

const connections = new WeakMap<EngineFlow, Connection>();

const connectionOf = (name: string, { family }: TransferRequest, ground: FlowContext): Connection => {
  const flow = ground.flow(name, family);
  const connection = flow && connections.get(flow);
  if (!connection) throw new MachineError({ what: `there is no open flow ${name} for ${family}` });
  return connection;
};

const connectionFor = (request: TransferRequest, ground: FlowContext): Connection => {
  const { from, to, family } = request;
  const server = ground.server(to);
  return connect({
    request,
    from: { namespace: ground.namespace(from), address: ground.address(from, family) },
    to: { address: ground.address(to, family), port: server.port },
    server,
  });
};
