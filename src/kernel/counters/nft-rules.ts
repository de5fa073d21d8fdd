import type { Family } from '../../evidence/family.ts';
import type { FirewallRule } from '../../words/lab/firewall-rule.ts';
import { attributeList, attributes, dump } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';

/** Every rule with a counter, of all tables and families (NFT_MSG_GETRULE, net/netfilter/nf_tables_api.c); a process less than `nft -j list ruleset`. */
export const readCountedRules = (exchange: NetlinkExchange): readonly FirewallRule[] => {
  const numbers = new Map<string, number>();
  return dump(exchange, getRule, anyFamily).flatMap(({ payload }) => {
    const parts = attributes(payload.subarray(anyFamily.length));
    const [table, chain] = [text(parts.get(tableAttribute)), text(parts.get(chainAttribute))];
    const key = `${payload[0]} ${table} ${chain}`;
    const number = (numbers.get(key) ?? 0) + 1;
    numbers.set(key, number);
    const expressions = attributeList(parts.get(expressionsAttribute) ?? nothing).map(([, one]) => attributes(one));
    const counter = expressions.find((one) => nameOf(one) === 'counter');
    if (!counter) return [];
    const comment = commentOf(parts.get(userAttribute) ?? nothing);
    const target = targetOf(expressions);
    const family = familyOf(payload[0]!, expressions);
    return {
      ...{ table, chain, number, packets: Number(attributes(counter.get(valueAttribute)!).get(2)!.readBigUInt64BE(0)) },
      ...(family && { family }),
      ...(comment && { comment }),
      ...(target && { target }),
    };
  });
};

type Expression = ReadonlyMap<number, Buffer>;

const nameOf = (expression: Expression): string => text(expression.get(nameAttribute));

/** User data are pairs of type and length, a byte each; the comment is the first kind (NFTNL_UDATA_RULE_COMMENT of libnftnl). */
const commentOf = (user: Buffer): string | undefined => {
  for (let at = 0; at + 2 <= user.length; at += 2 + user[at + 1]!)
    if (user[at] === 0) return text(user.subarray(at + 2, at + 2 + user[at + 1]!));
  return undefined;
};

const targetOf = (expressions: readonly Expression[]): string | undefined => {
  const target = expressions.find((one) => nameOf(one) === 'target');
  return target && text(attributes(target.get(valueAttribute) ?? nothing).get(1));
};

/** By its table, or by a comparison with the network or transport protocol that belongs to one family alone. */
const familyOf = (table: number, expressions: readonly Expression[]): Family | undefined => {
  if (byNetwork[table]) return byNetwork[table];
  for (const [index, one] of expressions.entries()) {
    const compared = nameOf(one) === 'cmp' && comparedWith(one);
    const before = expressions[index - 1];
    if (compared === false || !before || nameOf(before) !== 'meta') continue;
    const key = attributes(before.get(valueAttribute) ?? nothing)
      .get(metaKey)
      ?.readUInt32BE(0);
    const family = key === networkKey ? byNetwork[compared] : key === transportKey ? byTransport[compared] : undefined;
    if (family) return family;
  }
  return undefined;
};

/** NFTA_CMP_DATA, in it NFTA_DATA_VALUE: the first byte. */
const comparedWith = (expression: Expression): number => {
  const compared = attributes(expression.get(valueAttribute) ?? nothing).get(3) ?? nothing;
  return attributes(compared).get(1)?.[0] ?? -1;
};

const text = (value: Buffer | undefined): string => (value ?? nothing).toString().replace(/\0.*$/, '');

const nothing = Buffer.alloc(0);
/** `struct nfgenmsg` with NFPROTO_UNSPEC. */
const anyFamily = Buffer.alloc(4);
/** NFNL_SUBSYS_NFTABLES (10) and NFT_MSG_GETRULE (7). */
const getRule = (10 << 8) | 7;
/** include/uapi/linux/netfilter/nf_tables.h: NFTA_RULE_* */
const tableAttribute = 1;
const chainAttribute = 2;
const expressionsAttribute = 4;
const userAttribute = 7;
/** NFTA_EXPR_NAME and NFTA_EXPR_DATA */
const nameAttribute = 1;
const valueAttribute = 2;
/** NFTA_META_KEY, NFT_META_NFPROTO, NFT_META_L4PROTO */
const metaKey = 2;
const networkKey = 15;
const transportKey = 16;
const byNetwork: Readonly<Record<number, Family>> = { 2: 'ipv4', 10: 'ipv6' };
const byTransport: Readonly<Record<number, Family>> = { 1: 'ipv4', 58: 'ipv6' };
