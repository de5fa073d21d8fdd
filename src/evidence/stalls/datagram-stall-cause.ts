import type { PtbCount } from '../ledger/ledger.ts';
import type { Cause } from './episode.ts';
import type { FlowDirection, LinkEnd } from './flow-reading.ts';
import { ptbsOfFlow } from './flow-ptbs.ts';
import { ptbEvidence } from './ptb-evidence.ts';
import { ptbLossNode } from './ptb-loss-node.ts';

/**
 * Returns why the datagrams of a flow are lost, by the Packet Too Big messages about it alone: the ledger counts no other packets of UDP, and its
 * sender has no state that the kernel shows. `unknown` where no message was counted, and where its node accepted one.
 */
export const datagramStallCause = ({ flow, linkEnds, before, after, packetBytes }: LostDatagrams): Cause => {
  const reading = (ptbs: readonly PtbCount[]) => ({ ledger: { ptbs } });
  const ptbs = ptbsOfFlow(flow, reading(after), reading(before)).filter(({ flowMtu }) => flowMtu < packetBytes);
  const taken = ptbs.filter(({ hook }) => hook === 'taken');
  if (ptbs.length === 0) return { word: 'unknown', evidence: [] };
  if (taken.some(({ node }) => node === flow.from))
    return { word: 'unknown', evidence: [`${flow.from} accepted a Packet Too Big for this flow`] };
  const evidence = ptbEvidence(ptbs, flow);
  return taken.length > 0
    ? { word: 'packet-too-big-misdelivered', place: taken[0]!.node, evidence }
    : { word: 'packet-too-big-lost', place: ptbLossNode(ptbs, { flow, linkEnds }), evidence };
};

/** A flow of UDP whose datagrams do not arrive, with the messages of the ledger from before and after. */
export interface LostDatagrams {
  readonly flow: FlowDirection;
  readonly linkEnds: readonly LinkEnd[];
  readonly before: readonly PtbCount[];
  readonly after: readonly PtbCount[];
  /** Length of the largest packet in bytes that was lost. */
  readonly packetBytes: number;
}
