import type { Family } from '../evidence/family.ts';
import type { Scenario, ScenarioLink } from '../scenario/scenario.ts';
import { addressPlan } from './addresses.ts';
import type { AddressPlan } from './addresses.ts';
import type { PlannedInterface } from './plan.ts';

/** Every node's interfaces in the order of the links, and the addresses that they were given. */
export const interfaces = ({ nodes, links }: Pick<Scenario, 'nodes' | 'links'>): Interfaces => {
  const numbers = new Map(nodes.map(({ name }, index) => [name, index + 1]));
  const owned = new Map<string, number>();
  const indexes = links.map(({ between: [owner] }) => next(owned, owner));
  const addresses = addressPlan({ nodes: nodes.length, linksPerOwner: Math.max(0, ...owned.values()) });
  const names = interfaceNames(nodes, links, numbers);
  const byNode = new Map<string, PlannedInterface[]>(nodes.map(({ name }) => [name, []]));
  for (const [position, link] of links.entries())
    for (const end of [0, 1] as const) {
      const [node, peer] = [link.between[end], link.between[1 - end]!];
      const all = byNode.get(node)!;
      const pair = addresses.link(numbers.get(link.between[0])!, indexes[position]!);
      all.push(
        planned(
          { link, end, name: names.get(node)!.get(peer)!, pair, mac: mac(numbers.get(node)!, all.length + 1) },
          addresses,
        ),
      );
    }
  return { byNode, numbers, addresses };
};

export interface Interfaces {
  readonly byNode: ReadonlyMap<string, readonly PlannedInterface[]>;
  /** Nodes are numbered from 1 in the order of the file. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly addresses: AddressPlan;
}

const planned = ({ link, end, name, pair, mac }: End, { linkPrefix }: AddressPlan): PlannedInterface => {
  const [node, peer] = [link.between[end], link.between[1 - end]!];
  return {
    name,
    place: `${node}:to-${peer}`,
    peer,
    mtu: link.mtu[end],
    address: pair[end],
    gateway: pair[1 - end]!,
    mac,
    prefixLength: linkPrefix,
    at: link.at,
  };
};

interface End {
  readonly link: ScenarioLink;
  readonly end: 0 | 1;
  readonly name: string;
  readonly pair: readonly [Readonly<Record<Family, string>>, Readonly<Record<Family, string>>];
  readonly mac: string;
}

/** Locally administered, unicast: 02, the node's number, the interface's (IEEE 802c). */
const mac = (node: number, index: number): string =>
  [2, 0, node >> 8, node & 255, index >> 8, index & 255].map((octet) => octet.toString(16).padStart(2, '0')).join(':');

/** Kernel names of interfaces hold 15 characters (IFNAMSIZ); `to-PEER` where that fits, else the peer cut short with its number. */
const interfaceNames = (
  nodes: Scenario['nodes'],
  links: Scenario['links'],
  numbers: ReadonlyMap<string, number>,
): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const peers = new Map<string, Set<string>>(nodes.map(({ name }) => [name, new Set()]));
  for (const {
    between: [one, other],
  } of links) {
    peers.get(one)!.add(other);
    peers.get(other)!.add(one);
  }
  return new Map([...peers].map(([node, all]) => [node, namesOfOne([...all], numbers)]));
};

const namesOfOne = (peers: readonly string[], numbers: ReadonlyMap<string, number>): ReadonlyMap<string, string> => {
  const taken = new Set(peers.filter((peer) => peer.length <= 12).map((peer) => `to-${peer}`));
  return new Map(
    peers.map((peer) => {
      if (peer.length <= 12) return [peer, `to-${peer}`];
      const name = shortened(peer, numbers.get(peer)!, taken);
      taken.add(name);
      return [peer, name];
    }),
  );
};

const shortened = (peer: string, number: number, taken: ReadonlySet<string>): string => {
  for (let suffix = `-${number}`; ; suffix += 'x') {
    const name = `to-${peer.slice(0, 12 - suffix.length)}${suffix}`;
    if (!taken.has(name)) return name;
  }
};

const next = (counts: Map<string, number>, key: string): number => {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
};
