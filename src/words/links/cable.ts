import { fields } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { LinkEnd, LinkKind } from '../language/word.ts';

const shape = fields('a cable, which has no settings besides the MTU of its ends', {});

/** The word `cable`, which a link without another kind is: a veth pair, with one queue, since each further one waits for an RCU grace period. */
export const cable: LinkKind<ValueOf<typeof shape>> = {
  about: 'Joins two nodes directly; a link is a cable unless it names another kind.',
  shape,
  example: {},
  remedy: 'load the module veth',
  overhead: () => ({ ipv6: 0, ipv4: 0 }),
  commands: ([first, second]) => [
    {
      in: first.node.name,
      ip: ['link', 'add', ...veth(first), 'type', 'veth', 'peer', ...veth(second)],
      why: `link ${first.node.name} and ${second.node.name}`,
    },
  ],
};

const veth = ({ node, name, mtu, mac, index }: LinkEnd): readonly string[] => [
  ...['name', name],
  ...(index === undefined ? [] : ['index', `${index}`]),
  ...['mtu', `${mtu}`, 'address', mac, 'numtxqueues', '1', 'numrxqueues', '1', 'netns', node.name],
];
