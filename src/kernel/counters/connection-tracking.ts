import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { reverseFlow } from '../../evidence/flows/segments.ts';
import { encodeAttribute, netlinkProtocols, parseAttributes, requestDump, requestObject } from '../system/netlink.ts';
import { addressFamilies } from '../system/socket-constants.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** A tracked connection: its packets as they arrive at the node, and as they leave it. */
export interface TrackedConnection {
  readonly before: FlowId;
  readonly after: FlowId;
}

/**
 * Returns what a namespace makes of a connection that arrives like this, if it tracks it (IPCTNL_MSG_CT_GET, net/netfilter/nf_conntrack_netlink.c).
 * One lookup takes microseconds; a dump searches the table that all namespaces of the machine share, which takes 9 ms.
 */
export const trackedConnection = (namespace: string, before: FlowId): TrackedConnection | undefined => {
  const request = Buffer.concat([Buffer.from([addressFamilies[before.family], 0, 0, 0]), originalTuple(before)]);
  const answer = netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) =>
    requestObject(exchange, IPCTNL_MSG_CT_GET, request),
  );
  const attributes = answer && parseAttributes(answer.payload.subarray(nfgenmsgBytes));
  const reply = flowOf(attributes?.get(CTA_TUPLE_REPLY), before.family);
  return reply && { before, after: reverseFlow(reply) };
};

/**
 * Returns the IPv4 addresses at the ends of the connections that a namespace tracks; those of TCP that both ends have closed do not count. It reads the
 * table that all namespaces of the machine share.
 */
export const trackedAddresses = (namespace: string): ReadonlySet<string> => {
  const request = Buffer.from([addressFamilies.ipv4, 0, 0, 0]);
  const messages = netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) =>
    requestDump(exchange, IPCTNL_MSG_CT_GET, request),
  );
  const ends = messages.flatMap(({ payload }) => {
    const attributes = parseAttributes(payload.subarray(nfgenmsgBytes));
    if (closedStates.has(tcpStateOf(attributes) ?? 0)) return [];
    const flow = flowOf(attributes.get(CTA_TUPLE_ORIG), 'ipv4');
    return flow ? [flow.sourceAddress, flow.destinationAddress] : [];
  });
  return new Set(ends);
};

/** Undefined for what is not TCP. */
const tcpStateOf = (attributes: ReadonlyMap<number, Buffer>): number | undefined => {
  const protocol = parseAttributes(attributes.get(CTA_PROTOINFO) ?? empty).get(CTA_PROTOINFO_TCP);
  return parseAttributes(protocol ?? empty)
    .get(CTA_PROTOINFO_TCP_STATE)
    ?.readUInt8(0);
};

const originalTuple = ({ family, protocol, ...flow }: FlowId): Buffer => {
  const [sourceType, destinationType] = addressAttributes[family];
  return nested(CTA_TUPLE_ORIG, [
    nested(CTA_TUPLE_IP, [
      encodeAttribute(sourceType, addressBytes(flow.sourceAddress)),
      encodeAttribute(destinationType, addressBytes(flow.destinationAddress)),
    ]),
    nested(CTA_TUPLE_PROTO, [
      encodeAttribute(CTA_PROTO_NUM, Buffer.from([protocol])),
      encodeAttribute(CTA_PROTO_SRC_PORT, portBytes(flow.source)),
      encodeAttribute(CTA_PROTO_DST_PORT, portBytes(flow.destination)),
    ]),
  ]);
};

const nested = (type: number, attributes: readonly Buffer[]): Buffer =>
  encodeAttribute(type | NLA_F_NESTED, Buffer.concat(attributes));

const addressBytes = (address: string): Buffer => Buffer.from(ipaddr.parse(address).toByteArray());

const portBytes = (port: number): Buffer => Buffer.from([port >> 8, port & 0xff]);

const flowOf = (tuple: Buffer | undefined, family: Family): FlowId | undefined => {
  const fields = parseAttributes(tuple ?? empty);
  const ip = parseAttributes(fields.get(CTA_TUPLE_IP) ?? empty);
  const transport = parseAttributes(fields.get(CTA_TUPLE_PROTO) ?? empty);
  const [sourceAddress, destinationAddress] = addressAttributes[family].map((type) => addressText(ip.get(type)));
  const protocol = transport.get(CTA_PROTO_NUM)?.readUInt8(0);
  if (!sourceAddress || !destinationAddress || protocol === undefined) return undefined;
  const port = (type: number): number => transport.get(type)?.readUInt16BE(0) ?? 0;
  return {
    ...{ family, protocol, sourceAddress, destinationAddress },
    ...{ source: port(CTA_PROTO_SRC_PORT), destination: port(CTA_PROTO_DST_PORT) },
  };
};

const addressText = (bytes: Buffer | undefined): string | undefined => {
  if (!bytes) return undefined;
  return bytes.length === 4 ? bytes.join('.') : new ipaddr.IPv6([...bytes]).toRFC5952String();
};

/** include/uapi/linux/netlink.h */
const NLA_F_NESTED = 0x8000;
const empty = Buffer.alloc(0);
/** `struct nfgenmsg` */
const nfgenmsgBytes = 4;
/** NFNL_SUBSYS_CTNETLINK (1) and IPCTNL_MSG_CT_GET (1). */
const IPCTNL_MSG_CT_GET = (1 << 8) | 1;
// include/uapi/linux/netfilter/nfnetlink_conntrack.h
const [CTA_TUPLE_ORIG, CTA_TUPLE_REPLY, CTA_TUPLE_IP, CTA_TUPLE_PROTO] = [1, 2, 1, 2];
const [CTA_PROTOINFO, CTA_PROTOINFO_TCP, CTA_PROTOINFO_TCP_STATE] = [4, 1, 1];
/** TCP_CONNTRACK_TIME_WAIT and TCP_CONNTRACK_CLOSE (include/uapi/linux/netfilter/nf_conntrack_tcp.h). */
const closedStates: ReadonlySet<number> = new Set([7, 8]);
const [CTA_PROTO_NUM, CTA_PROTO_SRC_PORT, CTA_PROTO_DST_PORT] = [1, 2, 3];
const addressAttributes: Readonly<Record<Family, readonly [source: number, destination: number]>> = {
  ...{ ipv4: [1, 2], ipv6: [3, 4] },
};
