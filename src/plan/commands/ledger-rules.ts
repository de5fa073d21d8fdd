import { minimumIpv6Mtu, translationBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { fragmentSet, ledgerTable, ptbSet, segmentSet, synSet } from '../../evidence/ledger/set-names.ts';
import type { TableFamily } from '../../evidence/ledger/set-names.ts';
import type { PtbHook } from '../../evidence/ledger/ledger.ts';

/** The nft table in which every node counts Packet Too Big messages, SYNs and segments per flow; `src/evidence/ledger` defines its sets. */
export const ledgerRules = (families: readonly Family[], table: TableFamily, translation: Translation = {}): string =>
  [
    `table ${table} ${ledgerTable} {`,
    ...families.flatMap((family) => hooks.map(({ hook }) => setLine(ptbSet(family, hook), ptbKeys[family]))),
    ...directions.flatMap((direction) => [...tcpSets(direction), ...fragmentSets(direction, families)]),
    ...hooks.flatMap((hook) => chainLines(hook, families, translation)),
    '}',
  ].join('\n');

/** What translators between the families change about counting. */
interface Translation {
  /** The interface of this node through which it translates: what passes there is counted where it comes in and where it goes out. */
  readonly device?: string | undefined;
  /** A node of the lab translates, so that a packet has to be large in both families or in none. */
  readonly isInLab?: boolean;
}

const directions = ['in', 'out'] as const;
type Direction = (typeof directions)[number];

/** Before the node's own filters (conntrack defragments at -400) and after them, so that the counts show at which hook a packet is dropped. */
const hooks: readonly Hook[] = [
  { hook: 'arrived', at: 'prerouting', priority: -450, direction: 'in' },
  { hook: 'taken', at: 'input', priority: 400 },
  { hook: 'passed', at: 'forward', priority: 400 },
  { hook: 'made', at: 'output', priority: -450 },
  { hook: 'left', at: 'postrouting', priority: 400, direction: 'out' },
];

interface Hook {
  readonly hook: PtbHook;
  readonly at: string;
  readonly priority: number;
  /** Set where TCP is counted. */
  readonly direction?: Direction;
}

/**
 * The reported MTU, the quoted protocol, and the quoted addresses and ports as one field: after 8 bytes of ICMP and 24 of quoted IPv6 header
 * or 12 of IPv4 (RFC 4443 3.2, RFC 1191). With four or more such fields nft 1.0.6 aborts when it lists the set.
 */
const ptbKeys: Readonly<Record<Family, string>> = {
  ipv6: 'icmpv6 mtu . @th,112,8 . @th,128,288',
  ipv4: 'icmp mtu . @th,136,8 . @th,160,96',
};

const ptbMatch: Readonly<Record<Family, string>> = {
  ipv6: 'icmpv6 type packet-too-big',
  ipv4: 'icmp type destination-unreachable icmp code frag-needed',
};

const flowKey = (direction: Direction): string => `meta protocol . ${interfaceKey(direction)} . tcp sport . tcp dport`;
const interfaceKey = (direction: Direction): string => (direction === 'in' ? 'iifname' : 'oifname');
const fragmentKey = (direction: Direction): string => `${interfaceKey(direction)} . ip saddr . ip daddr`;
const synKey = (direction: Direction): string => `${flowKey(direction)} . tcp option maxseg size`;

const tcpSets = (direction: Direction): readonly string[] => [
  setLine(synSet('syn', direction), synKey(direction)),
  setLine(synSet('syn-ack', direction), synKey(direction)),
  setLine(segmentSet('large', direction), flowKey(direction)),
  setLine(segmentSet('small', direction), flowKey(direction)),
];

const fragmentSets = (direction: Direction, families: readonly Family[]): readonly string[] =>
  families.includes('ipv4') ? [setLine(fragmentSet(direction), fragmentKey(direction))] : [];

/** Without a size the kernel starts with a small table that grows to 65535 entries; with one it allocates all at once, 0.9 MB per node. */
const setLine = (name: string, keys: string): string => ` set ${name} { typeof ${keys}; flags dynamic; counter; }`;

const chainLines = (
  { hook, at, priority, direction }: Hook,
  families: readonly Family[],
  { device, isInLab = false }: Translation,
): readonly string[] => [
  ` chain ${hook} {`,
  `  type filter hook ${at} priority ${priority}; policy accept;`,
  ...(device === undefined || at === 'output'
    ? []
    : [`  ${at === 'postrouting' ? 'oifname' : 'iifname'} "${device}" accept`]),
  ...families.map((family) => `  ${ptbMatch[family]} add @${ptbSet(family, hook)} { ${ptbKeys[family]} }`),
  ...(direction ? [...fragmentRules(direction, families), ...tcpRules(direction, isInLab)] : []),
  ' }',
];

/** More fragments, or an offset. */
const fragmentRules = (direction: Direction, families: readonly Family[]): readonly string[] =>
  families.includes('ipv4')
    ? [`  ip frag-off & 0x3fff != 0 add @${fragmentSet(direction)} { ${fragmentKey(direction)} }`]
    : [];

/** 1280 bytes is the smallest MTU of IPv6: a longer packet may be too big somewhere. */
const tcpRules = (direction: Direction, isTranslated: boolean): readonly string[] => {
  const add = (name: string, keys: string) => `add @${name} { ${keys} }`;
  const addLarge = `${add(segmentSet('large', direction), flowKey(direction))} accept`;
  return [
    `  tcp flags & (syn | ack) == syn ${add(synSet('syn', direction), synKey(direction))} accept`,
    `  tcp flags & (syn | ack) == (syn | ack) ${add(synSet('syn-ack', direction), synKey(direction))} accept`,
    ...(isTranslated
      ? [`  meta l4proto tcp meta protocol ip meta length > ${minimumIpv6Mtu - translationBytes} ${addLarge}`]
      : []),
    `  meta l4proto tcp meta length > ${minimumIpv6Mtu} ${addLarge}`,
    `  meta l4proto tcp ${add(segmentSet('small', direction), flowKey(direction))}`,
  ];
};
