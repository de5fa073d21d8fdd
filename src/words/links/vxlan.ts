import { families } from '../../evidence/family.ts';
import { fields, integer, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { LinkKind } from '../language/word.ts';
import { tunnelEnds } from './tunnel-ends.ts';

const shape = fields('a VXLAN between the own addresses of its two nodes', {
  over: oneOf('the family of the packets that carry those of the tunnel', ...families),
  id: optional(
    integer(
      'the VXLAN network identifier; 1 by default. Tunnels over one family that share a node need different ones',
      1,
      16_777_215,
    ),
  ),
  df: optional(
    oneOf(
      'whether the IPv4 packets outside have the DF bit: never, as the packet inside, or always; without it routers may fragment them',
      ...(['unset', 'inherit', 'set'] as const),
    ),
  ),
});

/** The word `vxlan`: Ethernet frames in UDP (RFC 7348). */
export const vxlan: LinkKind<ValueOf<typeof shape>> = {
  about: 'Carries Ethernet frames between two nodes in UDP packets of the links below (VXLAN).',
  shape,
  example: { over: 'ipv6' },
  remedy: 'load the module vxlan',
  underlay: ({ over }) => over,
  distinctBy: ({ over, id = 1 }) => ({ among: 'tunnels of a node', text: `id ${id} over ${over}`, setting: 'id' }),
  /** The IP header outside, 8 bytes of UDP, 8 of VXLAN, and the 14 of the Ethernet header inside. */
  overhead: () => ({ ipv6: 40 + 30, ipv4: 20 + 30 }),
  commands: (ends, { over, id = 1, df }) =>
    tunnelEnds(ends, over).map(({ end, local, remote, why }) => ({
      in: end.node.name,
      ip: [
        ...['link', 'add', end.name, 'mtu', `${end.mtu}`, 'address', end.mac, 'type', 'vxlan', 'id', `${id}`],
        ...['local', local, 'remote', remote, 'dstport', '4789', ...(df ? ['df', df] : [])],
      ],
      why: why('frames', 'UDP'),
    })),
};
