/** A packet as data, with one field per layer; lengths are in bytes, addresses are text. */
export interface DecodedPacket extends Layers {
  /** Bytes in the capture. */
  readonly capturedLength: number;
  /** Bytes on the wire, including the link header where there is one. */
  readonly originalLength: number;
}

export interface Layers {
  readonly ethernet?: Ethernet;
  readonly arp?: Arp;
  readonly ipv4?: Ipv4;
  readonly ipv6?: Ipv6;
  readonly tcp?: Tcp;
  readonly udp?: Udp;
  readonly icmp?: Icmp;
  readonly icmpv6?: Icmp;
  readonly vxlan?: Vxlan;
  readonly geneve?: Geneve;
  readonly gre?: Gre;
  /** The packet inside a tunnel: IP in IP, GRE, VXLAN, Geneve. */
  readonly inner?: Layers;
  /** The packet that an ICMP error quotes, as far as it is quoted. */
  readonly quoted?: Layers;
  /** The layer in whose header the captured (or quoted) bytes end; this is no error. */
  readonly cut?: LayerName;
  /** What is wrong with the packet; the layers before it are valid. */
  readonly malformed?: string;
}

export type LayerName =
  'ethernet' | 'arp' | 'ipv4' | 'ipv6' | 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'vxlan' | 'geneve' | 'gre';

export interface Ethernet {
  readonly source: string;
  readonly destination: string;
  readonly etherType: number;
  /** VLAN IDs, outermost first. */
  readonly vlans?: readonly number[];
}

export interface Arp {
  readonly operation: number;
  readonly senderMac: string;
  readonly sender: string;
  readonly targetMac: string;
  readonly target: string;
}

/** Fields common to IPv4 and IPv6. */
export interface Ip {
  readonly source: string;
  readonly destination: string;
  /** The remaining hops: TTL in IPv4. */
  readonly hopLimit: number;
  /** DSCP and ECN together, 8 bits. */
  readonly trafficClass: number;
  /** Including options or extension headers. */
  readonly headerLength: number;
  /** Length of the whole packet by its header, which it includes; as sent, not as captured. */
  readonly length: number;
  /** The protocol of the payload, after extension headers. */
  readonly protocol: number;
  readonly fragment?: Fragment;
}

export interface Ipv4 extends Ip {
  readonly id: number;
  readonly dontFragment: boolean;
  readonly checksum: number;
}

export interface Ipv6 extends Ip {
  readonly flowLabel: number;
  readonly extensions?: readonly ExtensionName[];
}

export type ExtensionName = 'hop-by-hop' | 'routing' | 'destination' | 'fragment';

/** The part of the payload in a fragment. */
export interface Fragment {
  readonly id: number;
  /** Bytes. */
  readonly offset: number;
  readonly more: boolean;
}

/** Fields after `sequence` are absent where an ICMP error quotes only 8 bytes. */
export interface Tcp {
  readonly source: number;
  readonly destination: number;
  readonly sequence: number;
  readonly acknowledgement?: number;
  readonly headerLength?: number;
  readonly flags?: TcpFlags;
  /** As sent, unscaled. */
  readonly window?: number;
  readonly checksum?: number;
  readonly options?: TcpOptions;
  /** Payload bytes sent with this header, captured or not. */
  readonly payloadLength?: number;
}

/** The nine flag bits, highest first, named as in RFC 9293, and NS (AE) as in RFC 3540. */
export type TcpFlag = 'ns' | 'cwr' | 'ece' | 'urg' | 'ack' | 'psh' | 'rst' | 'syn' | 'fin';
export type TcpFlags = Readonly<Record<TcpFlag, boolean>>;

export interface TcpOptions {
  readonly mss?: number;
  /** The shift count, not the factor. */
  readonly windowScale?: number;
  readonly sackPermitted?: true;
  readonly sack?: readonly SackBlock[];
  readonly timestamps?: { readonly value: number; readonly echo: number };
  /** Kinds of the options that are not decoded. */
  readonly others?: readonly number[];
}

export interface SackBlock {
  readonly left: number;
  readonly right: number;
}

export interface Udp {
  readonly source: number;
  readonly destination: number;
  readonly checksum?: number;
  /** Payload bytes sent with this header, captured or not. */
  readonly payloadLength?: number;
}

export interface Vxlan {
  /** The network identifier. */
  readonly id: number;
}

export interface Geneve {
  /** The virtual network identifier. */
  readonly id: number;
  /** Including the options. */
  readonly headerLength: number;
}

export interface Gre {
  /** The EtherType of what it carries. */
  readonly protocol: number;
  /** Including the optional fields. */
  readonly headerLength: number;
}

/** ICMP or ICMPv6. */
export interface Icmp {
  readonly type: number;
  readonly code: number;
  readonly checksum?: number;
  /** The next-hop MTU in a Packet Too Big or Fragmentation Needed; 0 from routers older than RFC 1191. */
  readonly mtu?: number;
  /** Only in an echo request or reply. */
  readonly echo?: { readonly id: number; readonly sequence: number };
  readonly neighbour?: Neighbour;
}

/** The target and options of a neighbour discovery message (RFC 4861). */
export interface Neighbour {
  readonly target?: string;
  /** The source or target link-layer address option. */
  readonly mac?: string;
  /** The MTU option of a router advertisement. */
  readonly mtu?: number;
}
