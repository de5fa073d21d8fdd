import { families } from '../../evidence/family.ts';
import { fields, integer, oneOf, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { LinkKind } from '../language/word.ts';
import { tunnelEnds } from './tunnel-ends.ts';

const shape = fields('an IPsec tunnel between the own addresses of its two nodes', {
  over: oneOf('the family of the packets that carry those of the tunnel', ...families),
  id: optional(
    integer(
      'the number of its interfaces and policies (if_id), from which the SPI is made; 1 by default. Tunnels that share a node need different ones',
      1,
      65_535,
    ),
  ),
});

/** The word `esp`: encrypted IP packets of both families in ESP in tunnel mode (RFC 4303) with AES-GCM (RFC 4106), through interfaces of the kind xfrm. */
export const esp: LinkKind<ValueOf<typeof shape>> = {
  about:
    'Carries encrypted IP packets of both families between two nodes in ESP packets of the links below (IPsec in tunnel mode).',
  shape,
  example: { over: 'ipv4' },
  remedy: 'load the modules xfrm_user, xfrm_interface, gcm, seqiv, and esp4, or esp6 for a tunnel over IPv6',
  underlay: ({ over }) => over,
  distinctBy: ({ id = 1 }) => ({ among: 'tunnels of a node', text: `id ${id}`, setting: 'id' }),
  pointToPoint: true,
  encrypts: true,
  /** The IP header outside, 8 bytes of ESP and 8 of IV; after the packet inside 2 of trailer and 16 of ICV. */
  overhead: () => ({ ipv6: 40 + 34, ipv4: 20 + 34 }),
  /** The trailer ends on a multiple of 4 bytes (RFC 4303, 2.4), as do all parts around it. */
  paddedTo: 4,
  commands: (ends, { over, id = 1 }) =>
    tunnelEnds(ends, over).flatMap(({ end, local, remote, why }, index) => {
      const other = ends[1 - index]!.node.name;
      const from = ['src', local, 'dst', remote];
      const back = ['src', remote, 'dst', local];
      const ofTunnel = ['if_id', `${id}`];
      const state = (way: readonly string[], reason: string) => ({
        in: end.node.name,
        argv: [
          ...['ip', 'xfrm', 'state', 'add', ...way, 'proto', 'esp', 'spi', `${firstSpi + id}`, 'mode', 'tunnel'],
          ...['flag', 'af-unspec', 'aead', 'rfc4106(gcm(aes))', key, '128', ...ofTunnel],
        ],
        why: reason,
      });
      const policies = (direction: string, way: readonly string[], reason: string) =>
        families.map((family) => ({
          in: end.node.name,
          ip: [
            ...['xfrm', 'policy', 'add', 'src', everything[family], 'dst', everything[family], 'dir', direction],
            ...[...ofTunnel, 'tmpl', ...way, 'proto', 'esp', 'mode', 'tunnel'],
          ],
          why: reason,
        }));
      return [
        {
          in: end.node.name,
          ip: ['link', 'add', end.name, 'mtu', `${end.mtu}`, 'type', 'xfrm', ...ofTunnel],
          why: why('packets', 'ESP'),
        },
        state(from, `encrypt for ${other}`),
        state(back, `decrypt what comes from ${other}`),
        ...policies('out', from, `what leaves by ${end.name} is encrypted`),
        ...policies('in', back, `what arrives by ${end.name} for ${end.node.name} was encrypted`),
        ...policies('fwd', back, `what arrives by ${end.name} for others was encrypted`),
      ];
    }),
};

/** SPIs up to 255 are reserved (RFC 4303, 2.1). */
const firstSpi = 256;

const everything = { ipv6: '::/0', ipv4: '0.0.0.0/0' } as const;

/** 16 bytes of key and 4 of salt. Both directions share it, which no real tunnel may do; nobody but the lab reads these packets. */
const key = `0x${'6d74756c6162'.repeat(3)}0001`;
