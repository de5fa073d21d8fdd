import type { Family } from '../../evidence/family.ts';
import type { Facts } from '../facts/facts.ts';
import type { Lab } from '../lab/lab.ts';
import { addressOf } from '../lab/destination.ts';
import { httpPort } from '../lab/http-port.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { IpRoute } from '../lab/ip-route-output.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { ipCommand, familyFlag } from '../lab/shell-text.ts';
import { devicesOf, learnedMtu, parseRoutes } from '../lab/ip-route-output.ts';
import { fields, optional, reference, oneOf, integer } from '../language/shape.ts';

const shape = fields('a routing table lookup', {
  at: reference('node', 'the node that looks up the route'),
  to: reference('destination', 'the destination node'),
  kind: optional(
    oneOf(
      'plain: as for an unbound socket; fibmatch: the route itself; tuple: as for one TCP flow',
      ...(['plain', 'fibmatch', 'tuple'] as const),
    ),
    'plain',
  ),
  leg: optional(reference('leg', 'the leg that the route must use; the kernel ignores it in an IPv6 next-hop group')),
  sport: optional(integer('source port of the flow, for tuple', 1, 65535)),
  dport: optional(integer('destination port of the flow, for tuple', 1, 65535), httpPort),
});

type Settings = ValueOf<typeof shape>;

/** No kind of lookup shows everything: fibmatch hides the path MTU, and a plain lookup shows the leg of no flow in particular. */
export const lookup: Action<Settings> = {
  about: 'Looks up the route of a node to another node: the leg that it takes and the path MTU learned for it.',
  shape,
  example: { at: 'source', to: 'target', kind: 'tuple', sport: 50000, dport: httpPort },
  formerKeys: { on: 'at' },
  learns: ['leg', 'pmtu', 'output'],
  perform: async (lab, settings, { family, signal }) => {
    const output = await lab.ip(settings.at, ['-j', ...routeGet(settings, lab.nodes, family)], signal);
    const [route] = output.code === 0 ? parseRoutes(output.stdout) : [];
    return { output, ...(route && factsOf(lab, settings, route)) };
  },
  byHand: (settings, nodes, family) => [ipCommand(settings.at, routeGet(settings, nodes, family))],
  nodes: ({ at }) => [at],
};

const routeGet = (
  { at, to, kind = 'plain', leg, sport, dport = httpPort }: Settings,
  nodes: ReadonlyMap<string, NodeView>,
  family: Family,
): readonly string[] => {
  const node = nodes.get(at)!;
  const ports = sport === undefined ? [] : ['sport', `${sport}`, 'dport', `${dport}`];
  return [
    ...[familyFlag(family), 'route', 'get'],
    ...(kind === 'fibmatch' ? ['fibmatch'] : []),
    addressOf(nodes, to, family),
    // A port without ipproto is hashed as protocol 0, which may choose another leg than the flow's.
    ...(kind === 'tuple' ? ['from', node.address[family], 'ipproto', 'tcp', ...ports] : []),
    ...(leg === undefined ? [] : ['oif', node.interfaces.find(({ peer }) => peer === leg)?.name ?? `to-${leg}`]),
  ];
};

const factsOf = (lab: Lab, { at, leg: requested }: Settings, route: IpRoute): Facts => {
  const devices = devicesOf(route);
  const neighbour = devices.length === 1 ? neighbourAt(lab, at, devices[0]!) : undefined;
  const isLeg = lab.legs.some(({ via }) => neighbour !== undefined && via.includes(neighbour));
  const key = requested ?? (isLeg ? neighbour! : 'path');
  return { pmtu: { [key]: learnedMtu(route) }, ...(neighbour !== undefined && { leg: neighbour }) };
};

const neighbourAt = (lab: Lab, node: string, device: string): string | undefined =>
  lab.nodes.get(node)!.interfaces.find(({ name }) => name === device)?.peer;
