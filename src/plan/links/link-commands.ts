import { families } from '../../evidence/family.ts';
import type { Path, Scenario } from '../../scenario/model/scenario.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { bridgeDevice, bridgeCommands } from './bridge-commands.ts';
import type { PlannedInterface, PlannedNode } from '../model/plan.ts';

/** One network namespace per node. */
export const namespaceCommands = ({ nodes }: Scenario): readonly LocatedCommand[] =>
  nodes.map(({ name, at }) => ({ in: name, ip: ['netns', 'add', name], why: `create the namespace ${name}`, at }));

/** A veth pair per link, with one queue: each further queue waits for an RCU grace period. */
export const linkCommands = ({ links }: Scenario, nodes: readonly PlannedNode[]): readonly LocatedCommand[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const end = (node: string, peer: string) =>
    byName.get(node)!.interfaces.find((candidate) => candidate.peer === peer)!;
  return links.map(({ between: [first, second], at }, index) => ({
    in: first,
    ip: [
      ...['link', 'add', ...veth(end(first, second), first, 2 * index)],
      ...['type', 'veth', 'peer', ...veth(end(second, first), second, 2 * index + 1)],
    ],
    why: `link ${first} and ${second}`,
    at,
  }));
};

type LocatedCommand = NodeCommand & { readonly at: Path };

const veth = ({ name, mtu, mac, beyond }: PlannedInterface, node: string, index: number): readonly string[] => [
  'name',
  name,
  ...(beyond ? ['index', `${firstLinkIndex + index}`] : []),
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

/** If both ends of a veth have the same index, the kernel takes up to 1 s to report the carrier to a bridge (net/core/link_watch.c). */
const firstLinkIndex = 1001;

/** Brings all interfaces up, before anything that needs a carrier. */
export const upCommands = (node: PlannedNode): readonly NodeCommand[] => {
  const links = node.interfaces.map(({ name }) => name);
  const up = (dev: string, name = dev): NodeCommand => ({
    in: node.name,
    ip: ['link', 'set', 'dev', dev, 'up'],
    why: `bring up ${name}`,
  });
  return [
    ...(node.bridges ? bridgeCommands(node) : [up('lo')]),
    ...links.map((dev) => up(dev)),
    ...(node.bridges ? [up(bridgeDevice, 'the bridge')] : []),
  ];
};

/** The node's own address on lo, and one address per link and family. */
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
        add(`${node.address[family]}/${family === 'ipv6' ? 128 : 32}`, 'lo', `address of ${node.name}`),
        ...node.interfaces.map(({ name, peer, address, prefixLength }) =>
          add(`${address[family]}/${prefixLength[family]}`, name, `address on the link to ${peer}`),
        ),
      ];
    });
