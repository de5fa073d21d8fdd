import type { Family } from '../../evidence/family.ts';

/** Assigns addresses to nodes and links. All addresses that a node owns lie in one aggregate per family, so one route reaches them all. */
export interface AddressPlan {
  /** The node's own address, on lo. */
  node(number: number): Readonly<Record<Family, string>>;
  /** What a node that translates between the families has: an IPv4 address, and an IPv6 prefix for those of IPv4. */
  translator(number: number): { readonly address: string; readonly prefix: string };
  /** Addresses of both ends of the `index`-th link (from 1) that the node owns. */
  link(number: number, index: number): readonly [Readonly<Record<Family, string>>, Readonly<Record<Family, string>>];
  /** Address of the `index`-th node (from 1) on the segment whose first bridge is `number`. */
  segment(number: number, index: number): Readonly<Record<Family, string>>;
  /** The IPv4 prefix of a pool with this number: that of a node. */
  pool(number: number): string;
  /** The node's index among the 16-bit numbers that the aggregates of the family cover. */
  index(family: Family, number: number): number;
  /** The prefix of all nodes whose index shares the first `bits` of 16 bits with this one. */
  aggregate(family: Family, index: number, bits: number): string;
  /** The least `bits` of an aggregate other than the default route: the blocks of RFC 5737 are not contiguous. */
  minBits(family: Family): number;
  readonly linkPrefix: Readonly<Record<Family, number>>;
  readonly segmentPrefix: Readonly<Record<Family, number>>;
  readonly size: 'small' | 'large';
}

/** The most nodes, links per node and nodes per segment for which IPv4 fits into the blocks of RFC 5737, a /28 per node. */
const smallLimits = { nodes: 48, linksPerOwner: 7, perSegment: 14 } as const;

/** The most that any lab may have: 16 bits of node number, 126 links of two addresses in a /24, 254 nodes per segment. */
export const addressLimits = { nodes: 65534, linksPerOwner: 126, perSegment: 254 } as const;

/** IPv6 from 2001:db8::/32 (RFC 3849); IPv4 from the documentation blocks (RFC 5737) if they suffice, otherwise from 10.0.0.0/8. */
export const addressPlan = ({ nodes, linksPerOwner, perSegment = 0 }: LabSize): AddressPlan => {
  const small =
    nodes <= smallLimits.nodes && linksPerOwner <= smallLimits.linksPerOwner && perSegment <= smallLimits.perSegment;
  const v4 = small ? documentationBlocks : privateBlock;
  return {
    size: small ? 'small' : 'large',
    linkPrefix: { ipv6: 64, ipv4: 31 },
    segmentPrefix: { ipv6: 64, ipv4: small ? 28 : 24 },
    node: (number) => ({ ipv6: `2001:db8:${hex(number)}::1`, ipv4: v4.address(number, 1) }),
    translator: (number) => ({ address: v4.address(number, 0), prefix: `2001:db8:${hex(number)}:ff9b::/96` }),
    link: (number, index) => [
      { ipv6: `2001:db8:${hex(number)}:${hex(index)}::1`, ipv4: v4.address(number, 2 * index) },
      { ipv6: `2001:db8:${hex(number)}:${hex(index)}::2`, ipv4: v4.address(number, 2 * index + 1) },
    ],
    segment: (number, index) => ({ ipv6: `2001:db8:${hex(number)}:1::${hex(index)}`, ipv4: v4.address(number, index) }),
    pool: (number) => v4.aggregate(v4.index(number), 16),
    index: (family, number) => (family === 'ipv6' ? number : v4.index(number)),
    aggregate: (family, index, bits) =>
      family === 'ipv6' ? `2001:db8:${index === 0 ? '' : `${hex(index)}:`}:/${32 + bits}` : v4.aggregate(index, bits),
    minBits: (family) => (family === 'ipv6' ? 0 : v4.minBits),
  };
};

/** The addresses of these families; empty for the others. */
export const addressesOf = (families: readonly Family[], address: Readonly<Record<Family, string>>): typeof address =>
  families.length > 1
    ? address
    : {
        ipv6: families.includes('ipv6') ? address.ipv6 : '',
        ipv4: families.includes('ipv4') ? address.ipv4 : '',
      };

export const noAddress = { ipv6: '', ipv4: '' } as const;

interface LabSize {
  readonly nodes: number;
  readonly linksPerOwner: number;
  readonly perSegment?: number;
}

interface Ipv4Block {
  readonly minBits: number;
  index(number: number): number;
  address(number: number, offset: number): string;
  aggregate(index: number, bits: number): string;
}

/** Node 1 owns the first /28 of 192.0.2.0/24. */
const documentationBlocks: Ipv4Block = {
  minBits: 12,
  index: (number) => number - 1,
  address: (number, offset) => documentationAddress(number - 1, offset),
  aggregate: (index, bits) => `${documentationAddress(index, 0)}/${12 + bits}`,
};

const documentationAddress = (index: number, offset: number): string =>
  `${['192.0.2', '198.51.100', '203.0.113'][index >> 4]}.${(index & 15) * 16 + offset}`;

const privateBlock: Ipv4Block = {
  minBits: 0,
  index: (number) => number,
  address: (number, offset) => `10.${number >> 8}.${number & 255}.${offset}`,
  aggregate: (index, bits) => `${privateBlock.address(index, 0)}/${8 + bits}`,
};

const hex = (number: number): string => number.toString(16);
