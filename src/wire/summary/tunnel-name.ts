import type { Layers } from '../layers/decoded-packet.ts';

/** Names the tunnel whose packet this is: `VXLAN`, `Geneve`, `GRE`, `SRv6`, or `IPv6 in IPv4` and the like. */
export const tunnelName = ({ vxlan, geneve, gre, ipv6, inner }: Layers): string => {
  if (vxlan) return 'VXLAN';
  if (geneve) return 'Geneve';
  if (gre) return 'GRE';
  if (ipv6?.extensions?.includes('routing')) return 'SRv6';
  return `${inner?.ipv6 ? 'IPv6' : 'IPv4'} in ${ipv6 ? 'IPv6' : 'IPv4'}`;
};
