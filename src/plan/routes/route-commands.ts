import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import { forwardingCommands } from '../links/bridge-commands.ts';
import { nextHopsOf } from './next-hops.ts';
import type { NextHop } from './next-hops.ts';
import type { PlannedInterface, PlannedNode, Route } from '../model/plan.ts';

/** No lost solicitation, no share of the machine-wide table; `router`, or the exceptions of IPv6 are collected as garbage. */
export const neighbourCommands = (node: PlannedNode): readonly NodeCommand[] =>
  node.bridges ? forwardingCommands(node) : node.interfaces.flatMap((one) => neighboursAt(one, node));

const neighboursAt = ({ name, peer, gateway, beyond }: PlannedInterface, node: PlannedNode): readonly NodeCommand[] => {
  const known = beyond ?? [
    { node: peer, address: gateway, mac: macOf(node.neighbour(peer) as PlannedNode, node.name) },
  ];
  return known.flatMap((to) =>
    node.families.map((family) => ({
      in: node.name,
      ip: [
        'neigh',
        'replace',
        to.address[family],
        'lladdr',
        to.mac,
        'nud',
        'permanent',
        ...(family === 'ipv6' ? ['router'] : []),
        'dev',
        name,
      ],
      why: `${to.node} is known without being asked for`,
    })),
  );
};

const macOf = ({ interfaces }: PlannedNode, peer: string): string => interfaces.find((one) => one.peer === peer)!.mac;

/** The routes of one node: equal ways as a next-hop group, whose exceptions `ip -6 route show cache` lists for all legs. */
export const routeCommands = (node: PlannedNode, routes: readonly Route[]): readonly NodeCommand[] =>
  families.flatMap((family) =>
    ofFamily(
      node,
      routes.filter((route) => route.family === family),
      family,
    ),
  );

const ofFamily = (node: PlannedNode, routes: readonly Route[], family: Family): readonly NodeCommand[] => {
  const groups = distinct(routes.filter(({ via }) => via.length > 1));
  const edges = nextHopsOf(node);
  const same = (hop: Hop, edge: NextHop) => hop.interface === edge.interface && hop.gateway === edge.address[family];
  const members = edges.filter((edge) => groups.some((group) => group.some((hop) => same(hop, edge))));
  const id = (hop: Hop) => `${firstId[family] + edges.findIndex((edge) => same(hop, edge))}`;
  const groupId = (via: Route['via']) =>
    `${firstId[family] + edges.length + groups.findIndex((group) => key(group) === key(via))}`;
  return [
    ...members.map(({ interface: name, address, node: next }): NodeCommand => ({
      in: node.name,
      ip: [
        ...['nexthop', 'add', 'id', id({ interface: name, gateway: address[family] })],
        ...['via', address[family], 'dev', name],
      ],
      why: `the leg by ${next}`,
    })),
    ...groups.map((group): NodeCommand => ({
      in: node.name,
      ip: ['nexthop', 'add', 'id', groupId(group), 'group', group.map(id).join('/')],
      why: 'equal ways share the flows',
    })),
    ...routes.map((route) => ({
      in: node.name,
      ip: ['route', 'add', target(route), ...nextHop(route, groupId), ...source(node, family)],
      why: route.to === 'default' ? 'the way to all other nodes' : `the way to the nodes in ${route.to}`,
    })),
  ];
};

/** Ids of next hops need only differ within a namespace. */
const firstId: Readonly<Record<Family, number>> = { ipv6: 600001, ipv4: 400001 };

const target = ({ to, family }: Route): string => (to !== 'default' ? to : family === 'ipv6' ? '::/0' : '0.0.0.0/0');

const nextHop = ({ via }: Route, groupId: (via: Route['via']) => string): readonly string[] =>
  via.length > 1 ? ['nhid', groupId(via)] : ['via', via[0]!.gateway, 'dev', via[0]!.interface];

/** Hosts speak from their own address; a router's Packet Too Big comes from its interface towards the sender, as in the field. */
const source = (node: PlannedNode, family: Family): readonly string[] =>
  node.forwards ? [] : ['src', node.address[family]];

const distinct = (routes: readonly Route[]): readonly Route['via'][] => [
  ...new Map(routes.map(({ via }) => [key(via), via])).values(),
];

const key = (via: Route['via']): string => via.map((hop) => `${hop.gateway} ${hop.interface}`).join();

type Hop = Route['via'][number];
