import type { Fragment, LayerName } from './decoded-packet.ts';
import type { NextLayer, PacketBytes } from './packet-bytes.ts';

/** What an IP header is followed by: nothing to read in a later fragment, another packet in a tunnel. */
export const ipPayload = (protocol: number, part: PacketBytes, fragment?: Fragment): { readonly next?: NextLayer } => {
  const layer = layersByProtocol[protocol];
  if (!layer || (fragment && fragment.offset > 0)) return {};
  const carried = layer === 'ipv4' || layer === 'ipv6';
  return { next: { layer, part, ...(carried && { as: 'inner' }) } };
};

/** IANA protocol numbers; 58 over IPv4 and 1 over IPv6 mean the same here. */
const layersByProtocol: Readonly<Record<number, LayerName>> = {
  1: 'icmp',
  4: 'ipv4',
  6: 'tcp',
  17: 'udp',
  41: 'ipv6',
  58: 'icmpv6',
};
