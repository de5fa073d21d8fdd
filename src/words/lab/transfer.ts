import type { Family } from '../../evidence/family.ts';
import type { Episode } from '../../evidence/stalls/episode.ts';

/** A bulk transfer over HTTP: `download` flows from server to client (GET), `upload` from client to server (PUT). */
export interface TransferRequest {
  readonly kind: 'download' | 'upload';
  /** The node that connects. */
  readonly from: string;
  /** The node that serves. */
  readonly to: string;
  readonly family: Family;
  readonly bytes: number;
  /** Local port of the connecting side; ports name the flow in the ledger. */
  readonly port: number;
  /** The receiving application stops reading after so many bytes, so that the window closes. */
  readonly stopsReadingAfter?: number;
  /** Another flow whose connection carries this transfer. */
  readonly over?: string;
}

/** How a transfer can end. */
export const transferOutcomes = ['completed', 'stalled', 'unfinished', 'refused', 'unreachable'] as const;

export type TransferOutcome = (typeof transferOutcomes)[number];

/** What became of a transfer, told by the receiving application; the sender's TCP_INFO stands beside it. */
export interface Observation {
  readonly outcome: TransferOutcome;
  /** Only with `unfinished`. */
  readonly why?: 'slow' | 'receiver-window';
  /** Bytes of the body that the receiving application has. */
  readonly received: number;
  readonly total: number;
  /** Milliseconds from the request to the end or to this observation. */
  readonly elapsedMs: number;
  /** Stalls of this flow, oldest first; the last one may still be open. */
  readonly episodes: readonly Episode[];
  /** Sender's segment size in bytes (`snd_mss`). */
  readonly segmentSize?: number;
  /** Sender's retransmission timeouts so far (`tcpi_total_rto` where the kernel has it, else counted). */
  readonly timeouts?: number;
  readonly ports: { readonly client: number; readonly server: number };
  /** When bytes moved again after the last change, and the RTO that stood at the change. */
  readonly recovery?: { readonly afterMs: number; readonly rtoMs: number };
  readonly evidence: readonly string[];
}
