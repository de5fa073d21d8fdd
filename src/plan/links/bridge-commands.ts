import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { PlannedNode } from '../model/plan.ts';

/** Name of the bridge device in each node that bridges its links. */
export const bridgeDevice = 'bridge';

/** One bridge over all links of the node; STP would keep its ports blocked for 30 s, and snooping could drop neighbour discovery. */
export const bridgeCommands = ({ name: node, interfaces }: PlannedNode): readonly NodeCommand[] => [
  {
    in: node,
    ip: ['link', 'add', 'name', bridgeDevice, 'type', 'bridge', 'stp_state', '0', 'mcast_snooping', '0'],
    why: `create the bridge of ${node}`,
  },
  ...interfaces.map(({ name }) => ({
    in: node,
    ip: ['link', 'set', 'dev', name, 'master', bridgeDevice],
    why: `add ${name} to the bridge`,
  })),
];

/** A port forwards once the kernel's link watch has seen its carrier, some time after the link is up; the first frame must not arrive earlier. */
export const openPortCommands = ({ name: node, interfaces }: PlannedNode): readonly NodeCommand[] =>
  interfaces.map(({ name }) => ({
    ...{ in: node, afterUp: true },
    argv: [
      'sh',
      '-c',
      `n=0; until ${forwardOn('"$1"')} 2>&- || [ $((n += 1)) -gt 1000 ]; do :; done; ${forwardOn('"$1"')}`,
      'sh',
      name,
    ],
    why: `wait until ${name} forwards frames`,
  }));

/** 3 is BR_STATE_FORWARDING (include/uapi/linux/if_bridge.h); the kernel refuses it until the port has a carrier. */
const forwardOn = (port: string): string => `bridge link set dev ${port} state 3`;

/** Static FDB entries: a bridge floods frames for unknown addresses to all ports, and nodes would count packets that are not for them. */
export const fdbCommands = ({ name: node, interfaces }: PlannedNode): readonly NodeCommand[] =>
  interfaces.flatMap(({ name, beyond = [] }) =>
    beyond.map((neighbour) => ({
      in: node,
      argv: ['bridge', 'fdb', 'replace', neighbour.mac, 'dev', name, 'master', 'static'],
      why: `reach ${neighbour.node} through ${name}`,
    })),
  );
