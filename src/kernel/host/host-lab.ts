import type { Family } from '../../evidence/family.ts';
import type { Lab } from '../../words/lab/lab.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { tracePath } from '../flows/trace-path.ts';
import { ownNamespace } from '../system/network-namespace.ts';
import { runProgram } from './run-program.ts';

/** The names of its two nodes: this host and the destination. */
export const [here, there] = ['here', 'there'] as const;

/**
 * Makes a lab of this host and a destination, over the family for which both addresses are given. It has what the words ask of a lab that look
 * at a path (lookup, exceptions, ping, trace), and nothing else of a lab.
 */
export const hostLab = (family: Family, addresses: HostAddresses): Lab => {
  const view = (name: string, address: string): readonly [string, NodeView] => [
    name,
    {
      ...{ name, forwards: false, interfaces: [], families: [family] },
      address: { ipv6: '', ipv4: '', [family]: address },
    },
  ];
  const lab: PathLab = {
    nodes: new Map([view(here, addresses.from), view(there, addresses.to)]),
    legs: [],
    ip: (_, args, signal) => runProgram(['ip', ...args], signal),
    run: (_, argv, signal) => runProgram(argv, signal),
    // Port 0: the kernel chooses one that nobody has.
    port: async ({ requested = 0 }) => requested,
    trace: (request, signal) => tracePath(request, { namespace: ownNamespace, ...addresses }, signal),
    counters: () => ({}),
  };
  return lab as Lab;
};

type PathLab = Pick<Lab, 'counters' | 'ip' | 'legs' | 'nodes' | 'port' | 'run' | 'trace'>;

interface HostAddresses {
  /** The address that the kernel uses towards the destination. */
  readonly from: string;
  readonly to: string;
}
