import type { Family } from '../../evidence/family.ts';
import type { FirewallRule } from '../../words/lab/firewall-rule.ts';
import { parseAttributeList, parseAttributes, requestDump } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';

/** Reads every rule with a counter, of all tables and families (NFT_MSG_GETRULE, net/netfilter/nf_tables_api.c); saves the process of `nft -j list ruleset`. */
export const readCountedRules = (exchange: NetlinkExchange): readonly FirewallRule[] => {
  const ruleCounts = new Map<string, number>();
  return requestDump(exchange, NFT_MSG_GETRULE, anyFamily).flatMap(({ payload }) => {
    const rule = parseAttributes(payload.subarray(anyFamily.length));
    const [table, chain] = [text(rule.get(NFTA_RULE_TABLE)), text(rule.get(NFTA_RULE_CHAIN))];
    const key = `${payload[0]} ${table} ${chain}`;
    const number = (ruleCounts.get(key) ?? 0) + 1;
    ruleCounts.set(key, number);
    const expressions = parseAttributeList(rule.get(NFTA_RULE_EXPRESSIONS) ?? empty).map(([, expression]) =>
      parseAttributes(expression),
    );
    const counter = expressions.find((expression) => nameOf(expression) === 'counter');
    if (!counter) return [];
    const comment = commentOf(rule.get(NFTA_RULE_USERDATA) ?? empty);
    const target = targetOf(expressions);
    const family = familyOf(payload[0]!, expressions);
    const packets = Number(dataOf(counter).get(NFTA_COUNTER_PACKETS)!.readBigUInt64BE(0));
    return {
      ...{ table, chain, number, packets },
      ...(family && { family }),
      ...(comment && { comment }),
      ...(target && { target }),
    };
  });
};

type Attributes = ReadonlyMap<number, Buffer>;

const nameOf = (expression: Attributes): string => text(expression.get(NFTA_EXPR_NAME));

const dataOf = (expression: Attributes): Attributes => parseAttributes(expression.get(NFTA_EXPR_DATA) ?? empty);

/** User data is a list of type, length (a byte each) and value; the comment has type 0 (NFTNL_UDATA_RULE_COMMENT of libnftnl). */
const commentOf = (userData: Buffer): string | undefined => {
  for (let at = 0; at + 2 <= userData.length; at += 2 + userData[at + 1]!)
    if (userData[at] === 0) return text(userData.subarray(at + 2, at + 2 + userData[at + 1]!));
  return undefined;
};

const targetOf = (expressions: readonly Attributes[]): string | undefined => {
  const target = expressions.find((expression) => nameOf(expression) === 'target');
  return target && text(dataOf(target).get(NFTA_TARGET_NAME));
};

/** The family of the table, or of a comparison with a network or transport protocol that belongs to one family alone. */
const familyOf = (tableFamily: number, expressions: readonly Attributes[]): Family | undefined => {
  if (byNetworkProtocol[tableFamily]) return byNetworkProtocol[tableFamily];
  for (const [index, expression] of expressions.entries()) {
    const compared = nameOf(expression) === 'cmp' && comparedByte(expression);
    const previous = expressions[index - 1];
    if (compared === false || !previous || nameOf(previous) !== 'meta') continue;
    const key = dataOf(previous).get(NFTA_META_KEY)?.readUInt32BE(0);
    const family = key === undefined ? undefined : byMetaKey[key]?.[compared];
    if (family) return family;
  }
  return undefined;
};

/** The first byte of the value that a `cmp` expression compares with; -1 when it has none. */
const comparedByte = (expression: Attributes): number => {
  const compared = dataOf(expression).get(NFTA_CMP_DATA) ?? empty;
  return parseAttributes(compared).get(NFTA_DATA_VALUE)?.[0] ?? -1;
};

const text = (value: Buffer | undefined): string => (value ?? empty).toString().replace(/\0.*$/, '');

const empty = Buffer.alloc(0);
/** `struct nfgenmsg` with NFPROTO_UNSPEC. */
const anyFamily = Buffer.alloc(4);
/** NFNL_SUBSYS_NFTABLES (10) and NFT_MSG_GETRULE (7). */
const NFT_MSG_GETRULE = (10 << 8) | 7;
// include/uapi/linux/netfilter/nf_tables.h, nf_tables_compat.h
const [NFTA_RULE_TABLE, NFTA_RULE_CHAIN, NFTA_RULE_EXPRESSIONS, NFTA_RULE_USERDATA] = [1, 2, 4, 7];
const [NFTA_EXPR_NAME, NFTA_EXPR_DATA] = [1, 2];
const NFTA_COUNTER_PACKETS = 2;
const NFTA_TARGET_NAME = 1;
const [NFTA_META_KEY, NFT_META_NFPROTO, NFT_META_L4PROTO] = [2, 15, 16];
const [NFTA_CMP_DATA, NFTA_DATA_VALUE] = [3, 1];
/** NFPROTO_IPV4 and NFPROTO_IPV6 */
const byNetworkProtocol: Readonly<Record<number, Family>> = { 2: 'ipv4', 10: 'ipv6' };
/** ICMP and ICMPv6 */
const byTransportProtocol: Readonly<Record<number, Family>> = { 1: 'ipv4', 58: 'ipv6' };
const byMetaKey: Readonly<Record<number, Readonly<Record<number, Family>>>> = {
  [NFT_META_NFPROTO]: byNetworkProtocol,
  [NFT_META_L4PROTO]: byTransportProtocol,
};
