import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { otherEnd } from '../../words/lab/node-view.ts';
import { fdbCommands } from '../links/bridge-commands.ts';
import { nextHopsOf } from './next-hops.ts';
import type { NextHop } from './next-hops.ts';
import type { PlannedInterface, PlannedNode, Route } from '../model/plan.ts';

/** Permanent entries lose no solicitation and do not fill the machine-wide table; without `router`, IPv6 exceptions are garbage-collected. */
export const neighbourCommands = (
  node: PlannedNode,
  nodes: ReadonlyMap<string, PlannedNode>,
): readonly NodeCommand[] =>
  node.bridges ? fdbCommands(node) : node.interfaces.flatMap((view) => permanentNeighbours(view, node, nodes));

const permanentNeighbours = (
  view: PlannedInterface,
  node: PlannedNode,
  nodes: ReadonlyMap<string, PlannedNode>,
): readonly NodeCommand[] => {
  const { name, peer, address, gateway, beyond, pointToPoint } = view;
  if (pointToPoint) return [];
  const neighbours = beyond ?? [{ node: peer, address: gateway, mac: otherEnd(nodes, node.name, view)!.mac }];
  return neighbours.flatMap((neighbour) =>
    node.families
      .filter((family) => address[family] !== '' && neighbour.address[family] !== '')
      .map((family) => ({
        in: node.name,
        ip: [
          'neigh',
          'replace',
          neighbour.address[family],
          'lladdr',
          neighbour.mac,
          'nud',
          'permanent',
          ...(family === 'ipv6' ? ['router'] : []),
          'dev',
          name,
        ],
        netlink: true as const,
        why: `permanent neighbour entry for ${neighbour.node}`,
      })),
  );
};

/** The routes of one node, equal-cost paths as a next-hop group: `ip -6 route show cache` lists its exceptions for all legs. */
export const routeCommands = (node: PlannedNode, routes: readonly Route[]): readonly NodeCommand[] =>
  families.flatMap((family) =>
    familyRouteCommands(
      node,
      routes.filter((route) => route.family === family),
      family,
    ),
  );

const familyRouteCommands = (node: PlannedNode, routes: readonly Route[], family: Family): readonly NodeCommand[] => {
  const groups = distinctGroups(routes.filter(({ via }) => via.length > 1));
  const nextHops = nextHopsOf(node, family);
  const isSame = (leg: Leg, hop: NextHop) => leg.interface === hop.interface && leg.gateway === hop.address[family];
  const members = nextHops.filter((hop) => groups.some((group) => group.some((leg) => isSame(leg, hop))));
  const id = (leg: Leg) => `${firstId[family] + nextHops.findIndex((hop) => isSame(leg, hop))}`;
  const groupId = (via: Route['via']) =>
    `${firstId[family] + nextHops.length + groups.findIndex((group) => key(group) === key(via))}`;
  return [
    ...members.map(({ interface: name, address, node: neighbour }): NodeCommand => ({
      in: node.name,
      ip: [
        ...['nexthop', 'add', 'id', id({ interface: name, gateway: address[family] })],
        ...['via', address[family], 'dev', name],
      ],
      netlink: true,
      why: `next hop ${neighbour}`,
    })),
    ...groups.map((group): NodeCommand => ({
      in: node.name,
      ip: ['nexthop', 'add', 'id', groupId(group), 'group', group.map(id).join('/')],
      netlink: true,
      why: 'distribute flows over equal-cost paths',
    })),
    ...routes.map((route) => ({
      in: node.name,
      ...routeCommand(route, groupId, node),
      netlink: true as const,
    })),
  ];
};

const routeCommand = (
  route: Route,
  groupId: (via: Route['via']) => string,
  node: PlannedNode,
): Pick<NodeCommand, 'why'> & { readonly ip: readonly string[] } => {
  const { to, via, family } = route;
  if (via.length === 0)
    return { ip: ['route', 'add', 'unreachable', destination(route)], why: `refuse destinations that no node has` };
  if (route.fromOwnAddress)
    return {
      ip: ['route', 'add', to, ...nextHop(route, groupId), 'src', node.address[family], 'metric', `${belowStatic}`],
      why: `packets of tunnels to ${to} come from the own address of ${node.name}`,
    };
  return {
    ip: ['route', 'add', destination(route), ...nextHop(route, groupId), ...sourceAddress(node, family)],
    why: to === 'default' ? 'default route' : `route to the nodes in ${to}`,
  };
};

/** More than the metric of a route without one, 1024 for IPv6 and 0 for IPv4: a static route to the same node is used instead, and does not replace it. */
const belowStatic = 2048;

/** Next-hop ids must be unique only within a namespace. */
const firstId: Readonly<Record<Family, number>> = { ipv6: 600001, ipv4: 400001 };

const destination = ({ to, family }: Route): string =>
  to !== 'default' ? to : family === 'ipv6' ? '::/0' : '0.0.0.0/0';

const nextHop = ({ via }: Route, groupId: (via: Route['via']) => string): readonly string[] =>
  via.length > 1 ? ['nhid', groupId(via)] : ['via', via[0]!.gateway, 'dev', via[0]!.interface];

/** Hosts send from their own address; a router sends Packet Too Big from its interface towards the sender, as in the field. */
const sourceAddress = (node: PlannedNode, family: Family): readonly string[] =>
  node.forwards ? [] : ['src', node.address[family]];

const distinctGroups = (routes: readonly Route[]): readonly Route['via'][] => [
  ...new Map(routes.map(({ via }) => [key(via), via])).values(),
];

const key = (via: Route['via']): string => via.map((hop) => `${hop.gateway} ${hop.interface}`).join();

type Leg = Route['via'][number];
