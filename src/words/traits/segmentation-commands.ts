import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';

/** One command for each interface. TCP builds large packets in both cases; with `off` the kernel segments them before the veth. */
export const segmentationCommands = (node: NodeView, tso: 'on' | 'off'): readonly NodeCommand[] =>
  node.interfaces.map(({ name }) => ({
    in: node.name,
    argv: ['ethtool', '-K', name, 'tso', tso],
    why: tso === 'off' ? `packets leave ${name} in their wire size` : `packets leave ${name} unsegmented`,
  }));
