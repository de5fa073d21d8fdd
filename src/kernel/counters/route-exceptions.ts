import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import { attribute, attributes, dump, sendRequest } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';

const { fromByteArray, parse } = ipaddr;

/** A path MTU that a kernel learned and keeps beside a route. */
export interface Exception {
  readonly family: Family;
  readonly destination: string;
  readonly mtu: number;
  /** Index of the interface of the next hop that it is stored at. */
  readonly interface: number;
  readonly expiresSeconds: number;
}

/**
 * Reads the learned path MTUs of one namespace, as `ip route show cache` would: RTM_GETROUTE with RTM_F_CLONED. IPv4 lists only next
 * hops that were looked up since; IPv6 with next-hop groups lists all (measured).
 */
export const readExceptions = (exchange: NetlinkExchange, family: Family): readonly Exception[] =>
  dump(exchange, getRoute, routeRequest(family)).flatMap(({ payload }) => {
    const parts = attributes(payload.subarray(routeMessageBytes));
    const mtu = attributes(parts.get(metricsAttribute) ?? nothing)
      .get(mtuMetric)
      ?.readUInt32LE(0);
    const destination = parts.get(destinationAttribute);
    const expires = parts.get(cacheInfoAttribute)?.readInt32LE(expiresOffset) ?? 0;
    if (mtu === undefined || !destination || expires <= 0) return [];
    return [
      {
        family,
        destination: fromByteArray([...destination]).toString(),
        mtu,
        interface: parts.get(interfaceAttribute)?.readUInt32LE(0) ?? 0,
        expiresSeconds: Math.round(expires / userHz),
      },
    ];
  });

/** Looks an IPv4 destination up, since the kernel lists an exception only when a route that was looked up hangs on it. */
export const lookUpRoute = (exchange: NetlinkExchange, destination: string): void => {
  const request = Buffer.alloc(routeMessageBytes);
  request.writeUInt8(2, 0);
  request.writeUInt8(32, 1);
  const address = attribute(destinationAttribute, Buffer.from(parse(destination).toByteArray()));
  sendRequest(exchange, getRoute, Buffer.concat([request, address]));
};

/** `struct rtmsg` with the family and RTM_F_CLONED. */
const routeRequest = (family: Family): Buffer => {
  const request = Buffer.alloc(routeMessageBytes);
  request.writeUInt8(family === 'ipv6' ? 10 : 2, 0);
  request.writeUInt32LE(cloned, 8);
  return request;
};

const nothing = Buffer.alloc(0);
const getRoute = 26;
const routeMessageBytes = 12;
const cloned = 0x200;
const destinationAttribute = 1;
const interfaceAttribute = 4;
const metricsAttribute = 8;
const cacheInfoAttribute = 12;
/** RTAX_MTU */
const mtuMetric = 2;
/** `rta_expires` of struct rta_cacheinfo. */
const expiresOffset = 8;
/** The kernel tells `rta_expires` in clock ticks of 1/100 s. */
const userHz = 100;
