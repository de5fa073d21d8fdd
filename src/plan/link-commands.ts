import { families } from '../evidence/family.ts';
import type { Path, Scenario } from '../scenario/scenario.ts';
import type { Command } from '../words/command.ts';
import type { PlannedInterface, PlannedNode } from './plan.ts';

/** One network namespace for each node. */
export const namespaceCommands = ({ nodes }: Scenario): readonly Placed[] =>
  nodes.map(({ name, at }) => ({ in: name, ip: ['netns', 'add', name], why: `${name} is a namespace of its own`, at }));

/** A veth pair for each link; one queue, since each further one waits for an RCU grace period. */
export const linkCommands = ({ links }: Scenario, nodes: readonly PlannedNode[]): readonly Placed[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const end = (node: string, peer: string) =>
    byName.get(node)!.interfaces.find((candidate) => candidate.peer === peer)!;
  return links.map(({ between: [one, other], at }) => ({
    in: one,
    ip: ['link', 'add', ...veth(end(one, other), one), 'type', 'veth', 'peer', ...veth(end(other, one), other)],
    why: `the cable between ${one} and ${other}`,
    at,
  }));
};

type Placed = Command & { readonly at: Path };

const veth = ({ name, mtu, mac }: PlannedInterface, node: string): readonly string[] => [
  'name',
  name,
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

/** All interfaces up, before anything that needs a carrier. */
export const upCommands = ({ name, interfaces }: PlannedNode): readonly Command[] =>
  ['lo', ...interfaces.map((one) => one.name)].map((dev) => ({
    in: name,
    ip: ['link', 'set', 'dev', dev, 'up'],
    why: dev === 'lo' ? 'the address of the node lives on lo' : `${dev} carries traffic`,
  }));

/** The node's own address on lo, and one address a link and family. */
export const addressCommands = (node: PlannedNode): readonly Command[] =>
  families
    .filter((family) => node.families.includes(family))
    .flatMap((family) => {
      const add = (address: string, dev: string, why: string): Command => ({
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
