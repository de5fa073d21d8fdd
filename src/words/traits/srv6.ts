import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { sharedFamilies } from '../lab/destination.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import { isHost } from '../lab/node-view.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { fields, list, oneOf, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = list(
  'the destinations whose packets this node encapsulates in IPv6 with segment routing (SRv6)',
  fields('packets to one node', {
    to: reference('node', 'the destination node'),
    through: list(
      'the routers through which the packets go, in their order; the last one takes them out again',
      reference('node', 'a router'),
    ),
    mode: optional(
      oneOf(
        'how they are encapsulated: encap adds 48 bytes and 16 for each router; encap.red leaves out the first router, and the whole routing header where it is the only one; encap by default',
        ...(['encap', 'encap.red'] as const),
      ),
    ),
  }),
);

type Policies = ValueOf<typeof shape>;
type Policy = Policies[number];

/** The word `srv6`: in Linux a route without an interface and an MTU of its own (RFC 8986, H.Encaps and H.Encaps.Red), in this direction only. */
export const srv6: Trait<Policies> = {
  about:
    'Encapsulates packets to single nodes in IPv6 with segment routing, in this direction only. Nobody tells their senders what no longer fits.',
  shape,
  example: [{ to: 'server', through: ['transit'] }],
  needs: ['seg6'],
  conflict: (node, settings, nodes) =>
    switchConflict(node) ?? settings.map((policy) => conflict(node, policy, nodes)).find((text) => text !== undefined),
  label: (settings) => settings.map(describe).join(', ') || undefined,
  path: { unpredictable: (settings) => (settings.length > 0 ? 'encapsulates packets in IPv6' : undefined) },
  commands: (node, now = [], before = [], nodes) => [
    ...commands(node, before, 'del', nodes),
    ...commands(node, now, 'replace', nodes),
  ],
};

/** The IPv6 header outside, and a routing header of 8 bytes with 16 for each segment that it lists (RFC 8754, 2). */
const overhead = ({ through, mode }: Policy): number => {
  const listed = mode === 'encap.red' ? through.length - 1 : through.length;
  return 40 + (listed > 0 ? 8 + 16 * listed : 0);
};

const describe = (policy: Policy): string =>
  `SRv6 to ${policy.to} through ${policy.through.join(', ')}, ${overhead(policy)} bytes more`;

const conflict = (node: NodeView, { to, through }: Policy, nodes: NodeViews): string | undefined => {
  if (isHost(node)) return `${node.name} forwards no packets, so there are none to encapsulate; use a router`;
  if (!node.families.includes('ipv6')) return 'SRv6 needs IPv6 between its routers; add ipv6 to `families`';
  if (through.length === 0) return '`through` is empty; name the routers through which the packets go';
  if (through.includes(node.name)) return `${node.name} is where the packets enter; name only the routers after it`;
  const without = through.find((name) => nodes.get(name)?.forwards && !nodes.get(name)!.families.includes('ipv6'));
  if (without !== undefined) return `${without} has no IPv6, so it is no segment; add ipv6 to its families`;
  const other = through.find((name) => !nodes.get(name)?.forwards);
  if (other !== undefined) return `${other} is no router, so no packets go through it; name another node`;
  return nodes.get(to)?.bridges ? `${to} has no address, so no packets go to it; name another node` : undefined;
};

const commands = (
  node: NodeView,
  policies: Policies,
  act: 'del' | 'replace',
  nodes: NodeViews,
): readonly NodeCommand[] => {
  // The command line may leave IPv6 out.
  const all = (node.families.includes('ipv6') ? policies : []).flatMap((policy) =>
    sharedFamilies(nodes, node.name, policy.to).flatMap((family) => [
      ...segmentCommands(node, policy, { family, act, nodes }),
      entry(node, policy, { family, act, nodes }),
    ]),
  );
  return [...new Map(all.map((command) => [`${command.in} ${command.ip.join(' ')}`, command])).values()];
};

type IpCommand = Extract<NodeCommand, { readonly ip: unknown }>;

interface Acting {
  readonly family: Family;
  readonly act: 'del' | 'replace';
  readonly nodes: NodeViews;
}

/** The route into the tunnel, which has no device: the packets outside are routed by their own destination. */
const entry = (node: NodeView, { to, through, mode = 'encap' }: Policy, { family, act, nodes }: Acting): IpCommand => {
  const segments = through.map((name, index) =>
    segment(node, nodes.get(name)!, index === through.length - 1 ? family : undefined),
  );
  const destination = `${nodes.get(to)!.address[family]}/${family === 'ipv6' ? 128 : 32}`;
  return {
    in: node.name,
    ip:
      act === 'del'
        ? ['route', act, destination, 'dev', device(node)]
        : ['route', act, destination, 'encap', 'seg6', 'mode', mode, 'segs', segments.join(), 'dev', device(node)],
    why:
      act === 'del' ? `${to} is reached without segments` : `packets to ${to} go through ${through.join(', ')} in IPv6`,
  };
};

/** Each router has a segment of its own for the node where the packets enter, so that removing one leaves those of others. */
const segmentCommands = (node: NodeView, { through }: Policy, { family, act, nodes }: Acting): readonly IpCommand[] =>
  through.map((name, index) => {
    const last = index === through.length - 1;
    const address = segment(node, nodes.get(name)!, last ? family : undefined);
    const action = last ? takenOut[family] : ['End'];
    return {
      in: name,
      ip:
        act === 'del'
          ? ['route', act, `${address}/128`, 'dev', device(nodes.get(name)!)]
          : [
              'route',
              act,
              `${address}/128`,
              'encap',
              'seg6local',
              'action',
              ...action,
              'dev',
              device(nodes.get(name)!),
            ],
      why: last
        ? `${name} takes out the packets that ${node.name} sends it`
        : `${name} passes on what ${node.name} sends it`,
    };
  });

/** Linux asks for a device, and refuses what such a route on lo would carry. */
const device = ({ interfaces }: NodeView): string => interfaces.find(({ tunnel }) => !tunnel)!.name;

/** By the table of routes, or by the address inside: End.DT4 needs a VRF, End.DX4 without a next hop does not. */
const takenOut: Readonly<Record<Family, readonly string[]>> = {
  ipv6: ['End.DT6', 'table', '254'],
  ipv4: ['End.DX4', 'nh4', '0.0.0.0'],
};

/** An address that is routed to the router and belongs to no node: what it does with a packet depends on it. */
const segment = (from: NodeView, at: NodeView, family: Family | undefined): string => {
  const [, number] = /^2001:db8:([0-9a-f]+)::/.exec(from.address.ipv6) ?? [];
  return at.address.ipv6.replace(/::1$/, `::5e6:${family ? families.indexOf(family) + 1 : 0}:${number ?? 0}`);
};
