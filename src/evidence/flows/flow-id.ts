import type { Family } from '../family.ts';

/** What identifies one direction of a flow on a segment of its way: protocol, addresses and ports. */
export interface FlowId {
  readonly family: Family;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly sourceAddress: string;
  readonly destinationAddress: string;
  /** Ports; 0 where the protocol has none. */
  readonly source: number;
  readonly destination: number;
}

/** A header of a quoted packet, which may stand behind those of tunnels. */
export interface QuotedHeader extends FlowId {
  /** Bytes of the headers before it. */
  readonly outerBytes: number;
}

/** How a quoted packet answers to a flow: `same`, or `rewritten` where a node changed one of its addresses. */
export type QuoteMatch = 'same' | 'rewritten';

/**
 * Returns the quoted header that belongs to a flow, at any depth of encapsulation; ports of another protocol never match. One of another
 * segment of the flow was not translated back.
 */
export const matchQuote = (
  flow: FlowId & { readonly segments?: readonly FlowId[] },
  quoted: readonly QuotedHeader[],
): { readonly header: QuotedHeader; readonly match: QuoteMatch } | undefined => {
  const alike = quoted.filter((header) => hasSamePorts(flow, header));
  const same = alike.find((header) => changedAddresses(flow, header) === 0);
  if (same) return { header: same, match: 'same' };
  const rewritten = alike.find((header) => changedAddresses(flow, header) === 1);
  const { segments = [] } = flow;
  const untranslated = quoted.find((header) =>
    segments.some((segment) => hasSamePorts(segment, header) && changedAddresses(segment, header) === 0),
  );
  const header = rewritten ?? untranslated;
  return header && { header, match: 'rewritten' };
};

/** IANA protocol numbers. */
export const protocols = { tcp: 6, udp: 17 } as const;

const hasSamePorts = (flow: FlowId, header: FlowId): boolean =>
  flow.family === header.family &&
  flow.protocol === header.protocol &&
  flow.source === header.source &&
  flow.destination === header.destination;

const changedAddresses = (flow: FlowId, header: FlowId): number =>
  Number(flow.sourceAddress !== header.sourceAddress) + Number(flow.destinationAddress !== header.destinationAddress);
