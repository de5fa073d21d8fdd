import type { Family } from '../../evidence/family.ts';

/** How a node translates packets of one family into packets of the other (RFC 7915), as plain data of its plan. */
export interface FamilyTranslator {
  /** The interface through which packets go to the program that translates them, and come back. */
  readonly device: string;
  /** The IPv6 prefix, of 96 bits, in which IPv4 addresses appear (RFC 6052). */
  readonly prefix: string;
  /** An IPv4 address of its own, the source of ICMP errors from nodes that have no IPv4 address. */
  readonly address: string;
  /** Nodes with an address of the other family that is not in the prefix (RFC 7757). */
  readonly map: readonly AddressPair[];
  /** IPv4 addresses that it leases while the lab runs, each for an IPv6 address that devices ask for by name. */
  readonly leases?: AddressPool;
  /** IPv4 addresses, as a prefix, that no other node sees: those of the map there are replaced by the address of its node (NAT64, RFC 6146). */
  readonly pool?: string;
  /** A CLAT (464XLAT, RFC 6877): the prefix is that of another translator, beyond which these nodes have IPv4 addresses. */
  readonly beyond?: Beyond;
}

/** The addresses of a prefix, of which the first and the last one are left out. */
export interface AddressPool {
  readonly prefix: string;
  /** How many of them may be leased. */
  readonly size: number;
}

/** What lies behind another translator, as a CLAT sees it. */
export interface Beyond {
  readonly translator: string;
  readonly nodes: readonly { readonly node: string; readonly ipv4: string }[];
}

/** The addresses of one node in both families, of which it has one. */
export interface AddressPair {
  readonly node: string;
  readonly has: Family;
  readonly ipv6: string;
  readonly ipv4: string;
}

/** An address of a family that a node lacks, by which a translator presents it to others. */
export interface TranslatedAddress {
  /** The node that translates. */
  readonly by: string;
  readonly family: Family;
  /** Empty before the addresses are planned. */
  readonly address: string;
  /** Nodes without an address at the translator reach it too, since it has one for every sender. */
  readonly isForAll?: true;
  /** The translator has an entry for this node alone: the address is not in its prefix. */
  readonly isMapped?: true;
}
