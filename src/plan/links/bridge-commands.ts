import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { PlannedNode } from '../model/plan.ts';

/** The name of the bridge inside each node that passes frames on. */
export const bridgeDevice = 'bridge';

/** One bridge over all links of the node; a spanning tree would keep its ports shut for 30 s, and snooping could lose neighbour discovery. */
export const bridgeCommands = ({ name: node, interfaces }: PlannedNode): readonly NodeCommand[] => [
  {
    in: node,
    ip: ['link', 'add', 'name', bridgeDevice, 'type', 'bridge', 'stp_state', '0', 'mcast_snooping', '0'],
    why: `${node} joins its links`,
  },
  ...interfaces.map(({ name }) => ({
    in: node,
    ip: ['link', 'set', 'dev', name, 'master', bridgeDevice],
    why: `${name} is a port of ${node}`,
  })),
];

/** A port opens when the kernel's link watch has seen its carrier, some time after the link is up: the first frame must not come earlier. */
export const openPortCommands = ({ name: node, interfaces }: PlannedNode): readonly NodeCommand[] =>
  interfaces.map(({ name }) => ({
    ...{ in: node, afterUp: true },
    argv: [
      'sh',
      '-c',
      `n=0; until ${open('"$1"')} 2>&- || [ $((n += 1)) -gt 1000 ]; do :; done; ${open('"$1"')}`,
      'sh',
      name,
    ],
    why: `${name} is open before the first frame comes`,
  }));

/** 3 is BR_STATE_FORWARDING (include/uapi/linux/if_bridge.h); refused until the port has a carrier. */
const open = (port: string): string => `bridge link set dev ${port} state 3`;

/** A bridge sends what it does not know the port of to all of them, and counts would tell of packets that nobody wanted. */
export const forwardingCommands = ({ name: node, interfaces }: PlannedNode): readonly NodeCommand[] =>
  interfaces.flatMap(({ name, beyond = [] }) =>
    beyond.map((to) => ({
      in: node,
      argv: ['bridge', 'fdb', 'replace', to.mac, 'dev', name, 'master', 'static'],
      why: `${to.node} is known to be behind ${name}`,
    })),
  );
