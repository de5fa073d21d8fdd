import { families } from '../../evidence/family.ts';
import { fields, integer, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { LinkKind } from '../language/word.ts';
import { tunnelEnds } from './tunnel-ends.ts';
import { wireguardKeys } from './wireguard-key.ts';

const shape = fields('a WireGuard tunnel between the own addresses of its two nodes', {
  over: oneOf('the family of the packets that carry those of the tunnel', ...families),
  port: optional(
    integer('the UDP port of both ends; 51820 by default. Tunnels that share a node need different ports', 1, 65_535),
  ),
});

/**
 * The word `wireguard`: encrypted IP packets of both families in UDP, by the kernel's device (drivers/net/wireguard). Its packets have no DF bit, so
 * that IPv4 routers fragment them; over IPv6 a Packet Too Big makes its own node fragment them. Neither end sends one on to those inside
 * (measured with Linux 6.1 and 6.12).
 */
export const wireguard: LinkKind<ValueOf<typeof shape>> = {
  about:
    'Carries encrypted IP packets of both families between two nodes in UDP packets of the links below (WireGuard).',
  shape,
  example: { over: 'ipv4' },
  remedy: 'load the module wireguard, and install wireguard-tools',
  underlay: ({ over }) => over,
  distinctBy: ({ port = defaultPort }) => ({ among: 'tunnels of a node', text: `port ${port}`, setting: 'port' }),
  pointToPoint: true,
  sourceFromRoute: true,
  encrypts: true,
  /** The IP header outside, 8 bytes of UDP, 16 before the packet inside and the tag of 16 after it, which is padded at most to the MTU. */
  overhead: () => ({ ipv6: 40 + 40, ipv4: 20 + 40 }),
  commands: (ends, { over, port = defaultPort }) =>
    tunnelEnds(ends, over).flatMap(({ end, remote, why }, index) => {
      const other = ends[1 - index]!;
      const [own, peer] = [end, other].map(({ node, name }) => wireguardKeys(`${node.name} ${name}`));
      const endpoint = over === 'ipv6' ? `[${remote}]:${port}` : `${remote}:${port}`;
      return [
        {
          in: end.node.name,
          ip: ['link', 'add', end.name, 'mtu', `${end.mtu}`, 'type', 'wireguard'],
          why: why('packets', 'encrypted UDP'),
        },
        {
          in: end.node.name,
          argv: ['sh', '-c', setKeys, 'sh', own!.private, end.name, `${port}`, peer!.public, endpoint],
          why: `give ${end.name} its key, and the key and address of ${other.node.name}`,
        },
      ];
    }),
};

const defaultPort = 51_820;

/** wg reads a private key from a file only, and a guest may have no /dev/stdin. The peer may send packets from and to every address. */
const setKeys =
  'echo "$1" | wg set "$2" listen-port "$3" private-key /proc/self/fd/0 peer "$4" endpoint "$5" allowed-ips 0.0.0.0/0,::/0';
