import type { Family } from '../../evidence/family.ts';
import type { Facts } from '../facts/facts.ts';
import type { Lab } from '../lab/lab.ts';
import { httpPort } from '../lab/http-port.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { IpRoute } from '../lab/ip-route-output.ts';
import type { Typed } from '../language/shape.ts';
import type { Action } from '../language/word.ts';
import { ipCommand, familyFlag } from '../lab/shell-text.ts';
import { devicesOf, learnedMtu, parseRoutes } from '../lab/ip-route-output.ts';
import { fields, maybe, named, oneOf, whole } from '../language/shape.ts';

const shape = fields('a question to the routing table', {
  on: named('node', 'the node whose table is asked'),
  to: named('node', 'the node that is looked for'),
  kind: maybe(
    oneOf(
      'plain: as for a socket that is bound to nothing; fibmatch: the route itself; tuple: as for one TCP flow',
      ...(['plain', 'fibmatch', 'tuple'] as const),
    ),
    'plain',
  ),
  leg: maybe(named('leg', 'the leg that the answer must leave by; the kernel ignores it in an IPv6 next-hop group')),
  sport: maybe(whole('source port of the flow, for tuple', 1, 65535)),
  dport: maybe(whole('destination port of the flow, for tuple', 1, 65535), httpPort),
});

type Settings = Typed<typeof shape>;

/** Shows what a lookup tells and what it hides: fibmatch no path MTU, a plain one the leg of no flow in particular. */
export const lookup: Action<Settings> = {
  about: 'Asks the routing table of a node which way to another node leads and which path MTU it has there.',
  shape,
  example: { on: 'source', to: 'target', kind: 'tuple', sport: 50000, dport: httpPort },
  learns: ['leg', 'pmtu', 'output'],
  perform: async (lab, settings, { family, signal }) => {
    const output = await lab.ip(settings.on, ['-j', ...question(settings, lab.nodes, family)], signal);
    const [route] = output.code === 0 ? parseRoutes(output.stdout) : [];
    return { output, ...(route && answer(lab, settings, route)) };
  },
  byHand: (settings, nodes, family) => [ipCommand(settings.on, question(settings, nodes, family))],
  nodes: ({ on }) => [on],
};

const question = (
  { on, to, kind = 'plain', leg, sport, dport = httpPort }: Settings,
  nodes: ReadonlyMap<string, NodeView>,
  family: Family,
): readonly string[] => {
  const node = nodes.get(on)!;
  const ports = sport === undefined ? [] : ['sport', `${sport}`, 'dport', `${dport}`];
  return [
    ...[
      familyFlag(family),
      'route',
      'get',
      ...(kind === 'fibmatch' ? ['fibmatch'] : []),
      nodes.get(to)!.address[family],
    ],
    // A port without ipproto is hashed as protocol 0, another leg than that of the flow.
    ...(kind === 'tuple' ? ['from', node.address[family], 'ipproto', 'tcp', ...ports] : []),
    ...(leg === undefined ? [] : ['oif', node.interfaces.find(({ peer }) => peer === leg)?.name ?? `to-${leg}`]),
  ];
};

const answer = (lab: Lab, { on, leg: asked }: Settings, route: IpRoute): Facts => {
  const devices = devicesOf(route);
  const taken = devices.length === 1 ? peerOf(lab, on, devices[0]!) : undefined;
  const isLeg = lab.legs.some(({ via }) => taken !== undefined && via.includes(taken));
  const under = asked ?? (isLeg ? taken! : 'path');
  return { pmtu: { [under]: learnedMtu(route) }, ...(taken !== undefined && { leg: taken }) };
};

const peerOf = (lab: Lab, node: string, device: string): string | undefined =>
  lab.nodes.get(node)!.interfaces.find(({ name }) => name === device)?.peer;
