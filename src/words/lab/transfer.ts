import type { Family } from '../../evidence/family.ts';
import type { FlowSamples } from '../../evidence/sockets/flow-samples.ts';
import type { Segments } from '../../evidence/flows/segments.ts';
import type { Episode } from '../../evidence/stalls/episode.ts';

/** A bulk transfer: `download` flows from server to client (GET), `upload` from client to server (PUT). */
export interface TransferRequest {
  readonly kind: 'download' | 'upload';
  /** The node that connects. */
  readonly from: string;
  /** The node that serves. */
  readonly to: string;
  readonly family: Family;
  readonly bytes: number;
  /** Local port of the client; family and ports identify the flow in the ledger. 0: the kernel chooses one when the socket connects. */
  readonly port: number;
  /** The receiving application stops reading after this many bytes, so that the window closes. */
  readonly stopsReadingAfter?: number;
  /** Without HTTP: TCP carries the bytes of the body and, for a download, one line that asks for them. */
  readonly raw?: true;
  /** Another flow whose connection carries this transfer. */
  readonly over?: string;
}

/** How a transfer can end. */
export const transferOutcomes = ['completed', 'stalled', 'unfinished', 'refused', 'unreachable'] as const;

export type TransferOutcome = (typeof transferOutcomes)[number];

/** The result of a transfer as its receiving application saw it, with details from the sender's TCP_INFO. */
export interface Observation {
  /** `not-judged` when the evidence does not decide. */
  readonly outcome: TransferOutcome | 'not-judged';
  /** Only with `unfinished`. */
  readonly why?: 'slow' | 'receiver-window';
  /** Only with `not-judged`: what was not seen. */
  readonly reason?: string;
  /** Bytes of the body that the receiving application has read; of the flow of a program, bytes that its socket has received. */
  readonly received: number;
  /** Bytes of the body; absent for the flow of a program, of which nobody knows it. */
  readonly total?: number;
  /** Milliseconds from the request to the end or to this observation. */
  readonly elapsedMs: number;
  /** Stalls of this flow, oldest first; the last one may still be open. */
  readonly episodes: readonly Episode[];
  /** The sender's segment size in bytes (`snd_mss`). */
  readonly segmentSize?: number;
  /** The sender's retransmission timeouts so far (`tcpi_total_rto` where the kernel has it, else counted). */
  readonly timeouts?: number;
  /** TCP by default. */
  readonly protocol?: 'udp';
  /** The family that a program has chosen; absent for a flow of the family that the step runs for. */
  readonly family?: Family;
  readonly ports: { readonly client: number; readonly server: number };
  /** The node that accepted the connection, where the request names an address that several nodes hold, or a port that leads to another node. */
  readonly holder?: string;
  /** The connection from client to server on each segment of its way, where a node translates its addresses or ports. */
  readonly segments?: Segments;
  /** Milliseconds from the last change until bytes moved again, and the RTO at the change. */
  readonly recovery?: { readonly afterMs: number; readonly rtoMs: number };
  readonly evidence: readonly string[];
  /** TCP_INFO over time, if a report draws it. */
  readonly samples?: FlowSamples;
}
