import { smallestIpv6Mtu } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { ledgerTable, ptbSet, segmentSet, synSet } from '../../evidence/ledger/set-names.ts';
import type { TableFamily } from '../../evidence/ledger/set-names.ts';
import type { PtbHook } from '../../evidence/ledger/ledger.ts';

/** The nft table in which every node counts Packet Too Big messages, SYNs and segments by flow; the evidence floor reads it. */
export const ledgerRules = (families: readonly Family[], table: TableFamily): string =>
  [
    `table ${table} ${ledgerTable} {`,
    ...families.flatMap((family) => hooks.map(({ hook }) => set(ptbSet(family, hook), ptbKeys[family]))),
    ...directions.flatMap((direction) => setsOf(direction)),
    ...hooks.flatMap((hook) => chain(hook, families)),
    '}',
  ].join('\n');

const directions = ['in', 'out'] as const;
type Direction = (typeof directions)[number];

/** Before the node's own filters (conntrack's defragmentation is at -400) and after them, so that a drop in each hook has its own name. */
const hooks: readonly Hook[] = [
  { hook: 'arrived', at: 'prerouting', priority: -450, direction: 'in' },
  { hook: 'taken', at: 'input', priority: 400 },
  { hook: 'made', at: 'output', priority: -450 },
  { hook: 'left', at: 'postrouting', priority: 400, direction: 'out' },
];

interface Hook {
  readonly hook: PtbHook;
  readonly at: string;
  readonly priority: number;
  /** TCP is counted at this hook. */
  readonly direction?: Direction;
}

/** The told MTU and the ports of the quoted packet: 8 bytes of ICMP, then 40 or 20 of the quoted header (RFC 4443 3.2, RFC 1191). */
const ptbKeys: Readonly<Record<Family, string>> = { ipv6: 'icmpv6 mtu . @th,384,32', ipv4: 'icmp mtu . @th,224,32' };

const ptbMatch: Readonly<Record<Family, string>> = {
  ipv6: 'icmpv6 type packet-too-big',
  ipv4: 'icmp type destination-unreachable icmp code frag-needed',
};

const flow = (direction: Direction): string => `${direction === 'in' ? 'iifname' : 'oifname'} . tcp sport . tcp dport`;
const handshake = (direction: Direction): string => `${flow(direction)} . tcp option maxseg size`;

const setsOf = (direction: Direction): readonly string[] => [
  set(synSet('syn', direction), handshake(direction)),
  set(synSet('syn-ack', direction), handshake(direction)),
  set(segmentSet('large', direction), flow(direction)),
  set(segmentSet('small', direction), flow(direction)),
];

/** Without a size the kernel begins with a small table and lets it grow to 65535; with one it takes all the room at once, 0.9 MB a node. */
const set = (name: string, keys: string): string => ` set ${name} { typeof ${keys}; flags dynamic; counter; }`;

const chain = ({ hook, at, priority, direction }: Hook, families: readonly Family[]): readonly string[] => [
  ` chain ${hook} {`,
  `  type filter hook ${at} priority ${priority}; policy accept;`,
  ...families.map((family) => `  ${ptbMatch[family]} add @${ptbSet(family, hook)} { ${ptbKeys[family]} }`),
  ...(direction ? tcp(direction) : []),
  ' }',
];

/** 1280 is the smallest MTU of IPv6: what is longer may be too big somewhere. */
const tcp = (direction: Direction): readonly string[] => {
  const add = (name: string, keys: string) => `add @${name} { ${keys} }`;
  return [
    `  tcp flags & (syn | ack) == syn ${add(synSet('syn', direction), handshake(direction))} accept`,
    `  tcp flags & (syn | ack) == (syn | ack) ${add(synSet('syn-ack', direction), handshake(direction))} accept`,
    `  meta l4proto tcp meta length > ${smallestIpv6Mtu} ${add(segmentSet('large', direction), flow(direction))} accept`,
    `  meta l4proto tcp ${add(segmentSet('small', direction), flow(direction))}`,
  ];
};
