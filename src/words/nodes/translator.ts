import { families } from '../../evidence/family.ts';
import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import type { FamilyTranslator } from '../lab/family-translator.ts';
import { fields, list, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import { offeredServices, serveSetting } from '../services/serve-setting.ts';
import type { NodeKind, Service } from '../language/word.ts';

type Services = Readonly<Record<string, Service<unknown>>>;

const ways = {
  siit: optional(
    fields('translation without state (SIIT, RFC 7915)', {
      map: optional(
        list(
          'nodes with one family that get an address of the other one each (RFC 7757); other nodes with only IPv4 appear in its IPv6 prefix',
          reference('node', 'a node with one family'),
        ),
      ),
    }),
  ),
  clat: optional(
    fields('the translator of nodes with IPv4 in a network without it, the CLAT of 464XLAT (RFC 6877)', {
      towards: reference('node', 'the translator with nat64 whose prefix it uses'),
      map: list('nodes with only IPv4 that it serves', reference('node', 'a node with only IPv4'), 1),
    }),
  ),
  nat64: optional(
    fields(
      'translation that tracks connections (NAT64, RFC 6146): all nodes with only IPv6 share its IPv4 address, and can be reached by none',
      {},
    ),
  ),
};

const shapeOf = (services: Services) =>
  fields('a node that translates between IPv4 and IPv6', { ...ways, serve: optional(serveSetting(services)) });

type Translator = ValueOf<ReturnType<typeof shapeOf>>;

/** The word `translator`: the program translates, and the kernel routes to it and back, over a TUN device. */
export const translator = (all: Services): NodeKind<Translator> => {
  const services = Object.fromEntries(Object.entries(all).filter(([, { leases }]) => leases));
  return translatorOffering(services);
};

const translatorOffering = (services: Services): NodeKind<Translator> => ({
  about:
    'A router that translates packets of IPv4 into those of IPv6 and back, with their ICMP errors, between nodes that have one family only.',
  shape: shapeOf(services),
  example: { siit: { map: ['server'] } },
  forwards: true,
  needsFor: ({ nat64 }) => (nat64 ? ['nat'] : []),
  translates: ({ siit, clat, nat64 }) => ({
    map: clat?.map ?? siit?.map ?? [],
    ...(nat64 && { isStateful: true }),
    ...(clat && { towards: clat.towards }),
  }),
  serves: ({ serve, ...settings }) => {
    const offered = offeredServices(serve, services); // they run its program, whose mappings they change
    return offered.length > 0 ? offered : [{ word: 'tayga', settings, listens: [] }];
  },
  label: ({ siit: { map = [] } = {}, clat, nat64 }) => {
    if (clat) return `translates IPv4 of ${clat.map.join(', ')} for ${clat.towards}`;
    return nat64
      ? 'translates IPv6 to IPv4'
      : `translates IPv4 and IPv6${map.length > 0 ? ` for ${map.join(', ')}` : ''}`;
  },
  conflicts: ({ siit, clat, nat64, serve }, node, nodes) => [
    ...([siit, clat, nat64].filter((way) => way !== undefined).length !== 1 ? [{ at: [], text: oneOfBoth }] : []),
    ...(serve !== undefined && !siit ? [{ at: ['serve'], text: leasesWithoutSiit }] : []),
    ...(node.families.length < families.length ? [{ at: [], text: lacksFamily(node) }] : []),
    ...(['siit', 'clat'] as const).flatMap(
      (way) =>
        ({ siit, clat })[way]?.map?.flatMap((name, index) => {
          const text = mapConflict(node, nodes.get(name));
          return text === undefined ? [] : [{ at: [way, 'map', index], text }];
        }) ?? [],
    ),
    ...(clat && nodes.has(clat.towards) && !isStateful(clat.towards, nodes)
      ? [
          {
            at: ['clat', 'towards'],
            text: `${clat.towards} does not translate with nat64; name a translator that does`,
          },
        ]
      : []),
  ],
  commands: (node) => (node.translates ? commands(node, node.translates) : []),
});

const isStateful = (name: string, nodes: NodeViews): boolean =>
  [...nodes.values()].some(({ translated }) => translated?.by === name && translated.isForAll);

const oneOfBoth = 'a translator without one way to translate; give it either siit, clat or nat64';

const leasesWithoutSiit =
  'only a translator without state has a mapping for each leased address; replace clat or nat64 by siit';

const lacksFamily = ({ name }: NodeView): string =>
  `${name} has only one family to translate; give it both, and the scenario too`;

const mapConflict = (node: NodeView, mapped: NodeView | undefined): string | undefined => {
  if (!mapped) return undefined;
  const { name, bridges } = mapped;
  if (bridges) return `${name} forwards frames and has no address; name a host or a router`;
  if (name === node.name) return `${name} is the translator itself; name a node with one family`;
  if (mapped.families.length === 1) return undefined;
  return `${name} has ${mapped.families.length > 1 ? 'both families' : 'no family'}; map a node that has one, such as one with families: [ipv6]`;
};

/** Connection tracking shares the address of the node among all that come from the pool. */
const masquerade = (address: string, pool: string, device: string): string =>
  [
    'table ip mtulab-nat64 {',
    ' chain postrouting {',
    '  type nat hook postrouting priority 100; policy accept;',
    `  ip saddr ${pool} oifname != "${device}" counter snat to ${address} comment "nat64"`,
    ' }',
    '}',
  ].join('\n');

/** The device carries every length, so that only the links decide what is too big. */
const commands = (
  { name, address: own }: NodeView,
  { device, prefix, address, map, pool, beyond, leases }: FamilyTranslator,
): readonly NodeCommand[] => {
  const to = (route: string, why: string): NodeCommand => ({
    in: name,
    ip: ['route', 'add', route, 'dev', device],
    why,
  });
  return [
    { in: name, ip: ['tuntap', 'add', 'dev', device, 'mode', 'tun'], why: `packets to translate go to ${device}` },
    { in: name, ip: ['link', 'set', 'dev', device, 'up', 'mtu', '65535'], why: `${device} carries every length` },
    to(`${address}/32`, 'the IPv4 address of the translator itself'),
    ...(beyond
      ? beyond.nodes.map(({ node, ipv4 }) => to(`${ipv4}/32`, `${node}, behind ${beyond.translator}`))
      : [to(prefix, 'IPv6 addresses that contain those of IPv4')]),
    ...(leases ? [to(leases.prefix, 'IPv4 addresses that are leased while the lab runs')] : []),
    ...(pool === undefined
      ? []
      : [
          to(pool, 'nodes with IPv6 as IPv4 sees them before they get the address of the translator'),
          {
            in: name,
            nft: masquerade(own.ipv4, pool, device),
            why: `${name} replaces the source of what it translates by its own address`,
          },
        ]),
    ...(pool === undefined ? map : []).map(({ node, has, ipv4, ipv6 }) =>
      has === 'ipv6' ? to(`${ipv4}/32`, `${node} as IPv4 sees it`) : to(`${ipv6}/128`, `${node} as IPv6 sees it`),
    ),
  ];
};
