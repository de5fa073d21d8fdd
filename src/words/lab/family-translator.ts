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
  /** The translator has an entry for this node alone: the address is not in its prefix. */
  readonly isMapped?: true;
}
