import type { DecodedPacket as DnsMessage } from 'dns-packet';
import type { Family } from '../../evidence/family.ts';
import { decode } from '../../wire/layers/decode.ts';
import type { DecodedPacket } from '../../wire/layers/decoded-packet.ts';
import type { CapturedFrame } from '../lab/lab.ts';
import type { ConnectionAttempt, Visit, VisitQuery } from '../lab/visit.ts';

/** What identifies a visit among the packets of its node. */
export interface VisitTarget {
  readonly name: string;
  /** The TCP port of the server. */
  readonly port: number;
}

/** Reads a visit off the packets at the interfaces of its client, in order of time; whole packets, since DNS messages are decoded. */
export const readVisit = (
  frames: readonly CapturedFrame[],
  { name, port }: VisitTarget,
  decodeDns: (bytes: Buffer) => DnsMessage,
): Visit => {
  const queries: Mutable<VisitQuery & { readonly id: number }>[] = [];
  const attempts = new Map<string, Mutable<ConnectionAttempt>>();
  let began: bigint | undefined;
  const sinceBegin = (time: bigint): number => Number(time - (began ??= time)) / 1e6;
  for (const { time, direction, bytes, originalLength } of frames) {
    const packet = decode({ bytes, originalLength });
    const message = packet.udp && dnsOf(packet, bytes, decodeDns);
    if (message) readQuery(message, { direction, name, queries, ms: () => sinceBegin(time) });
    if (packet.tcp) readSegment(packet, { direction, port, attempts, ms: () => sinceBegin(time) });
  }
  return {
    name,
    ...(began !== undefined && { beganAtMs: Number(began) / 1e6 }),
    queries: queries.map(({ id: _, ...query }) => query),
    attempts: [...attempts.values()],
  };
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const dnsOf = (packet: DecodedPacket, bytes: Uint8Array, decodeDns: (bytes: Buffer) => DnsMessage) => {
  const { udp, ipv6, ipv4 } = packet;
  const ip = ipv6 ?? ipv4;
  if (!udp || !ip || ![udp.source, udp.destination].includes(53)) return undefined;
  try {
    return decodeDns(Buffer.from(bytes.subarray(ethernetBytes + ip.headerLength + udpHeaderBytes)));
  } catch {
    return undefined;
  }
};

const [ethernetBytes, udpHeaderBytes] = [14, 8];

const familyOf: Readonly<Record<string, Family>> = { AAAA: 'ipv6', A: 'ipv4' };

const readQuery = (
  { id = 0, type, questions = [], answers = [] }: DnsMessage,
  {
    direction,
    name,
    queries,
    ms,
  }: Reading & { readonly name: string; queries: Mutable<VisitQuery & { id: number }>[] },
): void => {
  const [question] = questions;
  const family = familyOf[question?.type ?? ''];
  if (!family || question!.name.toLowerCase() !== name) return;
  // glibc gives both queries ids of their own, and repeats them with these.
  const known = queries.find((query) => query.id === id && query.family === family);
  if (type === 'query' && direction === 'out' && !known) queries.push({ id, family, askedMs: ms() });
  if (type === 'response' && direction === 'in' && known && known.answeredMs === undefined) {
    known.answeredMs = ms();
    known.addresses = answers.filter((answer) => familyOf[answer.type] === family).length;
  }
};

const readSegment = (
  { tcp, ipv6, ipv4 }: DecodedPacket,
  {
    direction,
    port,
    attempts,
    ms,
  }: Reading & { readonly port: number; attempts: Map<string, Mutable<ConnectionAttempt>> },
): void => {
  const ip = (ipv6 ?? ipv4)!;
  const isOut = direction === 'out';
  if ((isOut ? tcp!.destination : tcp!.source) !== port) return;
  const own = isOut ? tcp!.source : tcp!.destination;
  const address = isOut ? ip.destination : ip.source;
  const key = `${own} ${address}`;
  const attempt = attempts.get(key);
  const { syn = false, ack = false } = tcp!.flags ?? {};
  if (isOut && syn && !ack && !attempt)
    attempts.set(key, { family: ipv6 ? 'ipv6' : 'ipv4', address, port: own, ms: ms(), bytes: 0 });
  if (isOut || !attempt) return;
  if (syn && ack) attempt.connectedMs ??= ms();
  attempt.bytes += tcp!.payloadLength ?? 0;
};

interface Reading {
  readonly direction: CapturedFrame['direction'];
  /** Milliseconds from the first packet of the visit to this one. */
  ms(): number;
}
