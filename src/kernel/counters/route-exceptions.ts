import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { addressFamilies, AF_INET } from '../system/socket-constants.ts';
import { encodeAttribute, parseAttributes, requestDump, requestObject, sendRequest } from '../system/netlink.ts';
import type { NetlinkExchange, NetlinkMessage } from '../system/netlink.ts';

const { fromByteArray, parse } = ipaddr;

/** A path MTU that a kernel learned and stores as an exception of a route. */
export interface RouteException {
  readonly family: Family;
  readonly destination: string;
  /** Bytes. */
  readonly mtu: number;
  /** Index of the interface of the next hop that stores it. */
  readonly interface: number;
  readonly expiresSeconds: number;
}

/**
 * Reads the learned path MTUs of one namespace, as `ip route show cache` does: RTM_GETROUTE with RTM_F_CLONED. IPv4 lists only next
 * hops that were looked up since; IPv6 with next-hop groups lists all (measured).
 */
export const readRouteExceptions = (exchange: NetlinkExchange, family: Family): readonly RouteException[] =>
  requestDump(exchange, RTM_GETROUTE, cachedRoutes(family)).flatMap((message) => exceptionOf(message, family) ?? []);

/** Returns the learned path MTU of the route that a kernel takes for a flow of its own; undefined if none was learned. */
export const readLearnedPathMtu = (exchange: NetlinkExchange, flow: FlowId): number | undefined => {
  const answer = requestObject(exchange, RTM_GETROUTE, routeOfFlow(flow));
  return answer && exceptionOf(answer, flow.family)?.mtu;
};

const exceptionOf = ({ payload }: NetlinkMessage, family: Family): RouteException | undefined => {
  const route = parseAttributes(payload.subarray(rtmsgBytes));
  const mtu = parseAttributes(route.get(RTA_METRICS) ?? empty)
    .get(RTAX_MTU)
    ?.readUInt32LE(0);
  const destination = route.get(RTA_DST);
  const expires = route.get(RTA_CACHEINFO)?.readInt32LE(expiresOffset) ?? 0;
  if (mtu === undefined || !destination || expires <= 0) return undefined;
  return {
    family,
    destination: fromByteArray([...destination]).toString(),
    mtu,
    interface: route.get(RTA_OIF)?.readUInt32LE(0) ?? 0,
    expiresSeconds: Math.round(expires / userHz),
  };
};

/** Looks up an IPv4 destination, since the kernel lists an exception only after its route was looked up. */
export const lookUpRoute = (exchange: NetlinkExchange, destination: string): void => {
  const rtmsg = Buffer.alloc(rtmsgBytes);
  rtmsg.writeUInt8(AF_INET, 0);
  rtmsg.writeUInt8(32, 1);
  const address = encodeAttribute(RTA_DST, Buffer.from(parse(destination).toByteArray()));
  sendRequest(exchange, RTM_GETROUTE, Buffer.concat([rtmsg, address]));
};

/** The question of `ip route get` with addresses, protocol and ports. */
const routeOfFlow = ({ family, protocol, ...flow }: FlowId): Buffer => {
  const [source, destination] = [flow.sourceAddress, flow.destinationAddress].map((address) =>
    Buffer.from(parse(address).toByteArray()),
  );
  const rtmsg = Buffer.alloc(rtmsgBytes);
  rtmsg.set([addressFamilies[family], destination!.length * 8, source!.length * 8]);
  return Buffer.concat([
    rtmsg,
    encodeAttribute(RTA_DST, destination!),
    encodeAttribute(RTA_SRC, source!),
    encodeAttribute(RTA_IP_PROTO, Buffer.from([protocol])),
    encodeAttribute(RTA_SPORT, portBytes(flow.source)),
    encodeAttribute(RTA_DPORT, portBytes(flow.destination)),
  ]);
};

const portBytes = (port: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(port);
  return bytes;
};

/** `struct rtmsg` with the family and RTM_F_CLONED. */
const cachedRoutes = (family: Family): Buffer => {
  const rtmsg = Buffer.alloc(rtmsgBytes);
  rtmsg.writeUInt8(addressFamilies[family], 0);
  rtmsg.writeUInt32LE(RTM_F_CLONED, 8);
  return rtmsg;
};

const empty = Buffer.alloc(0);
// include/uapi/linux/rtnetlink.h
const RTM_GETROUTE = 26;
const RTM_F_CLONED = 0x200;
const [RTA_DST, RTA_SRC, RTA_OIF, RTA_METRICS, RTA_CACHEINFO] = [1, 2, 4, 8, 12];
const [RTA_IP_PROTO, RTA_SPORT, RTA_DPORT] = [27, 28, 29];
const RTAX_MTU = 2;
const rtmsgBytes = 12;
/** `rta_expires` of struct rta_cacheinfo. */
const expiresOffset = 8;
/** The kernel reports `rta_expires` in clock ticks of 1/100 s. */
const userHz = 100;
