import { randomInt } from 'node:crypto';
import type { Answer as ResourceRecord, StringAnswer } from 'dns-packet';
import type { DnsProtocol } from './upstream-resolver.ts';

/** The package `dns-packet`, which is loaded when the daemon starts. */
export type DnsCodec = typeof import('dns-packet');

/** What asks questions of names. */
export interface DnsClient {
  readonly codec: DnsCodec;
  /** Asks the upstream resolver; rejects where it does not answer. */
  ask(query: Uint8Array, protocol: DnsProtocol): Promise<Buffer>;
}

/** The AAAA records of a name, and the aliases that lead to them. */
export interface Ipv6Addresses {
  /** CNAME records in their order, from the name that was asked for. */
  readonly chain: readonly StringAnswer[];
  /** Records of the name at the end of the chain, in the order of the answer. */
  readonly addresses: readonly StringAnswer[];
}

/**
 * Asks for the AAAA records of a name, and goes on at the end of a chain of aliases where the server leaves that to its client. A server that fails,
 * or does not answer, is taken for one that has none.
 */
export const findIpv6Addresses = async (name: string, { ask, codec }: DnsClient): Promise<Ipv6Addresses> => {
  const chain: StringAnswer[] = [];
  for (let owner = name; chain.length <= longestChain; owner = chain.at(-1)!.data) {
    const { answers = [] } = await askFor(owner, { ask, codec });
    const known = chain.length;
    for (
      let alias = aliasOf(owner, answers);
      alias && chain.length <= longestChain;
      alias = aliasOf(alias.data, answers)
    )
      chain.push(alias);
    const last = chain.at(-1)?.data ?? name;
    const addresses = answers.filter((record) => record.type === 'AAAA' && isSameName(record.name, last));
    if (addresses.length > 0 || chain.length === known) return { chain, addresses: addresses as StringAnswer[] };
  }
  return { chain: [], addresses: [] }; // aliases that lead in a circle
};

/** As unbound: more of them are a mistake. */
const longestChain = 11;

const askFor = async (
  name: string,
  { ask, codec: { decode, encode, RECURSION_DESIRED, TRUNCATED_RESPONSE } }: DnsClient,
): Promise<{ readonly answers?: readonly ResourceRecord[] | undefined }> => {
  const query = encode({
    ...{ type: 'query', id: randomInt(0x10000), flags: RECURSION_DESIRED },
    questions: [{ type: 'AAAA', class: 'IN', name }],
  });
  try {
    const answer = decode(await ask(query, 'udp'));
    return (answer.flags ?? 0) & TRUNCATED_RESPONSE ? decode(await ask(query, 'tcp')) : answer;
  } catch {
    return {};
  }
};

const aliasOf = (name: string, records: readonly ResourceRecord[]): StringAnswer | undefined =>
  records.find((record): record is StringAnswer => record.type === 'CNAME' && isSameName(record.name, name));

/** Names are compared without regard to case (RFC 4343). */
const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
