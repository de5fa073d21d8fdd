import { families, familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { addressOf, sharedFamilies } from '../lab/destination.ts';
import type { Lab } from '../lab/lab.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { carries, neighboursOf } from '../lab/node-view.ts';
import { fields, boolean, list, optional, reference, oneOf, integer } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Conflict, Trait } from '../language/word.ts';
import { currentMtu } from './frame-limits.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = list(
  'static routes of this node, which override the shortest paths',
  fields('a static route', {
    to: reference('destination', 'the destination node'),
    via: reference('node', 'the neighbour that is the next hop'),
    mtu: optional(integer('path MTU of the route in bytes', 68, 65535)),
    lock: optional(
      boolean(
        'whether IPv4 keeps this MTU, learns no other and sends without the DF bit; IPv6 learns a smaller one all the same',
      ),
    ),
    advmss: optional(integer('MSS in bytes that SYNs over the route advertise', 88, 65495)),
    family: optional(oneOf('only this family; both by default', ...families)),
  }),
);

type Routes = ValueOf<typeof shape>;
type Route = Routes[number];

/** The word `routes`: static routes to single nodes, in this direction only. */
export const routes: Trait<Routes> = {
  about:
    'Adds static routes to single nodes over a chosen neighbour, in this direction only, with their own MTU or MSS if given.',
  shape,
  example: [{ to: 'server', via: 'transit', mtu: 1400 }],
  conflict: (node, settings, nodes) =>
    switchConflict(node) ?? settings.map((route) => conflict(node, route, nodes)).find((text) => text !== undefined),
  warnings: (node, settings, traitOf) => settings.flatMap((route, index) => warnings(node, route, index, traitOf)),
  label: (settings) => settings.map(({ to, via }) => `routes ${to} via ${via}`).join(', ') || undefined,
  path: {
    route: (settings, destination, family) => {
      const route = settings.findLast((each) => each.to === destination && (each.family ?? family) === family);
      return route && { ...route, isLocked: route.lock };
    },
  },
  commands: (node, now = [], before = [], nodes) => [
    ...commands(node, before, 'del', nodes),
    ...commands(node, now, 'replace', nodes),
  ],
};

const conflict = (node: NodeView, route: Route, nodes: NodeViews): string | undefined => {
  const { to, via, mtu, lock } = route;
  if (nodes.get(to)?.bridges) return `${to} has no address, so no route can lead to it; name another node`;
  if (!nextHop(node, via)) return noNextHop(node, via);
  if (to === node.name) return `${node.name} needs no route to itself`;
  if (node.families.length > 0 && familiesOf(node, route, nodes).length === 0) return noFamily(route);
  return lock && mtu === undefined ? '`lock` needs an `mtu` to lock' : undefined;
};

/** The kernel hands the interface every packet that the route allows, and the interface does not send it. */
const warnings = (
  node: NodeView,
  { via, mtu = 0 }: Route,
  index: number,
  traitOf: Lab['traitOf'],
): readonly Conflict[] => {
  const view = node.interfaces.find((link) => neighboursOf(link).some((neighbour) => neighbour.node === via));
  const carried = view ? currentMtu(node, view, traitOf) : Infinity;
  if (!view || mtu <= carried) return [];
  const text = `the MTU of this route is ${mtu}, that of ${view.place} is ${carried}; the interface sends no packets above ${carried}, and no Packet Too Big answers them`;
  return [{ at: [index, 'mtu'], text }];
};

const commands = (node: NodeView, routes: Routes, act: 'del' | 'replace', nodes: NodeViews): readonly NodeCommand[] =>
  routes.flatMap((route) =>
    familiesOf(node, route, nodes).map((family) => ({
      in: node.name,
      ip: [
        'route',
        act,
        ...path(node, route, addressOf(nodes, route.to, family), family),
        ...(act === 'del' ? [] : metrics(node, route, family)),
      ],
      why:
        act === 'del' ? `${route.to} is reached by the shortest path again` : `${route.to} is reached via ${route.via}`,
    })),
  );

/** Those that the route may have, of which its destination has addresses and packets reach the next hop. */
const familiesOf = (node: NodeView, { to, via, family: only }: Route, nodes: NodeViews): readonly Family[] =>
  sharedFamilies(nodes, node.name, to).filter(
    (family) => (only ?? family) === family && nextHop(node, via, family) && nodes.get(via)!.families.includes(family),
  );

const noFamily = ({ to, via, family }: Route): string =>
  `no packets of ${family ? familyNames[family] : 'any family'} to ${to} can go via ${via}; see the families of both and of the link to ${via}`;

const path = (node: NodeView, { via }: Route, address: string, family: Family): readonly string[] => {
  const { device, gateway } = nextHop(node, via, family)!;
  return [`${address}/${family === 'ipv6' ? 128 : 32}`, 'via', gateway[family], 'dev', device];
};

/** A neighbour is at the other end of a link, or beyond a switch; of several links, the first that carries the family. */
const nextHop = (node: NodeView, via: string, family?: Family): NextHop | undefined =>
  node.interfaces
    .filter((link) => family === undefined || carries(node, link, family))
    .flatMap((link) =>
      neighboursOf(link)
        .filter((neighbour) => neighbour.node === via)
        .map(({ address }) => ({ device: link.name, gateway: address })),
    )[0];

interface NextHop {
  readonly device: string;
  readonly gateway: Readonly<Record<Family, string>>;
}

const noNextHop = (node: NodeView, via: string): string => {
  const beyond = node.interfaces.find(({ peer }) => peer === via)?.beyond;
  return beyond
    ? `${via} has no address; name a node beyond it: ${beyond.map(({ node }) => node).join(', ')}`
    : `${node.name} has no link to ${via}`;
};

const metrics = (node: NodeView, { to, mtu, lock, advmss }: Route, family: Family): readonly string[] => [
  ...(node.forwards && !isTunnelEnd(node, to) ? [] : ['src', node.address[family]]),
  ...(mtu === undefined ? [] : ['mtu', ...(lock ? ['lock'] : []), `${mtu}`]),
  ...(advmss === undefined ? [] : ['advmss', `${advmss}`]),
];

/** Whether a node is the other end of a tunnel whose packets take their source from the route to it. */
const isTunnelEnd = ({ interfaces }: NodeView, node: string): boolean =>
  interfaces.some(({ peer, sourceFromRoute }) => sourceFromRoute && peer === node);
