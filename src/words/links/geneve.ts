import { families } from '../../evidence/family.ts';
import { fields, integer, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { LinkKind } from '../language/word.ts';
import { tunnelEnds } from './tunnel-ends.ts';

const shape = fields('a Geneve tunnel between the own addresses of its two nodes', {
  over: oneOf('the family of the packets that carry those of the tunnel', ...families),
  id: optional(integer('the virtual network identifier; 1 by default', 1, 16_777_215)),
  df: optional(
    oneOf(
      'whether the IPv4 packets outside have the DF bit: never, which is the default, or always; without it routers may fragment them',
      ...(['unset', 'set'] as const),
    ),
  ),
});

/**
 * The word `geneve`: Ethernet frames in UDP (RFC 8926), without options. Its end learns from a Packet Too Big about packets outside, and then sends
 * senders of IPv6 inside one of its own, less the headers; senders of IPv4 get none (measured with Linux 6.1).
 */
export const geneve: LinkKind<ValueOf<typeof shape>> = {
  about: 'Carries Ethernet frames between two nodes in UDP packets of the links below (Geneve).',
  shape,
  example: { over: 'ipv6' },
  remedy: 'load the module geneve',
  underlay: ({ over }) => over,
  distinctBy: ({ over, id = 1 }) => ({ among: 'tunnels of two nodes', text: `id ${id} over ${over}`, setting: 'id' }),
  sourceFromRoute: true,
  /** The IP header outside, 8 bytes of UDP, 8 of Geneve, and the 14 of the Ethernet header inside. */
  overhead: () => ({ ipv6: 40 + 30, ipv4: 20 + 30 }),
  commands: (ends, { over, id = 1, df }) =>
    tunnelEnds(ends, over).map(({ end, remote, why }) => ({
      in: end.node.name,
      ip: [
        ...['link', 'add', end.name, 'mtu', `${end.mtu}`, 'address', end.mac, 'type', 'geneve', 'id', `${id}`],
        ...['remote', remote, 'dstport', '6081', ...(df ? ['df', df] : [])],
      ],
      why: why('frames', 'UDP'),
    })),
};
