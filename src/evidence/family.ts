/** The two IP versions; every scenario runs once for each of its families. */
export const families = ['ipv6', 'ipv4'] as const;

export type Family = (typeof families)[number];

/** The families as texts for people name them. */
export const familyNames: Readonly<Record<Family, string>> = { ipv6: 'IPv6', ipv4: 'IPv4' };

/** The smallest MTU in bytes that a link may have for IPv6 (RFC 8200 section 5); any larger packet may be too big for some link. */
export const minimumIpv6Mtu = 1280;

/** Bytes of the IP and TCP headers without options: the MSS is the MTU minus these (RFC 9293 section 3.7.1). */
export const tcpIpHeaderBytes = (family: Family): number => (family === 'ipv6' ? 60 : 40);

/** Bytes of the IP and UDP headers without options and extensions. */
export const udpIpHeaderBytes = (family: Family): number => (family === 'ipv6' ? 48 : 28);

/** Bytes that the TCP timestamp option takes from each segment: `snd_mss` is the MSS option minus 12. */
export const timestampOptionBytes = 12;

/** Bytes by which a frame may exceed the MTU of a veth: those of a VLAN tag (is_skb_forwardable). */
export const vlanTagBytes = 4;

/** Bytes that a packet gains when IPv4 is translated into IPv6, and loses on the way back: their headers have 20 and 40 (RFC 7915). */
export const translationBytes = 20;

/** The MTU in a Packet Too Big that a translator makes of one about a link of the other family; it reports no IPv6 link below 1280 (RFC 7915 section 4.2). */
export const translatedMtu = (mtu: number, into: Family): number =>
  into === 'ipv6' ? Math.max(minimumIpv6Mtu, mtu + translationBytes) : mtu - translationBytes;

/** The other one of both families. */
export const otherFamily = (family: Family): Family => (family === 'ipv6' ? 'ipv4' : 'ipv6');
