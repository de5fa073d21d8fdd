import type { Family } from '../../evidence/family.ts';
import type { Scenario, ScenarioLink } from '../../scenario/model/scenario.ts';
import type { BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import { addressPlan } from './address-plan.ts';
import type { AddressPlan } from './address-plan.ts';
import type { PlannedInterface, PlannedNeighbour } from '../model/plan.ts';

/** Every node's interfaces in the order of the links, and the addresses that they were given. */
export const planInterfaces = (
  { nodes, links }: Pick<Scenario, 'nodes' | 'links'>,
  bridges: BridgedSegments,
): Interfaces => {
  const numbers = new Map(nodes.map(({ name }, index) => [name, index + 1]));
  const owned = new Map<string, number>();
  const indexes = links.map(({ between: [owner, other] }) => (bridges.passes(owner, other) ? 0 : next(owned, owner)));
  const segments = bridges.segments();
  const addresses = addressPlan({
    nodes: nodes.length,
    linksPerOwner: Math.max(0, ...owned.values()),
    perSegment: Math.max(0, ...segments.map(({ members }) => members.length)),
  });
  const onSegments = new Map(
    segments.flatMap(({ owner, members }) =>
      members.map(
        ({ node, by }, index) => [place(node, by), addresses.segment(numbers.get(owner)!, index + 1)] as const,
      ),
    ),
  );
  const names = interfaceNames(nodes, links, numbers);
  const byNode = new Map<string, PlannedInterface[]>(nodes.map(({ name }) => [name, []]));
  for (const [position, link] of links.entries())
    for (const end of [0, 1] as const) {
      const [node, peer] = [link.between[end], link.between[1 - end]!];
      const all = byNode.get(node)!;
      const own = { link, end, name: names.get(node)!.get(peer)!, mac: mac(numbers.get(node)!, all.length + 1) };
      all.push(
        bridges.passes(node, peer)
          ? bridged({ ...own, address: onSegments.get(place(node, peer)) }, addresses)
          : planned({ ...own, pair: addresses.link(numbers.get(link.between[0])!, indexes[position]!) }, addresses),
      );
    }
  return { byNode: segments.length > 0 ? withNeighbours(byNode, bridges) : byNode, numbers, addresses };
};

export interface Interfaces {
  readonly byNode: ReadonlyMap<string, readonly PlannedInterface[]>;
  /** Nodes are numbered from 1 in the order of the file. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly addresses: AddressPlan;
}

const planned = ({ pair, ...end }: End & Pair, { linkPrefix }: AddressPlan): PlannedInterface => {
  const [address, gateway] = [pair[end.end], pair[1 - end.end]!];
  return wired(end, { address, gateway, prefixLength: linkPrefix });
};

/** The gateway comes when all addresses of the segment are known; a port of a bridge has none. */
const bridged = (
  { address = none, ...end }: End & Partial<Address>,
  { segmentPrefix }: AddressPlan,
): PlannedInterface => wired(end, { address, gateway: none, prefixLength: segmentPrefix });

const wired = (
  { link, end, name, mac }: End,
  { address, gateway, prefixLength }: Pick<PlannedInterface, 'address' | 'gateway' | 'prefixLength'>,
): PlannedInterface => {
  const [node, peer] = [link.between[end], link.between[1 - end]!];
  return {
    name,
    place: place(node, peer),
    peer,
    mtu: link.mtu[end],
    ...{ address, gateway, mac, prefixLength },
    at: link.at,
  };
};

const place = (node: string, peer: string): string => `${node}:to-${peer}`;

const none = { ipv6: '', ipv4: '' } as const;

/** Each end of a link to or of a bridge with whom it reaches there. */
const withNeighbours = (byNode: Interfaces['byNode'], { passes, beyond }: BridgedSegments): Interfaces['byNode'] => {
  const end = ({ node, by }: { readonly node: string; readonly by: string }): PlannedNeighbour => {
    const { address, mac } = byNode.get(node)!.find(({ peer }) => peer === by)!;
    return { node, address, mac };
  };
  const settled = (node: string, one: PlannedInterface): PlannedInterface => {
    if (!passes(node, one.peer)) return one;
    const others = beyond(node, one.peer).map(end);
    return { ...one, gateway: passes(node) ? none : (others[0]?.address ?? none), beyond: others };
  };
  return new Map([...byNode].map(([node, all]) => [node, all.map((one) => settled(node, one))]));
};

interface End {
  readonly link: ScenarioLink;
  readonly end: 0 | 1;
  readonly name: string;
  readonly mac: string;
}

interface Pair {
  readonly pair: readonly [Readonly<Record<Family, string>>, Readonly<Record<Family, string>>];
}

interface Address {
  readonly address: Readonly<Record<Family, string>> | undefined;
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
