import type { Family } from '../../evidence/family.ts';

/** Where one node's addresses come from: everything that it owns lies in one aggregate per family, so that one route reaches all of it. */
export interface AddressPlan {
  /** Node's own address, kept on lo. */
  node(number: number): Readonly<Record<Family, string>>;
  /** Addresses of both ends of the `index`-th link (from 1) that a node owns. */
  link(number: number, index: number): readonly [Readonly<Record<Family, string>>, Readonly<Record<Family, string>>];
  /** Address of the `index`-th node (from 1) on the segment whose first bridge this is. */
  segment(number: number, index: number): Readonly<Record<Family, string>>;
  /** Place of a node among the 16-bit numbers from which the aggregates of a family are made. */
  index(family: Family, number: number): number;
  /** Prefix that covers all nodes whose index begins like this one, in its first `bits` of 16 bits. */
  aggregate(family: Family, index: number, bits: number): string;
  /** Bits that an aggregate must have, unless it is the default route: the blocks of RFC 5737 do not lie side by side. */
  fewestBits(family: Family): number;
  readonly linkPrefix: Readonly<Record<Family, number>>;
  readonly segmentPrefix: Readonly<Record<Family, number>>;
  readonly size: 'small' | 'large';
}

/** Nodes, links per node and nodes per segment up to which IPv4 fits into the blocks of RFC 5737, a /28 a node. */
const smallest = { nodes: 48, linksPerOwner: 7, perSegment: 14 } as const;

/** More than these do not fit at all: 16 bits of node number, 126 links of two addresses in a /24, or 254 nodes of a segment. */
export const addressLimits = { nodes: 65534, linksPerOwner: 126, perSegment: 254 } as const;

/** IPv6 out of 2001:db8::/32 (RFC 3849); IPv4 out of the documentation blocks while they suffice, else out of 10.0.0.0/8. */
export const addressPlan = ({ nodes, linksPerOwner, perSegment = 0 }: Counts): AddressPlan => {
  const small = nodes <= smallest.nodes && linksPerOwner <= smallest.linksPerOwner && perSegment <= smallest.perSegment;
  const v4 = small ? documentation : private8;
  return {
    size: small ? 'small' : 'large',
    linkPrefix: { ipv6: 64, ipv4: 31 },
    segmentPrefix: { ipv6: 64, ipv4: small ? 28 : 24 },
    node: (number) => ({ ipv6: `2001:db8:${hex(number)}::1`, ipv4: v4.address(number, 1) }),
    link: (number, index) => [
      { ipv6: `2001:db8:${hex(number)}:${hex(index)}::1`, ipv4: v4.address(number, 2 * index) },
      { ipv6: `2001:db8:${hex(number)}:${hex(index)}::2`, ipv4: v4.address(number, 2 * index + 1) },
    ],
    segment: (number, index) => ({ ipv6: `2001:db8:${hex(number)}:1::${hex(index)}`, ipv4: v4.address(number, index) }),
    index: (family, number) => (family === 'ipv6' ? number : v4.index(number)),
    aggregate: (family, index, bits) =>
      family === 'ipv6' ? `2001:db8:${index === 0 ? '' : `${hex(index)}:`}:/${32 + bits}` : v4.aggregate(index, bits),
    fewestBits: (family) => (family === 'ipv6' ? 0 : v4.fewestBits),
  };
};

interface Counts {
  readonly nodes: number;
  readonly linksPerOwner: number;
  readonly perSegment?: number;
}

interface Block {
  readonly fewestBits: number;
  index(number: number): number;
  address(number: number, offset: number): string;
  aggregate(index: number, bits: number): string;
}

/** Node 1 has the first /28 of 192.0.2.0/24. */
const documentation: Block = {
  fewestBits: 12,
  index: (number) => number - 1,
  address: (number, offset) => inBlocks(number - 1, offset),
  aggregate: (index, bits) => `${inBlocks(index, 0)}/${12 + bits}`,
};

const inBlocks = (index: number, offset: number): string =>
  `${['192.0.2', '198.51.100', '203.0.113'][index >> 4]}.${(index & 15) * 16 + offset}`;

const private8: Block = {
  fewestBits: 0,
  index: (number) => number,
  address: (number, offset) => `10.${number >> 8}.${number & 255}.${offset}`,
  aggregate: (index, bits) => `${private8.address(index, 0)}/${8 + bits}`,
};

const hex = (number: number): string => number.toString(16);
