import { matchQuote } from '../flows/flow-id.ts';
import type { QuoteMatch } from '../flows/flow-id.ts';
import type { PtbCount } from '../ledger/ledger.ts';
import { ptbsSince } from '../ledger/ledger-since.ts';
import type { FlowDirection } from './flow-reading.ts';

/** Packet Too Big messages about one direction of a flow. */
export interface FlowPtb extends PtbCount {
  readonly match: QuoteMatch;
  /** The quoted header that belongs to the flow. */
  readonly header: PtbCount['quoted'][number];
  /** The MTU in bytes that remains for the flow itself inside the quoted tunnels, if any. */
  readonly flowMtu: number;
}

/** Returns the messages about a flow direction that were counted between two readings. */
export const ptbsOfFlow = (flow: FlowDirection, after: PtbReading, before: PtbReading): readonly FlowPtb[] =>
  ptbsSince(after.ledger.ptbs, before.ledger.ptbs).flatMap((ptb) => {
    const matched = matchQuote(flow, ptb.quoted);
    return matched ? [{ ...ptb, ...matched, flowMtu: ptb.mtu - matched.header.outerBytes }] : [];
  });

/** As much of a reading of a flow as the messages need. */
export interface PtbReading {
  readonly ledger: { readonly ptbs: readonly PtbCount[] };
}

/** Sums the messages of one node at some hooks. */
export const countPtbs = (ptbs: readonly PtbCount[], node: string, ...hooks: readonly PtbCount['hook'][]): number =>
  ptbs.filter((ptb) => ptb.node === node && hooks.includes(ptb.hook)).reduce((sum, { packets }) => sum + packets, 0);
