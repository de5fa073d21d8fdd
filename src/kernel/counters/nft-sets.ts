import { constants } from 'node:os';
import type { SetElement } from '../../evidence/ledger/read-ledger.ts';
import type { TableFamily } from '../../evidence/ledger/set-names.ts';
import { NetlinkError, encodeAttribute, parseAttributeList, parseAttributes, requestDump } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';

/**
 * Reads the elements of a set straight from the kernel (NFT_MSG_GETSETELEM, net/netfilter/nf_tables_api.c):
 * `nft -j list set` costs a process and 3 to 4 ms, this some tens of microseconds.
 */
export const readSetElements = (
  exchange: NetlinkExchange,
  { family, table }: Table,
  set: string,
): readonly SetElement[] => {
  const body = [
    headers[family],
    encodeAttribute(NFTA_SET_ELEM_LIST_TABLE, cString(table)),
    encodeAttribute(NFTA_SET_ELEM_LIST_SET, cString(set)),
  ];
  return requestDump(exchange, NFT_MSG_GETSETELEM, Buffer.concat(body)).flatMap(({ payload }) => {
    const elements = parseAttributes(payload.subarray(headers[family].length)).get(NFTA_SET_ELEM_LIST_ELEMENTS);
    return elements ? parseAttributeList(elements).map(([, element]) => parseElement(element)) : [];
  });
};

/** As `readSetElements`; none where there is no such set. */
export const readSetElementsIfPresent = (
  ...query: Parameters<typeof readSetElements>
): ReturnType<typeof readSetElements> => {
  try {
    return readSetElements(...query);
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === constants.errno.ENOENT) return [];
    throw error;
  }
};

interface Table {
  readonly family: TableFamily;
  readonly table: string;
}

const parseElement = (payload: Buffer): SetElement => {
  const element = parseAttributes(payload);
  const key = parseAttributes(element.get(NFTA_SET_ELEM_KEY) ?? empty).get(NFTA_DATA_VALUE) ?? empty;
  const expression = parseAttributes(element.get(NFTA_SET_ELEM_EXPR) ?? empty);
  const counter = parseAttributes(expression.get(NFTA_EXPR_DATA) ?? empty);
  return {
    key,
    packets: readCount(counter.get(NFTA_COUNTER_PACKETS)),
    bytes: readCount(counter.get(NFTA_COUNTER_BYTES)),
  };
};

const readCount = (value: Buffer | undefined): number => (value ? Number(value.readBigUInt64BE(0)) : 0);

const cString = (name: string): Buffer => Buffer.from(`${name}\0`);

const empty = Buffer.alloc(0);
/** `struct nfgenmsg`: NFPROTO_INET, NFPROTO_BRIDGE or NFPROTO_NETDEV, version 0. */
const headers: Readonly<Record<TableFamily, Buffer>> = {
  inet: Buffer.from([1, 0, 0, 0]),
  bridge: Buffer.from([7, 0, 0, 0]),
  netdev: Buffer.from([5, 0, 0, 0]),
};
/** NFNL_SUBSYS_NFTABLES (10) and NFT_MSG_GETSETELEM (13). */
const NFT_MSG_GETSETELEM = (10 << 8) | 13;
// include/uapi/linux/netfilter/nf_tables.h
const [NFTA_SET_ELEM_LIST_TABLE, NFTA_SET_ELEM_LIST_SET, NFTA_SET_ELEM_LIST_ELEMENTS] = [1, 2, 3];
const [NFTA_SET_ELEM_KEY, NFTA_SET_ELEM_EXPR] = [1, 7];
const [NFTA_DATA_VALUE, NFTA_EXPR_DATA] = [1, 2];
const [NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS] = [1, 2];
