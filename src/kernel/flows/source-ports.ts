import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { destinationOf, serviceAt } from '../../words/lab/destination.ts';
import { httpPort } from '../../words/lab/http-port.ts';
import type { PortRequest } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { MachineError } from '../system/machine-error.ts';

/**
 * Returns a function that allocates source ports from 20000 up. No port is used twice in a lab, not even for the other
 * family, since ports identify a flow in the ledger; only a requested port of datagrams may be that of a TCP flow. For a leg it searches a port whose flow the kernel sends over that leg,
 * which `ip route get` predicts when source address and port are bound. It rejects with a MachineError when there is none, or when
 * the requested port was used.
 */
export const sourcePorts = ({
  nodes,
  lookup,
  used = new Set(),
}: RouteLookup & { readonly used?: Set<number> }): ((request: PortRequest, signal: AbortSignal) => Promise<number>) => {
  const usedByDatagrams = new Set<number>();
  return async (request, signal) => {
    const own = request.protocol === 'udp' ? usedByDatagrams : used;
    if (request.requested !== undefined) return claimPort(own, request.requested);
    if (!request.leg) {
      const port = allocate(used, freePorts(new Set([...used, ...usedByDatagrams]), 1)[0]);
      own.add(port);
      return port;
    }
    const choice = legChoice(request, request.leg, nodes);
    for (let batch = 0; batch < 8; batch++) {
      const skipped = batch * batchSize;
      const ports = freePorts(used, skipped + batchSize).slice(skipped);
      const interfaces = await lookup(choice.node, request.family, ports.map(choice.question), signal);
      const match = ports.find((port, index) => interfaces[index] === choice.interface && !used.has(port));
      if (match) return allocate(used, match);
    }
    throw new MachineError({
      what: `no free source port takes leg ${request.leg} from ${request.from} to ${request.to} (${request.family})`,
    });
  };
};

/** Marks a port as used; throws a MachineError when a flow of this lab has it, or had it before. */
export const claimPort = (used: Set<number>, port: number): number => {
  if (used.has(port))
    throw new MachineError({
      what: `another flow of this lab has used source port ${port}, and the nodes count packets by port: evidence of the two would be mixed`,
      remedy: 'give each flow a port of its own below 20000; mtulab chooses ports from 20000 up',
    });
  return allocate(used, port);
};

/** Reserves the ports that address translation gave to a flow; false when a flow of this lab has them, or had them before. */
export const claimSegment = (used: ReadonlySet<number>, segments: Set<string>, segment: FlowId): boolean => {
  const ports = `${segment.family} ${segment.source} ${segment.destination}`;
  if (used.has(segment.source) || segments.has(ports)) return false;
  segments.add(ports);
  return true;
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

const freePorts = (used: ReadonlySet<number>, count: number): readonly number[] => {
  const free: number[] = [];
  for (let port = firstPort; port <= lastPort && free.length < count; port++) if (!used.has(port)) free.push(port);
  return free;
};

const allocate = (used: Set<number>, port: number | undefined): number => {
  if (port === undefined)
    throw new MachineError({ what: `all source ports of this lab are in use (${firstPort} to ${lastPort})` });
  used.add(port);
  return port;
};

/** Returns the host that chooses the leg: the client for what it sends, or the server for its replies. */
const legChoice = ({ from, to, family }: PortRequest, leg: string, nodes: RouteLookup['nodes']): LegChoice => {
  const client = nodes.get(from)!;
  const { holders, ...server } = destinationOf(nodes, to)!;
  const port = serviceAt(nodes, to, 'http')?.port ?? httpPort;
  const forth = `route get ${server.address[family]} from ${client.address[family]} ipproto tcp`;
  const back = `route get ${client.address[family]} from ${server.address[family]} ipproto tcp`;
  const towardsLeg = (node: NodeView) => node.interfaces.find(({ peer }) => peer === leg)?.name;
  const [clientInterface, serverInterface] = [
    towardsLeg(client),
    holders.length === 1 ? towardsLeg(holders[0]) : undefined,
  ];
  if (clientInterface)
    return {
      node: from,
      interface: clientInterface,
      question: (source) => `${forth} sport ${source} dport ${port}`,
    };
  if (serverInterface)
    return {
      node: holders[0].name,
      interface: serverInterface,
      question: (source) => `${back} sport ${port} dport ${source}`,
    };
  throw new MachineError({
    what: `cannot choose leg ${leg} from ${from} to ${to}: neither node is a neighbour of ${leg}, and only the choice of the sending host is predictable`,
  });
};

interface LegChoice {
  readonly node: string;
  readonly interface: string;
  /** Returns the line of `ip -batch` for a source port of the client. */
  readonly question: (source: number) => string;
}
