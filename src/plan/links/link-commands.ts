import { families } from '../../evidence/family.ts';
import type { Path, Scenario } from '../../scenario/model/scenario.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { bridgeDevice, bridgeCommands } from './bridge-commands.ts';
import type { PlannedInterface, PlannedNode } from '../model/plan.ts';

/** One network namespace for each node. */
export const namespaceCommands = ({ nodes }: Scenario): readonly Placed[] =>
  nodes.map(({ name, at }) => ({ in: name, ip: ['netns', 'add', name], why: `${name} is a namespace of its own`, at }));

/** A veth pair for each link; one queue, since each further one waits for an RCU grace period. */
export const linkCommands = ({ links }: Scenario, nodes: readonly PlannedNode[]): readonly Placed[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const end = (node: string, peer: string) =>
    byName.get(node)!.interfaces.find((candidate) => candidate.peer === peer)!;
  return links.map(({ between: [one, other], at }, index) => ({
    in: one,
    ip: [
      ...['link', 'add', ...veth(end(one, other), one, 2 * index)],
      ...['type', 'veth', 'peer', ...veth(end(other, one), other, 2 * index + 1)],
    ],
    why: `the cable between ${one} and ${other}`,
    at,
  }));
};

type Placed = NodeCommand & { readonly at: Path };

const veth = ({ name, mtu, mac, beyond }: PlannedInterface, node: string, index: number): readonly string[] => [
  'name',
  name,
  ...(beyond ? ['index', `${firstIndex + index}`] : []),
  'mtu',
  `${mtu}`,
  'address',
  mac,
  'numtxqueues',
  '1',
  'numrxqueues',
  '1',
  'netns',
  node,
];

/** Where both ends of a veth have the same index the kernel takes up to a second to tell a bridge of its carrier (net/core/link_watch.c). */
const firstIndex = 1001;

/** All interfaces up, before anything that needs a carrier. */
export const upCommands = (node: PlannedNode): readonly NodeCommand[] => {
  const links = node.interfaces.map(({ name }) => name);
  const up = (dev: string, why: string): NodeCommand => ({ in: node.name, ip: ['link', 'set', 'dev', dev, 'up'], why });
  return [
    ...(node.bridges ? bridgeCommands(node) : [up('lo', 'the address of the node lives on lo')]),
    ...links.map((dev) => up(dev, `${dev} carries traffic`)),
    ...(node.bridges ? [up(bridgeDevice, `${node.name} passes frames on`)] : []),
  ];
};

/** The node's own address on lo, and one address a link and family. */
export const addressCommands = (node: PlannedNode): readonly NodeCommand[] =>
  families
    .filter((family) => node.families.includes(family))
    .flatMap((family) => {
      const add = (address: string, dev: string, why: string): NodeCommand => ({
        in: node.name,
        ip: ['addr', 'add', address, 'dev', dev, ...(family === 'ipv6' ? ['nodad'] : [])],
        why,
      });
      return [
        add(`${node.address[family]}/${family === 'ipv6' ? 128 : 32}`, 'lo', `the address of ${node.name}`),
        ...node.interfaces.map((one) =>
          add(`${one.address[family]}/${one.prefixLength[family]}`, one.name, `its address towards ${one.peer}`),
        ),
      ];
    });
