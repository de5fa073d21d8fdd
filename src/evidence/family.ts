/** The two network protocols; every scenario runs once for each of its families. */
export const families = ['ipv6', 'ipv4'] as const;

export type Family = (typeof families)[number];

/** The smallest MTU in bytes that a link may have for IPv6 (RFC 8200 section 5): a larger packet may be too big somewhere. */
export const smallestIpv6Mtu = 1280;

/** Bytes of IP and TCP header without options: an MSS is the MTU less this (RFC 9293 section 3.7.1). */
export const headerBytes = (family: Family): number => (family === 'ipv6' ? 60 : 40);

/** Bytes that the timestamp option takes from each segment: `snd_mss` is the MSS option less 12. */
export const timestampBytes = 12;
