import type { Family } from '../../evidence/family.ts';
import { httpPort } from '../../words/lab/http-port.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { MachineError } from '../system/machine-error.ts';

/**
 * Gives source ports from 20000 up, none twice in a lab, both families together, since ports name a flow in the ledger.
 * With a leg it searches one whose tuple the kernel would send there: predictable where source address and port are bound (facts of `ip route get`).
 */
export const sourcePorts = ({
  nodes,
  lookup,
}: RouteQuestions): ((request: PortRequest, signal: AbortSignal) => Promise<number>) => {
  const used = new Set<number>();
  return async (request, signal) => {
    if (!request.leg) return take(used, firstFree(used, 1)[0]);
    const fork = forkOf(request, request.leg, nodes);
    for (let batch = 0; batch < 8; batch++) {
      const skip = batch * candidates;
      const ports = firstFree(used, skip + candidates).slice(skip);
      const legs = await lookup(fork.node, request.family, ports.map(fork.question), signal);
      const found = ports.find((port, index) => legs[index] === fork.interface && !used.has(port));
      if (found) return take(used, found);
    }
    throw new MachineError({
      what: `no source port leads ${request.family} from ${request.from} to ${request.to} over ${request.leg}`,
    });
  };
};

export interface PortRequest {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly leg?: string;
}

export interface RouteQuestions {
  readonly nodes: ReadonlyMap<string, NodeView>;
  /** The interface that each `route get` question answers with, at a node; undefined where it gives none. */
  lookup(
    node: string,
    family: Family,
    questions: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (string | undefined)[]>;
}

const candidates = 64;
const first = 20_000;
const last = 65_535;

const firstFree = (used: ReadonlySet<number>, count: number): readonly number[] => {
  const free: number[] = [];
  for (let port = first; port <= last && free.length < count; port++) if (!used.has(port)) free.push(port);
  return free;
};

const take = (used: Set<number>, port: number | undefined): number => {
  if (port === undefined)
    throw new MachineError({ what: `all source ports from ${first} to ${last} of this lab are used` });
  used.add(port);
  return port;
};

/** Where the ways part: at the client for what it sends, or at the server for what it answers. */
const forkOf = ({ from, to, family }: PortRequest, leg: string, nodes: RouteQuestions['nodes']): Fork => {
  const [client, server] = [nodes.get(from)!, nodes.get(to)!];
  const port = server.serves ?? httpPort;
  const there = `route get ${server.address[family]} from ${client.address[family]} ipproto tcp`;
  const back = `route get ${client.address[family]} from ${server.address[family]} ipproto tcp`;
  const towards = (node: NodeView) => node.interfaces.find(({ peer }) => peer === leg)?.name;
  const [clientSide, serverSide] = [towards(client), towards(server)];
  if (clientSide)
    return { node: from, interface: clientSide, question: (own) => `${there} sport ${own} dport ${port}` };
  if (serverSide) return { node: to, interface: serverSide, question: (own) => `${back} sport ${port} dport ${own}` };
  throw new MachineError({
    what: `cannot steer from ${from} to ${to} over ${leg}: neither is a neighbour of ${leg}, and only the tuple's own host can say its leg beforehand`,
  });
};

interface Fork {
  readonly node: string;
  readonly interface: string;
  /** The line of `ip -batch` for a source port of the client. */
  readonly question: (port: number) => string;
}
