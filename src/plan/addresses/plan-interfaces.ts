import type { Family } from '../../evidence/family.ts';
import type { Scenario, ScenarioLink } from '../../scenario/model/scenario.ts';
import type { Attachment, BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import { carriedFamilies } from '../../scenario/topology/carried-families.ts';
import type { CarriedFamilies } from '../../scenario/topology/carried-families.ts';
import { addressPlan, addressesOf, noAddress } from './address-plan.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { emulatedLinks } from '../../scenario/topology/emulated-links.ts';
import type { EmulatedDirection } from '../../words/lab/node-view.ts';
import { leasePools } from './lease-pools.ts';
import { emulatedDirection } from './emulated-direction.ts';
import type { AddressPlan } from './address-plan.ts';
import type { PlannedInterface, PlannedNeighbour } from '../model/plan.ts';

/** Plans the interfaces of every node, in the order of its links, with their addresses. */
export const planInterfaces = (
  scenario: Pick<Scenario, 'nodes' | 'links' | 'families' | 'addresses' | 'steps'>,
  bridges: BridgedSegments,
  dictionary: Dictionary,
): InterfacePlan => {
  const { nodes, links, families, addresses: shared = [] } = scenario;
  const { links: kinds } = dictionary;
  const emulated = emulatedLinks(scenario, dictionary);
  const numbers = new Map(nodes.map(({ name }, index) => [name, index + 1]));
  const linksOwned = new Map<string, number>();
  const linkIndexes = links.map(({ between: [owner, peer] }) =>
    bridges.hasBridge(owner, peer) ? 0 : increment(linksOwned, owner),
  );
  const segments = bridges.segments();
  const pools = leasePools(scenario, dictionary);
  const addresses = addressPlan({
    nodes: nodes.length + shared.length + pools.length,
    linksPerOwner: Math.max(0, ...linksOwned.values()),
    perSegment: Math.max(0, ...segments.map(({ members }) => members.length), ...pools.map(({ size }) => size)),
  });
  const segmentAddresses = new Map(
    segments.flatMap(({ owner, members }) =>
      members.map(
        ({ node, peer }, index) => [place(node, peer), addresses.segment(numbers.get(owner)!, index + 1)] as const,
      ),
    ),
  );
  const names = interfaceNames(nodes, links, numbers);
  const carried = carriedFamilies(nodes, families, bridges.hasBridge);
  const byNode = new Map<string, PlannedInterface[]>(nodes.map(({ name }) => [name, []]));
  for (const [position, link] of links.entries())
    for (const end of [0, 1] as const) {
      const [node, peer] = [link.between[end], link.between[1 - end]!];
      const interfaces = byNode.get(node)!;
      const base = {
        link,
        end,
        name: link.name ?? names.get(node)!.get(peer)!,
        mac: mac(numbers.get(node)!, interfaces.length + 1),
        ...{ families: carried.ofEnd(link, end), carried: carried.ofLink(link) },
        device: deviceOf(kinds[link.tunnel?.kind ?? '']),
        ...emulatedDirection(emulated.get(link), { link, position, end }),
      };
      interfaces.push(
        bridges.hasBridge(node, peer)
          ? segmentInterface({ ...base, address: segmentAddresses.get(place(node, peer)) }, addresses)
          : linkInterface(
              { ...base, pair: addresses.link(numbers.get(link.between[0])!, linkIndexes[position]!) },
              addresses,
            ),
      );
    }
  return { byNode: segments.length > 0 ? withNeighbours(byNode, bridges) : byNode, numbers, addresses, carried };
};

export interface InterfacePlan {
  readonly byNode: ReadonlyMap<string, readonly PlannedInterface[]>;
  /** Node numbers, from 1 in the order of the scenario. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly addresses: AddressPlan;
  readonly carried: CarriedFamilies;
}

const linkInterface = ({ pair, ...end }: End & Pair, { linkPrefix }: AddressPlan): PlannedInterface => {
  const [address, gateway] = [pair[end.end], pair[1 - end.end]!];
  return toInterface(end, { address, gateway, prefixLength: linkPrefix });
};

/** An interface on a bridged segment: `withNeighbours` sets its gateway later; a bridge port has none. */
const segmentInterface = (
  { address = noAddress, ...end }: End & Partial<Address>,
  { segmentPrefix }: AddressPlan,
): PlannedInterface => toInterface(end, { address, gateway: noAddress, prefixLength: segmentPrefix });

const toInterface = (
  { link, end, name, mac, device, families, carried, emulated }: End,
  { address, gateway, prefixLength }: Pick<PlannedInterface, 'address' | 'gateway' | 'prefixLength'>,
): PlannedInterface => {
  const [node, peer] = [link.between[end], link.between[1 - end]!];
  return {
    name,
    place: link.name === undefined ? place(node, peer) : `${node}:${link.name}`,
    peer,
    mtu: link.mtu[end],
    ...(emulated && { emulated }),
    ...(link.tunnel && { tunnel: true as const }),
    ...device,
    ...(families && { families }),
    ...{ address: addressesOf(carried, address), gateway: addressesOf(carried, gateway), mac, prefixLength },
    at: link.at,
  };
};

const place = (node: string, peer: string): string => `${node}:to-${peer}`;

/** Adds gateway and neighbours to the interfaces on bridged segments, whose addresses are all known now. */
const withNeighbours = (
  byNode: InterfacePlan['byNode'],
  { hasBridge, beyond }: BridgedSegments,
): InterfacePlan['byNode'] => {
  const end = ({ node, peer }: Attachment): PlannedNeighbour => {
    const { address, mac } = byNode.get(node)!.find((port) => port.peer === peer)!;
    return { node, address, mac };
  };
  const complete = (node: string, port: PlannedInterface): PlannedInterface => {
    if (!hasBridge(node, port.peer)) return port;
    const neighbours = beyond(node, port.peer).map(end);
    const gateway = hasBridge(node) ? noAddress : (neighbours[0]?.address ?? noAddress);
    return { ...port, gateway, beyond: neighbours };
  };
  return new Map([...byNode].map(([node, interfaces]) => [node, interfaces.map((port) => complete(node, port))]));
};

interface End {
  readonly link: ScenarioLink;
  readonly end: 0 | 1;
  readonly name: string;
  readonly mac: string;
  readonly device: Device;
  readonly emulated?: EmulatedDirection;
  /** Those that it carries, where they are fewer than those of its node. */
  readonly families: readonly Family[] | undefined;
  readonly carried: readonly Family[];
}

interface Pair {
  readonly pair: readonly [Readonly<Record<Family, string>>, Readonly<Record<Family, string>>];
}

interface Address {
  readonly address: Readonly<Record<Family, string>> | undefined;
}

/** What the kind of a link says of its devices. */
type Device = Pick<PlannedInterface, 'pointToPoint' | 'encrypts' | 'sourceFromRoute'>;

const deviceOf = (kind: Dictionary['links'][string] | undefined): Device => ({
  ...(kind?.pointToPoint && { pointToPoint: true }),
  ...(kind?.encrypts && { encrypts: true }),
  ...(kind?.sourceFromRoute && { sourceFromRoute: true }),
});

/** A locally administered unicast address: 02, 00, then node and interface number, 16 bits each (IEEE 802c). */
const mac = (node: number, index: number): string =>
  [2, 0, node >> 8, node & 255, index >> 8, index & 255].map((octet) => octet.toString(16).padStart(2, '0')).join(':');

/** Interface names have at most 15 characters (IFNAMSIZ): `to-PEER` if it fits, otherwise the shortened peer with its number. */
const interfaceNames = (
  nodes: Scenario['nodes'],
  links: Scenario['links'],
  numbers: ReadonlyMap<string, number>,
): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const peers = new Map<string, Set<string>>(nodes.map(({ name }) => [name, new Set()]));
  for (const { between } of links.filter(({ name }) => name === undefined)) {
    peers.get(between[0])!.add(between[1]);
    peers.get(between[1])!.add(between[0]);
  }
  return new Map([...peers].map(([node, own]) => [node, namesByPeer([...own], numbers)]));
};

const namesByPeer = (peers: readonly string[], numbers: ReadonlyMap<string, number>): ReadonlyMap<string, string> => {
  const taken = new Set(peers.filter((peer) => peer.length <= 12).map((peer) => `to-${peer}`));
  return new Map(
    peers.map((peer) => {
      if (peer.length <= 12) return [peer, `to-${peer}`];
      const name = shortenedName(peer, numbers.get(peer)!, taken);
      taken.add(name);
      return [peer, name];
    }),
  );
};

const shortenedName = (peer: string, number: number, taken: ReadonlySet<string>): string => {
  for (let suffix = `-${number}`; ; suffix += 'x') {
    const name = `to-${peer.slice(0, 12 - suffix.length)}${suffix}`;
    if (!taken.has(name)) return name;
  }
};

const increment = (counts: Map<string, number>, key: string): number => {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
};
