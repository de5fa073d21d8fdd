import { families } from '../../evidence/family.ts';
import { fields, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { LinkKind } from '../language/word.ts';
import { tunnelEnds, withoutOptions } from './tunnel-ends.ts';

const shape = fields('an IP-in-IP tunnel between the own addresses of its two nodes', {
  over: oneOf('the family of the packets that carry those of the tunnel', ...families),
  df: optional(
    oneOf(
      'whether the IPv4 packets outside have the DF bit: always, which is the default, or as the packet inside; without it routers may fragment them',
      ...(['set', 'inherit'] as const),
    ),
  ),
});

/** The word `ipip`: IP packets of both families directly in IP packets: 4in4 (RFC 2003), 6in4 (RFC 4213), 4in6 and 6in6 (RFC 2473). */
export const ipip: LinkKind<ValueOf<typeof shape>> = {
  about:
    'Carries IP packets of both families between two nodes directly in IP packets of the links below (6in4, 4in6 …).',
  shape,
  example: { over: 'ipv4' },
  remedy: 'load the module sit, or ip6_tunnel for a tunnel over IPv6',
  underlay: ({ over }) => over,
  distinctBy: ({ over }) => ({ among: 'tunnels of two nodes', text: `packets over ${over}`, setting: 'over' }),
  pointToPoint: true,
  /** The IP header outside. */
  overhead: () => ({ ipv6: 40, ipv4: 20 }),
  commands: (ends, { over, df = 'set' }) =>
    tunnelEnds(ends, over).map(({ end, local, remote, why }) => ({
      in: end.node.name,
      ip: [
        ...['link', 'add', end.name, 'mtu', `${end.mtu}`, 'type', over === 'ipv6' ? 'ip6tnl' : 'sit', 'mode', 'any'],
        ...['local', local, 'remote', remote],
        ...(over === 'ipv6' ? withoutOptions : df === 'inherit' ? ['nopmtudisc'] : []),
      ],
      why: why('packets', 'IP'),
    })),
};
