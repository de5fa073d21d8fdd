import { families } from '../../evidence/family.ts';
import { fields, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { LinkKind } from '../language/word.ts';
import { tunnelEnds, withoutOptions } from './tunnel-ends.ts';

const shape = fields('a GRE tunnel between the own addresses of its two nodes', {
  over: oneOf('the family of the packets that carry those of the tunnel', ...families),
  df: optional(
    oneOf(
      'whether the IPv4 packets outside have the DF bit: always, which is the default, as the packet inside, or never; without it routers may fragment them',
      ...(['set', 'inherit', 'unset'] as const),
    ),
  ),
});

/** The word `gre`: IP packets of both families in GRE (RFC 2784) without key, checksum and sequence number. */
export const gre: LinkKind<ValueOf<typeof shape>> = {
  about: 'Carries IP packets of both families between two nodes in GRE packets of the links below.',
  shape,
  example: { over: 'ipv4' },
  remedy: 'load the module ip_gre, or ip6_gre for a tunnel over IPv6',
  underlay: ({ over }) => over,
  distinctBy: ({ over }) => ({ among: 'tunnels of two nodes', text: `packets over ${over}`, setting: 'over' }),
  pointToPoint: true,
  /** The IP header outside, and 4 bytes of GRE. */
  overhead: () => ({ ipv6: 40 + 4, ipv4: 20 + 4 }),
  commands: (ends, { over, df = 'set' }) =>
    tunnelEnds(ends, over).map(({ end, local, remote, why }) => ({
      in: end.node.name,
      ip: [
        ...['link', 'add', end.name, 'mtu', `${end.mtu}`, 'type', over === 'ipv6' ? 'ip6gre' : 'gre'],
        ...['local', local, 'remote', remote, ...(over === 'ipv6' ? withoutOptions : dfWords[df])],
      ],
      why: why('packets', 'GRE'),
    })),
};

/** `ttl inherit`, the default of ip, is what allows `nopmtudisc`: a fixed TTL implies the DF bit. */
const dfWords = { set: [], inherit: ['nopmtudisc'], unset: ['nopmtudisc', 'ignore-df'] } as const;
