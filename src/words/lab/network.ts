import type { CauseWord } from '../../evidence/stalls/episode.ts';
import type { Family } from '../../evidence/family.ts';
import type { DatagramRequest } from './datagrams.ts';
import type { NodeView } from './node-view.ts';
import type { PingOutcome } from './ping-outcomes.ts';
import type { TransferOutcome, TransferRequest } from './transfer.ts';

/** A planned network in which steps are predicted, with everything that earlier steps have changed; src/path implements it. */
export interface Network {
  /** Returns how a transfer may end, and remembers what its ends learn. */
  transfer(request: PredictedTransfer): Prediction;
  /** Returns how a kept flow goes on. */
  follow(flow: string, family: Family): Prediction;
  /** Returns how an echo request may end. */
  ping(request: PredictedPing): Prediction;
  /** Returns how each of several datagrams may end. */
  datagrams(request: PredictedDatagrams): Prediction;
  /** Returns how a download over QUIC may end. */
  download(request: PredictedDownload): Prediction;
  /** Gives a trait to a node, or takes it away. */
  setTrait(node: string, trait: string, settings: unknown): void;
  /** Nodes forget the path MTUs that they have learned: all of them, or one. */
  forgetPathMtus(node?: string): void;
  /** A node may have learned any path MTU, and others one to it: its programs exchange packets of which nothing is predicted. */
  mayLearn(node: string): void;
  /** Nothing is predicted from now on. */
  becomesUnknown(why: string): void;
}

export interface PredictedTransfer extends Pick<TransferRequest, 'kind' | 'from' | 'to' | 'family' | 'bytes'> {
  readonly raw?: boolean | undefined;
  readonly leg?: string | undefined;
  /** The name under which the flow is kept. */
  readonly as?: string | undefined;
  /** The kept flow whose connection carries the transfer. */
  readonly over?: string | undefined;
  /** The receiver stops reading before the end. */
  readonly stopsReading?: boolean | undefined;
}

export interface PredictedPing {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  /** Bytes of payload. */
  readonly bytes: number;
  readonly df: boolean;
  readonly count: number;
}

/** Datagrams that are sent one after the other, of one source port. */
export type PredictedDatagrams = Pick<DatagramRequest, 'from' | 'to' | 'family' | 'bytes' | 'discovery' | 'count'>;

export interface PredictedDownload extends Pick<TransferRequest, 'from' | 'to' | 'family' | 'bytes'> {
  /** Returns the largest UDP payload in bytes that a node sends. */
  datagramBytes(server: Pick<NodeView, 'services'>): number;
}

/** All ends that the plan leaves open, and why; or why nothing is predicted. */
export type Prediction = { readonly ends: readonly PredictedEnd[]; readonly notes: readonly string[] } | Unpredicted;

export interface Unpredicted {
  readonly unknown: string;
}

export interface PredictedEnd {
  readonly outcome: TransferOutcome | PingOutcome;
  /** Why a flow stalls; absent where the cause is not predicted. */
  readonly cause?: CauseWord;
  /** A node or `NODE:to-PEER`. */
  readonly place?: string;
  /** What decides it, in one sentence without a full stop. */
  readonly because: string;
}
