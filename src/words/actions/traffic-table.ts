import type { Family } from '../../evidence/family.ts';

/** Returns the nft table that counts what passes an interface, by the addresses that are on the wire there. No rule of it drops anything. */
export const trafficTable = (device: string): string =>
  [
    `table inet ${tableName(device)} {`,
    ...families.flatMap(([family, address]) =>
      directions.flatMap(({ name }) => [
        `set ${family}-${name} { type ${address} . ${address} . inet_proto . inet_service . inet_service; ${size} }`,
        `set ${family}-${name}-other { type ${address} . ${address} . inet_proto; ${size} }`,
      ]),
    ),
    ...directions.flatMap(({ name, hook, interfaceKey }) => [
      `chain ${name} {`,
      `type filter hook ${hook}; policy accept;`,
      ...families.flatMap(([family, , header]) => {
        const key = `${header} saddr . ${header} daddr . meta l4proto`;
        const rule = `${interfaceKey} "${device}"`;
        return [
          `${rule} meta l4proto { tcp, udp } add @${family}-${name} { ${key} . th sport . th dport counter } accept`,
          `${rule} add @${family}-${name}-other { ${key} counter }`,
        ];
      }),
      '}',
    ]),
    '}',
  ].join('\n');

export const tableName = (device: string): string => `mtulab-traffic-${device}`;

/** Packets between two ends in one direction, counted since the table was made. */
export interface CountedPackets {
  readonly family: Family;
  /** As seen from the node that counts. */
  readonly direction: 'in' | 'out';
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly ports?: readonly [source: number, destination: number];
  /** The IP packets with their headers. */
  readonly bytes: number;
}

/** Parses what `nft -j list table` prints of such a table. */
export const parseTrafficTable = (json: string): readonly CountedPackets[] => {
  const { nftables } = JSON.parse(json) as { readonly nftables: readonly { readonly set?: NftSet }[] };
  return nftables.flatMap(({ set }) => {
    if (!set) return [];
    const [family, direction] = set.name.split('-') as [Family, 'in' | 'out'];
    return (set.elem ?? []).map(({ elem }) => {
      const [source, destination, protocol, ...ports] = elem.val.concat;
      return {
        ...{ family, direction, source: String(source), destination: String(destination), protocol: String(protocol) },
        ...(ports.length === 2 && { ports: [Number(ports[0]), Number(ports[1])] as const }),
        bytes: elem.counter.bytes,
      };
    });
  });
};

interface NftSet {
  readonly name: string;
  readonly elem?: readonly {
    readonly elem: {
      readonly val: { readonly concat: readonly (string | number)[] };
      readonly counter: { readonly bytes: number };
    };
  }[];
}

const families = [
  ['ipv6', 'ipv6_addr', 'ip6'],
  ['ipv4', 'ipv4_addr', 'ip'],
] as const;

/** Before a destination and after a source is translated; the fragments of a packet that this node cuts count as one packet. */
const directions = [
  { name: 'in', hook: 'prerouting priority -310', interfaceKey: 'iifname' },
  { name: 'out', hook: 'postrouting priority 310', interfaceKey: 'oifname' },
] as const;

/** Packets for which a set has no room count among the others: of a protocol, without ports. */
const size = 'size 65535; flags dynamic;';
