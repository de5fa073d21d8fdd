import type { NodeCommand } from '../../words/lab/node-command.ts';
import { ipRequest } from '../system/ip-request.ts';
import type { NetlinkExchange } from '../system/netlink.ts';
import { requestChanges } from '../system/netlink.ts';

/**
 * Takes the routes of a node with IPv6 next-hop objects to a later generation than those of the host are likely to have (fib6_sernum, which
 * grows by one with each route). Where both are equal, a socket may keep a route that was replaced, and everything that it sends is
 * discarded: its path MTU becomes 68, that of the device of removed routes. That device belongs to the initial namespace, and ip6_dst_check
 * compares the route with the generation there (rt6_is_valid). Measured with Linux 6.18: one leg of an ECMP host stalled in 40 of 40 runs,
 * and in none after one more route. A host that was booted not long ago has some tens of generations, as every lab had.
 */
export const advanceRouteGeneration = (commands: readonly NodeCommand[], exchange: NetlinkExchange): void => {
  if (commands.some(addsIpv6NextHop)) requestChanges(exchange, changes);
};

const addsIpv6NextHop = (command: NodeCommand): boolean =>
  'ip' in command && command.ip[0] === 'nexthop' && command.ip.some((word) => word.includes(':'));

/** A route that no lab has: to the discard prefix (RFC 6666). */
const route = ipRequest(['route', 'add', 'unreachable', '100::/64'], () => 0);

// include/uapi/linux: netlink.h, rtnetlink.h
const [NLM_F_REPLACE, NLM_F_CREATE, RTM_DELROUTE] = [0x100, 0x400, 25];
/** With 1000 thirty labs of one step took a fifth longer (measured). */
const generations = 250;
const changes = [
  ...Array.from({ length: generations }, () => ({ ...route, flags: NLM_F_CREATE | NLM_F_REPLACE })),
  { ...route, type: RTM_DELROUTE, flags: 0 },
];
