import type { Family } from '../../evidence/family.ts';
import { destinationOf, serviceAt } from '../../words/lab/destination.ts';
import { httpPort } from '../../words/lab/http-port.ts';
import type { PortRequest } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { MachineError } from '../system/machine-error.ts';
import { ClaimedPorts } from './claimed-ports.ts';
import type { RemoteEnd } from './claimed-ports.ts';

/**
 * Returns a function that grants source ports, each once for its family and protocol. Those that it chooses, from 20000 up, have a number that
 * the other family does not have, so that a reader of evidence tells them apart. For a leg it searches a port whose flow the kernel sends over
 * that leg, which `ip route get` predicts when source address and port are bound. It rejects with a MachineError when there is none, or when
 * the requested port was used.
 */
export const sourcePorts = ({
  nodes,
  lookup,
  claimed = new ClaimedPorts(),
}: RouteLookup & { readonly claimed?: ClaimedPorts }): ((
  request: PortRequest,
  signal: AbortSignal,
) => Promise<number>) => {
  const isFresh = (port: number): boolean => claimed.isFresh(port);
  return async (request, signal) => {
    const { family, protocol, requested, leg } = request;
    const to = protocol === 'udp' ? undefined : httpEnd(request, nodes);
    const claim = (port: number): number => claimed.claim({ family, protocol, port }, to);
    if (requested !== undefined) return claim(requested);
    if (!leg) {
      const [port] = firstPorts(1, isFresh);
      if (port !== undefined) return claim(port);
      throw new MachineError({ what: `all source ports of this lab are in use (${firstPort} to ${lastPort})` });
    }
    const choice = legChoice(request, leg, nodes);
    for (let batch = 0; batch < 8; batch++) {
      const skipped = batch * batchSize;
      const ports = firstPorts(skipped + batchSize, isFresh).slice(skipped);
      const interfaces = await lookup(choice.node, family, ports.map(choice.question), signal);
      const match = ports.find((port, index) => interfaces[index] === choice.interface && isFresh(port));
      if (match) return claim(match);
    }
    throw new MachineError({
      what: `no free source port takes leg ${leg} from ${request.from} to ${request.to} (${family})`,
    });
  };
};

export interface RouteLookup {
  readonly nodes: ReadonlyMap<string, NodeView>;
  /** Returns the outgoing interface for each `route get` question at a node; undefined where there is no route. */
  lookup(
    node: string,
    family: Family,
    questions: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (string | undefined)[]>;
}

const batchSize = 64;
const firstPort = 20_000;
const lastPort = 65_535;

const firstPorts = (count: number, isFresh: (port: number) => boolean): readonly number[] => {
  const ports: number[] = [];
  for (let port = firstPort; port <= lastPort && ports.length < count; port++) if (isFresh(port)) ports.push(port);
  return ports;
};

/** Returns the host that chooses the leg: the client for what it sends, or the server for its replies. */
const legChoice = ({ from, to, family }: PortRequest, leg: string, nodes: RouteLookup['nodes']): LegChoice => {
  const client = nodes.get(from)!;
  const { holders } = destinationOf(nodes, to)!;
  const server = httpEnd({ to, family }, nodes);
  const forth = `route get ${server.address} from ${client.address[family]} ipproto tcp`;
  const back = `route get ${client.address[family]} from ${server.address} ipproto tcp`;
  const towardsLeg = (node: NodeView) => node.interfaces.find(({ peer }) => peer === leg)?.name;
  const [clientInterface, serverInterface] = [
    towardsLeg(client),
    holders.length === 1 ? towardsLeg(holders[0]) : undefined,
  ];
  if (clientInterface)
    return {
      node: from,
      interface: clientInterface,
      question: (source) => `${forth} sport ${source} dport ${server.port}`,
    };
  if (serverInterface)
    return {
      node: holders[0].name,
      interface: serverInterface,
      question: (source) => `${back} sport ${server.port} dport ${source}`,
    };
  throw new MachineError({
    what: `cannot choose leg ${leg} from ${from} to ${to}: neither node is a neighbour of ${leg}, and only the choice of the sending host is predictable`,
  });
};

const httpEnd = ({ to, family }: Pick<PortRequest, 'to' | 'family'>, nodes: RouteLookup['nodes']): RemoteEnd => ({
  address: destinationOf(nodes, to)!.address[family],
  port: serviceAt(nodes, to, 'http')?.port ?? httpPort,
});

interface LegChoice {
  readonly node: string;
  readonly interface: string;
  /** Returns the line of `ip -batch` for a source port of the client. */
  readonly question: (source: number) => string;
}
