import ipaddr from 'ipaddr.js';

/**
 * Returns the addresses that a prefix of IPv4 has for leases: without its first and its last one, which some devices take for those of a network and a
 * broadcast; at most `size` of them. Undefined for what is no such prefix, or longer than 30 bits, or shorter than 16.
 */
export const addressesOfPool = (prefix: string, size = Infinity): readonly string[] | undefined => {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(prefix)) return undefined;
  const [network, bits] = ipaddr.IPv4.parseCIDR(prefix);
  const first = network.octets.reduce((number, octet) => number * 256 + octet, 0);
  const all = 2 ** (32 - bits);
  if (bits < 16 || bits > 30 || first % all !== 0) return undefined;
  return Array.from({ length: Math.min(all - 2, size) }, (_, index) => addressAt(first + 1 + index));
};

const addressAt = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
