import type { Fragment, LayerName } from './decoded-packet.ts';
import type { NextLayer, PacketBytes } from './packet-bytes.ts';

/** The layer after an IP header: none in a later fragment, another packet in a tunnel. */
export const ipPayload = (protocol: number, bytes: PacketBytes, fragment?: Fragment): { readonly next?: NextLayer } => {
  const layer = layersByProtocol[protocol];
  if (!layer || (fragment && fragment.offset > 0)) return {};
  const isTunnel = layer === 'ipv4' || layer === 'ipv6';
  return { next: { layer, bytes, ...(isTunnel && { as: 'inner' }) } };
};

/** By IANA protocol number; 58 over IPv4 and 1 over IPv6 are decoded too. */
export const layersByProtocol: Readonly<Record<number, LayerName>> = {
  1: 'icmp',
  4: 'ipv4',
  6: 'tcp',
  17: 'udp',
  41: 'ipv6',
  47: 'gre',
  58: 'icmpv6',
};
