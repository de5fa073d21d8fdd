import type { Family } from '../../evidence/family.ts';
import type { NetworkView } from '../walk/network-view.ts';

/**
 * Whether a node may forget during a lab the path MTU that it learns now. The kernel reads the lifetime when it learns (rt6_do_update_pmtu,
 * ip_rt_update_pmtu); by default it is 600 s, which no lab lasts.
 */
export const mayExpire = ({ traits }: NetworkView, node: string, family: Family): boolean =>
  traits.sysctlOf(node, `net.${family}.route.mtu_expires`) !== undefined;
