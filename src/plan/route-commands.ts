import { families } from '../evidence/family.ts';
import type { Family } from '../evidence/family.ts';
import type { Command } from '../words/command.ts';
import type { PlannedNode, Route } from './plan.ts';

/** No lost solicitation, no share of the machine-wide table; `router`, or the exceptions of IPv6 are collected as garbage. */
export const neighbourCommands = (node: PlannedNode): readonly Command[] =>
  node.interfaces.flatMap(({ name, peer, gateway }) => {
    const back = node.neighbour(peer) as PlannedNode | undefined;
    const mac = back!.interfaces.find((one) => one.peer === node.name)!.mac;
    return node.families.map((family) => ({
      in: node.name,
      ip: [
        'neigh',
        'replace',
        gateway[family],
        'lladdr',
        mac,
        'nud',
        'permanent',
        ...(family === 'ipv6' ? ['router'] : []),
        'dev',
        name,
      ],
      why: `${peer} is known without being asked for`,
    }));
  });

/** The routes of one node: equal ways as a next-hop group, whose exceptions `ip -6 route show cache` lists for all legs. */
export const routeCommands = (node: PlannedNode, routes: readonly Route[]): readonly Command[] =>
  families.flatMap((family) =>
    ofFamily(
      node,
      routes.filter((route) => route.family === family),
      family,
    ),
  );

const ofFamily = (node: PlannedNode, routes: readonly Route[], family: Family): readonly Command[] => {
  const groups = distinct(routes.filter(({ via }) => via.length > 1));
  const members = node.interfaces.filter(({ name }) =>
    groups.some((group) => group.some((hop) => hop.interface === name)),
  );
  const id = (name: string) => `${firstId[family] + node.interfaces.findIndex((one) => one.name === name)}`;
  const groupId = (via: Route['via']) =>
    `${firstId[family] + node.interfaces.length + groups.findIndex((group) => key(group) === key(via))}`;
  return [
    ...members.map(({ name, gateway, peer }): Command => ({
      in: node.name,
      ip: ['nexthop', 'add', 'id', id(name), 'via', gateway[family], 'dev', name],
      why: `the leg by ${peer}`,
    })),
    ...groups.map((group): Command => ({
      in: node.name,
      ip: ['nexthop', 'add', 'id', groupId(group), 'group', group.map((hop) => id(hop.interface)).join('/')],
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

const key = (via: Route['via']): string => via.map((hop) => hop.interface).join();
