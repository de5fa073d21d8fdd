import type { NodeView } from '../lab/node-view.ts';

/** A setting that every namespace of a lab is given, so that neither the host's nor the distribution's leaks into a verdict. */
export interface PinnedSysctl {
  readonly sysctl: string;
  readonly value: string;
  readonly why: string;
}

/** The pinned settings of one node, in the order in which they must be written; kernels may lack some of them. */
export const pinnedSysctls = (node: Pick<NodeView, 'forwards' | 'interfaces'>): readonly PinnedSysctl[] => [
  ...(node.forwards ? router : host),
  ...everywhere,
  ...node.interfaces.flatMap(({ name }) => onInterface(name)),
];

const pin = (sysctl: string, value: string, why: string): PinnedSysctl => ({ sysctl, value, why });

/** Pinned in every node alike. */
export const everywhere: readonly PinnedSysctl[] = [
  pin(
    'net.ipv4.tcp_congestion_control',
    'reno',
    'a namespace inherits the congestion control of the host; reno is always allowed',
  ),
  pin('net.ipv4.tcp_rmem', '4096 131072 33554432', 'a namespace inherits the receive buffer of the host'),
  pin('net.ipv4.tcp_wmem', '4096 16384 4194304', 'a namespace inherits the send buffer of the host'),
  pin('net.ipv4.tcp_timestamps', '1', 'a segment is 12 bytes smaller than the MSS with timestamps'),
  pin('net.ipv4.tcp_mtu_probing', '0', 'probing would heal the stall that is looked for'),
  pin('net.ipv4.tcp_no_metrics_save', '1', 'a connection must not learn from an earlier one'),
  pin('net.core.txrehash', '1', 'each retransmission timeout chooses a new flow label'),
  pin('net.ipv6.auto_flowlabels', '1', 'flow labels decide the leg behind a router that hashes them'),
  pin('net.ipv4.fib_multipath_hash_seed', '12345', 'the same flow takes the same leg on every boot'),
  pin('net.ipv4.conf.all.rp_filter', '0', 'routes may be one way only'),
  pin('net.ipv4.conf.default.rp_filter', '0', 'a namespace inherits the filter of the host'),
  pin('net.ipv6.conf.default.accept_dad', '0', 'duplicate detection holds the first packet back for a second'),
];

/** Before anything else: writing ip_forward resets other settings (ip-sysctl.rst). */
const forwarding = (on: '0' | '1'): readonly PinnedSysctl[] => {
  const why =
    on === '1' ? 'a router forwards' : 'a host does not forward, and IPv4 forwarding is inherited from the host';
  return [pin('net.ipv4.ip_forward', on, why), pin('net.ipv6.conf.all.forwarding', on, why)];
};

export const host: readonly PinnedSysctl[] = [
  ...forwarding('0'),
  pin('net.ipv4.fib_multipath_hash_policy', '1', 'ports choose the leg, so that a flow can be steered'),
  pin('net.ipv6.fib_multipath_hash_policy', '1', 'ports choose the leg, so that a flow can be steered'),
];

/** On a veth policy 1 would use the hash of the sender's socket; 3 dissects the packet as hardware does, 55 = 0x37 is the five-tuple. */
export const router: readonly PinnedSysctl[] = [
  ...forwarding('1'),
  ...(['ipv4', 'ipv6'] as const).flatMap((family) => [
    pin(`net.${family}.fib_multipath_hash_policy`, '3', 'a router looks at the packet, as hardware does'),
    pin(`net.${family}.fib_multipath_hash_fields`, '55', 'addresses, ports and protocol choose the leg'),
  ]),
];

const onInterface = (name: string): readonly PinnedSysctl[] => [
  pin(`net.ipv4.conf.${name}.rp_filter`, '0', 'routes may be one way only'),
  pin(`net.ipv6.conf.${name}.accept_dad`, '0', 'duplicate detection holds the first packet back for a second'),
  pin(`net.ipv6.conf.${name}.accept_ra`, '0', 'nothing but the plan gives routes'),
];
