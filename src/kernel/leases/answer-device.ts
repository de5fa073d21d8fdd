import ipaddr from 'ipaddr.js';
import type { Answer as ResourceRecord, DecodedPacket, Packet } from 'dns-packet';
import { findIpv6Addresses } from './ipv6-addresses-of-name.ts';
import type { DnsClient, DnsCodec } from './ipv6-addresses-of-name.ts';
import type { DnsProtocol } from './upstream-resolver.ts';

/** What an answer needs besides the query. */
export interface DeviceAnswers extends DnsClient {
  /** The prefix in which the translator has IPv4 addresses: what is there has no need of a lease. */
  readonly prefix: string;
  /** The most seconds for which a device may keep a leased address. */
  readonly ttl: number;
  /** Resolves with an IPv4 address that the translator maps to one of these IPv6 addresses; undefined where none is left. */
  lease(name: string, addresses: readonly string[]): Promise<string | undefined>;
  /** Is called with a line about each query that got no answer. */
  log(line: string): void;
}

/**
 * Answers a DNS query of a device that has only IPv4. For a name with IPv6 the answer of A is a leased address, which the translator maps to the
 * first IPv6 address of the name; where the pool has none left it is SERVFAIL. Everything else is what the upstream resolver answers, a failure
 * of AAAA is taken for an absence (as in RFC 6147 section 5.1.2), and SERVFAIL where it does not answer. Undefined for what is no query.
 */
export const answerDevice = async (
  request: Uint8Array,
  protocol: DnsProtocol,
  answers: DeviceAnswers,
): Promise<Buffer | undefined> => {
  const { codec, ask, lease, log, ttl } = answers;
  const query = decoded(request, codec);
  const [question] = query?.questions ?? [];
  if (!query || query.type !== 'query' || !question) return undefined;
  if (question.class !== 'IN') return response(query, { code: REFUSED, records: [] }, { codec, protocol });
  try {
    const passedOn = ask(request, protocol); // at once: a server that is slow for AAAA alone delays no device for long
    if (question.type !== 'A') return await passedOn;
    passedOn.catch(() => {}); // it is awaited only where there is no IPv6
    const { chain, addresses } = await findIpv6Addresses(question.name, { ask, codec });
    const [first, ...others] = addresses.filter(({ data }) => isLeasable(data, answers));
    if (!first) return await passedOn;
    const address = await lease(
      question.name,
      [first, ...others].map(({ data }) => data),
    );
    if (address === undefined) return response(query, { code: SERVFAIL, records: [] }, { codec, protocol });
    const limited = <R extends { readonly ttl?: number | undefined }>(record: R): R => ({
      ...record,
      ttl: Math.min(record.ttl ?? 0, ttl),
    });
    const leased = limited({ type: 'A', class: 'IN', name: first.name, ttl: first.ttl, data: address } as const);
    return response(query, { code: NOERROR, records: [...chain.map(limited), leased] }, { codec, protocol });
  } catch (error) {
    log(
      `no answer for ${question.type} of ${question.name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return response(query, { code: SERVFAIL, records: [] }, { codec, protocol });
  }
};

/** Of a host elsewhere, and not one in which the translator, or a resolver with its prefix, has an IPv4 address. */
const isLeasable = (address: string, { prefix }: DeviceAnswers): boolean => {
  const parsed = ipaddr.IPv6.parse(address);
  return (
    ['unicast', 'uniqueLocal', 'reserved'].includes(parsed.range()) && !parsed.match(ipaddr.IPv6.parseCIDR(prefix))
  );
};

const decoded = (request: Uint8Array, { decode }: DnsCodec): DecodedPacket | undefined => {
  try {
    return decode(Buffer.from(request));
  } catch {
    return undefined;
  }
};

// RFC 1035 section 4.1.1
const [NOERROR, SERVFAIL, REFUSED] = [0, 2, 5];

interface Found {
  readonly code: number;
  readonly records: readonly ResourceRecord[];
}

/** Of a resolver, without authority for the name. Over UDP an answer that is too long is cut, and the client asks again over TCP. */
const response = (
  { id, flags = 0, questions = [], additionals = [] }: DecodedPacket,
  { code, records }: Found,
  { codec, protocol }: { readonly codec: DnsCodec; readonly protocol: DnsProtocol },
): Buffer => {
  const { encode, RECURSION_DESIRED, RECURSION_AVAILABLE, TRUNCATED_RESPONSE } = codec;
  const options = additionals.find(({ type }) => type === 'OPT');
  const answer: Packet & { readonly flags: number } = {
    ...{ id: id ?? 0, type: 'response', questions, answers: [...records] },
    flags: (flags & RECURSION_DESIRED) | RECURSION_AVAILABLE | code,
    additionals: options ? [emptyOptions] : [],
  };
  const bytes = encode(answer);
  const most = Math.max(512, options && 'udpPayloadSize' in options ? options.udpPayloadSize : 512);
  if (protocol === 'tcp' || bytes.length <= most) return bytes;
  return encode({ ...answer, flags: answer.flags | TRUNCATED_RESPONSE, answers: [] });
};

/** EDNS (RFC 6891): a server that understands it answers with it. */
const emptyOptions: ResourceRecord = {
  ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] },
  ...{ extendedRcode: 0, ednsVersion: 0, flag_do: false },
};
