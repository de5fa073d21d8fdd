/** The two network protocols; every scenario runs as twins, one per family. */
export type Family = 'ipv6' | 'ipv4';

export const families: readonly Family[] = ['ipv6', 'ipv4'];

/** Bytes of IP and TCP header without options: an MSS is the MTU less this (RFC 9293 section 3.7.1). */
export const headerBytes = (family: Family): number => (family === 'ipv6' ? 60 : 40);

/** Bytes that the timestamp option takes from each segment: `snd_mss` is the MSS option less 12. */
export const timestampBytes = 12;
