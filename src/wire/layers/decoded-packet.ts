/** A packet as data, one field per layer that it has; lengths are in bytes, addresses in their usual text. */
export interface DecodedPacket extends Layers {
  /** Bytes that the capture kept. */
  readonly capturedLength: number;
  /** Bytes that the packet had, link header included where there is one. */
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
  /** The packet inside an IP-in-IP tunnel. */
  readonly inner?: Layers;
  /** The packet that an ICMP error quotes, as deeply as it was quoted. */
  readonly quoted?: Layers;
  /** The layer in whose header the captured (or quoted) bytes end: nothing is wrong, there is just no more. */
  readonly cut?: LayerName;
  /** What is wrong with the packet; the layers before it can be trusted. */
  readonly malformed?: string;
}

export type LayerName = 'ethernet' | 'arp' | 'ipv4' | 'ipv6' | 'tcp' | 'udp' | 'icmp' | 'icmpv6';

export interface Ethernet {
  readonly source: string;
  readonly destination: string;
  readonly etherType: number;
  /** VLAN identifiers, the outermost first. */
  readonly vlans?: readonly number[];
}

export interface Arp {
  readonly operation: number;
  readonly senderMac: string;
  readonly sender: string;
  readonly targetMac: string;
  readonly target: string;
}

/** What both network protocols tell. */
export interface Ip {
  readonly source: string;
  readonly destination: string;
  /** Hops that the packet may still take: TTL in IPv4. */
  readonly hopLimit: number;
  /** DSCP and ECN together, eight bits. */
  readonly trafficClass: number;
  /** Header with options or extension headers. */
  readonly headerLength: number;
  /** The whole packet as its header tells it, header included; what was sent, not what was captured. */
  readonly length: number;
  /** The protocol of the payload, behind extension headers. */
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

/** The piece of a payload that a fragment carries. */
export interface Fragment {
  readonly id: number;
  /** In bytes. */
  readonly offset: number;
  readonly more: boolean;
}

/** Fields after `sequence` are missing where an ICMP error quoted only eight bytes. */
export interface Tcp {
  readonly source: number;
  readonly destination: number;
  readonly sequence: number;
  readonly acknowledgement?: number;
  readonly headerLength?: number;
  readonly flags?: TcpFlags;
  /** As sent, before scaling. */
  readonly window?: number;
  readonly checksum?: number;
  readonly options?: TcpOptions;
  /** Bytes of payload that were sent with this header, captured or not. */
  readonly payloadLength?: number;
}

/** The nine bits, the highest first in the names of RFC 9293 and RFC 3540 for NS (AE). */
export type TcpFlag = 'ns' | 'cwr' | 'ece' | 'urg' | 'ack' | 'psh' | 'rst' | 'syn' | 'fin';
export type TcpFlags = Readonly<Record<TcpFlag, boolean>>;

export interface TcpOptions {
  readonly mss?: number;
  /** The shift, not the factor. */
  readonly windowScale?: number;
  readonly sackPermitted?: true;
  readonly sack?: readonly SackBlock[];
  readonly timestamps?: { readonly value: number; readonly echo: number };
  /** Kinds of the options that are not read. */
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
  /** Bytes of payload that were sent with this header, captured or not. */
  readonly payloadLength?: number;
}

/** ICMP or ICMPv6. */
export interface Icmp {
  readonly type: number;
  readonly code: number;
  readonly checksum?: number;
  /** The next hop's MTU that a Packet Too Big or Fragmentation Needed tells; 0 from routers older than RFC 1191. */
  readonly mtu?: number;
  /** Of an echo request or reply. */
  readonly echo?: { readonly id: number; readonly sequence: number };
  readonly neighbour?: Neighbour;
}

/** Neighbour discovery (RFC 4861), the part that tells who asks for whom. */
export interface Neighbour {
  readonly target?: string;
  /** The source or target link-layer address option. */
  readonly mac?: string;
  /** The MTU option of a router advertisement. */
  readonly mtu?: number;
}
