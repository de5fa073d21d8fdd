import { dictionary } from '../../words/dictionary.ts';
import type { Lab } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { ServiceHost } from '../../words/lab/service-host.ts';
import { startDatagramServer } from '../flows/datagram-server.ts';
import { startHttpServer } from '../flows/http-server.ts';
import type { HttpServer } from '../flows/http-server.ts';
import { startMessageServer } from '../flows/message-server.ts';
import { startRequestServer } from '../flows/request-server.ts';
import { MachineError } from '../system/machine-error.ts';
import type { LabProcess } from './lab-process.ts';
import { ownCommandLine } from './own-command-line.ts';
import { startServiceProgram } from './service-program.ts';
import type { RunningServiceProgram } from './service-program.ts';

/** Starts the services of every node; rejects with a MachineError when one cannot listen, and leaves nothing running then. */
export const startServices = async (
  { nodes, traitOf }: ServedNetwork,
  lab: Pick<LabProcess, 'pid' | 'namespace'>,
  signal: AbortSignal,
): Promise<RunningServices> => {
  const { namespace } = lab;
  const transferServers = new Map<string, HttpServer>();
  const others: { close(): void }[] = [];
  const programs: RunningServiceProgram[] = [];
  const receivers = new Map<string, Set<string>>();
  const close = (): void => [...transferServers.values(), ...others, ...programs].forEach((server) => server.close());
  const hostOf = (node: NodeView): ServiceHost => {
    const { name } = node;
    const received = (address: string, port: number): void => {
      const key = senderKey(address, port);
      receivers.set(key, (receivers.get(key) ?? new Set()).add(name));
    };
    return {
      ...{ node, nodes, traitOf: (trait) => traitOf(name, trait), commandLine: ownCommandLine },
      acceptTransfers: (port) => void transferServers.set(name, startHttpServer(namespace(name), port)),
      answerDatagrams: (port, answer) =>
        void others.push(
          startDatagramServer({
            ...{ namespace: namespace(name), node, port, answer },
            ...(node.shares && { received }),
          }),
        ),
      answerMessages: (port, answer) => void others.push(startMessageServer(namespace(name), port, answer)),
      answerRequests: (port, answer) => void others.push(startRequestServer(namespace(name), port, answer)),
      runProgram: async (program) => void programs.push(await startServiceProgram(program, { node, lab }, signal)),
    };
  };
  try {
    for (const node of nodes.values())
      for (const { word, settings } of node.services ?? [])
        await dictionary.services[word]!.start(settings, hostOf(node));
  } catch (error) {
    close();
    throw error;
  }
  return {
    transferServer: (node) => serverOf(node, transferServers),
    written: (node, ...peer) => transferServers.get(node)?.written(...peer),
    receivers: (address, port) => [...(receivers.get(senderKey(address, port)) ?? [])],
    notes: () => programs.flatMap((program) => program.notes()),
    close,
  };
};

/** The nodes of a lab, and the current settings of their traits. */
type ServedNetwork = Pick<Lab, 'nodes' | 'traitOf'>;

export interface RunningServices {
  /** Returns the server of bulk transfers in a node; throws a MachineError when there is none. */
  transferServer(node: string): HttpServer;
  /** As HttpServer.written, for a node that may have no such server. */
  written(node: string, ...peer: Parameters<HttpServer['written']>): number | undefined;
  /** Returns the nodes with shared addresses that got datagrams from this address and port. */
  receivers(address: string, port: number): readonly string[];
  /** Returns what programs of services have printed for the report, a line each. */
  notes(): readonly string[];
  /** Ends all services and resets their connections. */
  close(): void;
}

const senderKey = (address: string, port: number): string => `${address} ${port}`;

const serverOf = (node: string, servers: ReadonlyMap<string, HttpServer>): HttpServer => {
  const server = servers.get(node);
  if (!server)
    throw new MachineError({ what: `${node} runs no HTTP server`, remedy: 'declare it as `host: { serve: http }`' });
  return server;
};
