import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';

/** One command for each interface. TCP builds large packets in both cases; with `off` the kernel segments them before the veth. */
export const segmentationCommands = (node: NodeView, tso: 'on' | 'off'): readonly NodeCommand[] =>
  node.interfaces.map(({ name }) => ({
    in: node.name,
    argv: ['ethtool', '-K', name, 'tso', tso],
    why: tso === 'off' ? `packets leave ${name} in their wire size` : `packets leave ${name} unsegmented`,
  }));

/** Tunnels begin with GRO off: packets that they merge would go on in tens of kilobytes. */
export const receiveOffloadCommands = (node: NodeView): readonly NodeCommand[] =>
  node.interfaces
    .filter(({ tunnel }) => tunnel)
    .map(({ name }) => ({
      in: node.name,
      argv: ['ethtool', '-K', name, 'gro', 'off'],
      why: `packets leave the tunnel ${name} as they arrived`,
    }));
