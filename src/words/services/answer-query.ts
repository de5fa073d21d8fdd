import type { Answer as ResourceRecord, DecodedPacket, Packet, Question } from 'dns-packet';
import type { Family } from '../../evidence/family.ts';
import type { Answer } from '../lab/service-host.ts';
import { inMs } from '../language/amount.ts';
import type { DnsAnswers } from './answer-settings.ts';
import type { Zone } from './zone.ts';

/** The package `dns-packet`, which is loaded when a server starts. */
export type DnsCodec = typeof import('dns-packet');

/** What decides about an answer, besides the query. */
export interface AnsweringServer {
  readonly zone: Zone;
  /** How it answers queries for addresses; undefined: at once, with what the zone has. */
  readonly answers: DnsAnswers | undefined;
  readonly codec: DnsCodec;
  /** Over UDP an answer that is too long is cut, and the client asks again over TCP. */
  readonly protocol: 'udp' | 'tcp';
}

/**
 * Answers one DNS query (RFC 1035) as a server with authority for its zone. It calls itself the authority for all other names too, and
 * answers that they do not exist, so that nobody waits for a name from outside the lab. Undefined for what is no query.
 */
export const answerQuery = (
  request: Uint8Array,
  { zone, answers, codec, protocol }: AnsweringServer,
): Answer | undefined => {
  const query = decoded(request, codec);
  const [question] = query?.questions ?? [];
  if (!query || query.type !== 'query' || !question) return undefined;
  const family = familyOf[question.type];
  const way = answers?.[question.type.toLowerCase() as keyof DnsAnswers];
  if (family && way === 'never') return undefined;
  const found = family && typeof way === 'string' ? failures[way]! : find(question, family, zone);
  const payload = encoded(query, found, { zone, codec, protocol });
  return { payload, ...(family && typeof way === 'object' && { afterMs: inMs(way.delay) }) };
};

const decoded = (request: Uint8Array, { decode }: DnsCodec): DecodedPacket | undefined => {
  try {
    return decode(Buffer.from(request));
  } catch {
    return undefined;
  }
};

/** The types of addresses, to which the settings of a server apply. */
const familyOf: Readonly<Record<string, Family>> = { AAAA: 'ipv6', A: 'ipv4' };

interface Found {
  readonly code: number;
  readonly records: readonly ResourceRecord[];
}

// RFC 1035 section 4.1.1; NODATA is RFC 2308 section 2.2
const [NOERROR, SERVFAIL, NXDOMAIN, REFUSED] = [0, 2, 3, 5];

const failures: Readonly<Record<string, Found>> = {
  nodata: { code: NOERROR, records: [] },
  servfail: { code: SERVFAIL, records: [] },
  nxdomain: { code: NXDOMAIN, records: [] },
  refused: { code: REFUSED, records: [] },
};

const find = ({ name, type }: Question, family: Family | undefined, zone: Zone): Found => {
  const wanted = name.toLowerCase();
  const addresses = zone.addresses.get(wanted);
  const isApex = wanted === zone.name;
  // A name above others exists without records of its own (RFC 8020).
  const exists = addresses ?? (isApex || [...zone.addresses.keys()].some((each) => each.endsWith(`.${wanted}`)));
  if (!exists || !`.${wanted}`.endsWith(`.${zone.name}`)) return failures['nxdomain']!;
  const common = { name, ttl: zone.ttl };
  if (isApex && type === 'SOA') return { code: NOERROR, records: [authority(zone)] };
  if (isApex && type === 'NS') return { code: NOERROR, records: [{ ...common, type: 'NS', data: `ns.${zone.name}` }] };
  const records = family && addresses?.[family].map((data) => ({ ...common, type: type as 'A' | 'AAAA', data }));
  return { code: NOERROR, records: records ?? [] };
};

/** Its last value is how long an absence may be cached (RFC 2308 section 4). */
const authority = ({ name, ttl }: Zone): ResourceRecord => ({
  ...{ name, ttl, type: 'SOA' },
  data: {
    ...{ mname: `ns.${name}`, rname: `hostmaster.${name}`, serial: 1 },
    ...{ refresh: 3600, retry: 600, expire: 86_400, minimum: ttl },
  },
});

const encoded = (
  { id, flags = 0, questions = [], additionals = [] }: DecodedPacket,
  { code, records }: Found,
  { zone, codec, protocol }: Omit<AnsweringServer, 'answers'>,
): Buffer => {
  const { AUTHORITATIVE_ANSWER, RECURSION_DESIRED, TRUNCATED_RESPONSE } = codec;
  const options = additionals.find(({ type }) => type === 'OPT');
  const isAbsence = records.length === 0 && (code === NOERROR || code === NXDOMAIN);
  const answer: Packet = {
    ...{ id: id ?? 0, type: 'response', questions },
    flags: (flags & RECURSION_DESIRED) | AUTHORITATIVE_ANSWER | code,
    answers: [...records],
    authorities: isAbsence ? [authority(zone)] : [],
    additionals: options ? [emptyOptions] : [],
  };
  const bytes = codec.encode(answer);
  const most = Math.max(512, options && 'udpPayloadSize' in options ? options.udpPayloadSize : 512);
  if (protocol === 'tcp' || bytes.length <= most) return bytes;
  return codec.encode({ ...answer, flags: answer.flags! | TRUNCATED_RESPONSE, answers: [], authorities: [] });
};

/** EDNS (RFC 6891): a server that understands it answers with it. */
const emptyOptions: ResourceRecord = {
  ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] },
  ...{ extendedRcode: 0, ednsVersion: 0, flag_do: false },
};
