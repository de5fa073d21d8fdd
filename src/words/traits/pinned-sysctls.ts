import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { carries } from '../lab/node-view.ts';
import type { NodeView } from '../lab/node-view.ts';

/** A setting pinned in the namespaces of a lab, so that no default of the machine or its distribution affects a verdict. */
export interface PinnedSysctl {
  readonly sysctl: string;
  readonly value: string;
  readonly why: string;
}

/** The pinned settings of one node, in the order in which they must be written; kernels may lack some of them. */
export const pinnedSysctls = (node: PinnedNode): readonly PinnedSysctl[] => [
  ...(node.forwards ? forwarding((family) => node.families.includes(family)) : pinnedOnHosts),
  ...pinnedInEveryNode,
  ...node.interfaces.flatMap(({ name }) => pinnedOnInterface(name)),
  ...closedSysctls(node),
];

/** The settings of a node that lacks a family, or has a link that does, where those of all other nodes differ. */
export const familySysctls = (node: PinnedNode): readonly PinnedSysctl[] => [
  ...(node.forwards ? forwarding((family) => node.families.includes(family)) : []).filter(({ value }) => value === '0'),
  ...closedSysctls(node),
];

type PinnedNode = Pick<NodeView, 'forwards' | 'bridges' | 'families' | 'interfaces'>;

const pin = (sysctl: string, value: string, why: string): PinnedSysctl => ({ sysctl, value, why });

/** The settings pinned in every node. */
export const pinnedInEveryNode: readonly PinnedSysctl[] = [
  pin(
    'net.ipv4.tcp_congestion_control',
    'reno',
    'a namespace inherits the congestion control of the machine; reno is always allowed',
  ),
  pin('net.ipv4.tcp_rmem', '4096 131072 33554432', 'a namespace inherits the receive buffer of the machine'),
  pin('net.ipv4.tcp_wmem', '4096 16384 4194304', 'a namespace inherits the send buffer of the machine'),
  pin('net.ipv4.tcp_timestamps', '1', 'with timestamps a segment is 12 bytes smaller than the MSS'),
  pin('net.ipv4.tcp_mtu_probing', '0', 'probing would heal the stall under test'),
  pin('net.ipv4.tcp_no_metrics_save', '1', 'a connection must not learn from an earlier one'),
  pin('net.core.txrehash', '1', 'each retransmission timeout chooses a new flow label'),
  pin('net.ipv6.auto_flowlabels', '1', 'flow labels choose the leg behind a router that hashes them'),
  pin('net.ipv4.fib_multipath_hash_seed', '12345', 'the same flow takes the same leg on every boot'),
  pin('net.ipv4.conf.all.rp_filter', '0', 'routes may be asymmetric'),
  pin('net.ipv4.conf.default.rp_filter', '0', 'a namespace inherits the filter of the machine'),
  pin('net.ipv6.conf.default.accept_dad', '0', 'duplicate address detection delays the first packet by a second'),
];

/** Goes before all others, since writing ip_forward resets other settings (ip-sysctl.rst). */
const forwarding = (isForwarded: (family: Family) => boolean, whyNot = ''): readonly PinnedSysctl[] => {
  const set = (sysctl: string, family: Family) =>
    isForwarded(family)
      ? pin(sysctl, '1', 'the router forwards packets')
      : pin(sysctl, '0', whyNot || `the router has no ${familyNames[family]}`);
  return [set('net.ipv4.ip_forward', 'ipv4'), set('net.ipv6.conf.all.forwarding', 'ipv6')];
};

/** The settings pinned in nodes that do not forward. */
export const pinnedOnHosts: readonly PinnedSysctl[] = [
  ...forwarding(() => false, 'the host does not forward packets; a namespace inherits IPv4 forwarding of the machine'),
  pin('net.ipv4.fib_multipath_hash_policy', '1', 'ports choose the leg, so that a flow can be steered'),
  pin('net.ipv6.fib_multipath_hash_policy', '1', 'ports choose the leg, so that a flow can be steered'),
];

/**
 * The settings pinned in routers. They keep the hash policy of the kernel: 0, addresses and for IPv6 the flow label. A scenario that needs
 * ports sets policy 3 with fields 55 (0x37, the five-tuple), which dissects the packet as hardware does; on a veth, policy 1 would use the
 * hash of the sender's socket.
 */
export const pinnedOnRouters: readonly PinnedSysctl[] = forwarding(() => true);

/** The settings pinned for one interface. */
export const pinnedOnInterface = (name: string): readonly PinnedSysctl[] => [
  pin(`net.ipv4.conf.${name}.rp_filter`, '0', 'routes may be asymmetric'),
  pin(`net.ipv6.conf.${name}.accept_dad`, '0', 'duplicate address detection delays the first packet by a second'),
  pin(`net.ipv6.conf.${name}.accept_ra`, '0', 'routes come from the plan only'),
];

/** Where a node or a link lacks a family, no packet of it enters; of IPv6 not even a link-local address remains. */
const closedSysctls = (node: PinnedNode): readonly PinnedSysctl[] => {
  const [hasIpv6, hasIpv4] = [node.families.includes('ipv6'), node.families.includes('ipv4')];
  const without = (family: Family) => node.interfaces.filter((view) => !carries(node, view, family));
  return [
    ...(node.bridges || hasIpv6 ? [] : [pin('net.ipv6.conf.all.disable_ipv6', '1', 'the node has no IPv6')]),
    ...(hasIpv6 ? without('ipv6') : []).map(({ name }) =>
      pin(`net.ipv6.conf.${name}.disable_ipv6`, '1', 'the link carries no IPv6'),
    ),
    ...(node.forwards && hasIpv4 ? without('ipv4') : []).map(({ name }) =>
      pin(`net.ipv4.conf.${name}.forwarding`, '0', 'the link carries no IPv4'),
    ),
  ];
};
