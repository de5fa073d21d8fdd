import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { reverseFlow } from '../../evidence/flows/segments.ts';
import { netlinkProtocols, parseAttributes, requestDump } from '../system/netlink.ts';
import type { NetlinkMessage } from '../system/netlink.ts';
import { addressFamilies } from '../system/socket-constants.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** A tracked connection: its packets as they arrive at the node, and as they leave it. */
export interface TrackedConnection {
  readonly before: FlowId;
  readonly after: FlowId;
}

/**
 * Reads the connections that a namespace tracks (IPCTNL_MSG_CT_GET, net/netfilter/nf_conntrack_netlink.c), in the direction that opened them;
 * none where the kernel has no connection tracking.
 */
export const trackedConnections = (namespace: string, family: Family): readonly TrackedConnection[] =>
  netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, (exchange) => dump(exchange, family)).flatMap(
    ({ payload }) => {
      const attributes = parseAttributes(payload.subarray(nfgenmsgBytes));
      const original = flowOf(attributes.get(CTA_TUPLE_ORIG), family);
      const reply = flowOf(attributes.get(CTA_TUPLE_REPLY), family);
      return original && reply ? [{ before: original, after: reverseFlow(reply) }] : [];
    },
  );

const dump = (exchange: Parameters<typeof requestDump>[0], family: Family): readonly NetlinkMessage[] => {
  try {
    return requestDump(exchange, IPCTNL_MSG_CT_GET, Buffer.from([addressFamilies[family], 0, 0, 0]));
  } catch {
    return [];
  }
};

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

const empty = Buffer.alloc(0);
/** `struct nfgenmsg` */
const nfgenmsgBytes = 4;
/** NFNL_SUBSYS_CTNETLINK (1) and IPCTNL_MSG_CT_GET (1). */
const IPCTNL_MSG_CT_GET = (1 << 8) | 1;
// include/uapi/linux/netfilter/nfnetlink_conntrack.h
const [CTA_TUPLE_ORIG, CTA_TUPLE_REPLY, CTA_TUPLE_IP, CTA_TUPLE_PROTO] = [1, 2, 1, 2];
const [CTA_PROTO_NUM, CTA_PROTO_SRC_PORT, CTA_PROTO_DST_PORT] = [1, 2, 3];
const addressAttributes: Readonly<Record<Family, readonly number[]>> = { ipv4: [1, 2], ipv6: [3, 4] };
