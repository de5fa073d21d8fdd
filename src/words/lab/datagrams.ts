import type { Family } from '../../evidence/family.ts';

/** Datagrams from one source port to a service that answers each with its bytes; each waits for the one before it. */
export interface DatagramRequest {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  /** Local port of the client. */
  readonly port: number;
  readonly destinationPort: number;
  /** Length of each payload. */
  readonly bytes: number;
  readonly count: number;
  readonly discovery: Discovery;
  /** Whether the socket is connected, as for most protocols of one peer; only then does the kernel report its path MTU. */
  readonly connected: boolean;
  /** Milliseconds after which a datagram without an answer counts as lost. */
  readonly answerWithinMs: number;
}

/**
 * What a socket does about the path MTU (IP_MTU_DISCOVER, IPV6_MTU_DISCOVER): the names and, in this order, the values of
 * IP_PMTUDISC_DONT, WANT, DO, PROBE, INTERFACE and OMIT in include/uapi/linux/in.h.
 */
export const discoveries = ['dont', 'want', 'do', 'probe', 'interface', 'omit'] as const;

export type Discovery = (typeof discoveries)[number];

/**
 * What became of a datagram: `too-big` and `unreachable` include those that the local kernel did not send, `refused` is a Port
 * Unreachable, `lost` has no answer within its time, or an ICMP error that is none of the others.
 */
export const datagramOutcomes = ['answered', 'lost', 'too-big', 'refused', 'unreachable'] as const;

export type DatagramOutcome = (typeof datagramOutcomes)[number];

/** What the client's socket saw. */
export interface DatagramExchange {
  readonly ports: { readonly client: number; readonly server: number };
  /** In the order in which they were sent. */
  readonly outcomes: readonly DatagramOutcome[];
  /** The path MTU of the socket after the last datagram; null for a socket that is not connected. */
  readonly pmtu: number | null;
  /** From the error queue of the socket, in order. */
  readonly errors: readonly SocketError[];
  /** The nodes that got a datagram, where the request names an address that several nodes hold. */
  readonly holders?: readonly string[];
}

/** One entry of a socket's error queue (IP_RECVERR, `struct sock_extended_err` of linux/errqueue.h). */
export interface SocketError {
  /** `EMSGSIZE`, `ECONNREFUSED` … */
  readonly error: string;
  /** Who reported it: the local kernel, or a router or host by ICMP. */
  readonly origin: 'local' | 'icmp';
  /** Type and code of the ICMP message; 0 for a local error. */
  readonly type: number;
  readonly code: number;
  /** The MTU that an EMSGSIZE reports. */
  readonly mtu?: number;
  /** The source address of the ICMP message. */
  readonly offender?: string;
}
