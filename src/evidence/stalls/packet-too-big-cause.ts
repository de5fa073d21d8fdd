import type { Cause } from './episode.ts';
import { packetsText, ptbText } from './packet-counts-text.ts';
import type { Family } from '../family.ts';
import { ledgerSince } from '../ledger/ledger-since.ts';
import type { SilentFlow } from './flow-reading.ts';
import { familiesOf, senderFamily } from '../flows/segments.ts';
import { countPtbs, ptbsOfFlow } from './flow-ptbs.ts';
import type { FlowPtb } from './flow-ptbs.ts';
import { fullPacketBytes } from '../sockets/sample.ts';
import { lossPoints } from './loss-points.ts';
import { packetTooBigWrong } from './packet-too-big-wrong.ts';
import { ptbLossNode } from './ptb-loss-node.ts';
import { madeTexts, ptbEvidence, quoteTexts } from './ptb-evidence.ts';

/**
 * Returns why the sender does not know that its segments are too big for the path, with the proof; undefined when the ledger contains no
 * such evidence. `unknown` when the sender has only just accepted a Packet Too Big and may still act on it.
 */
export const packetTooBigCause = (silent: SilentFlow): Cause | undefined => {
  const { flow, before, after } = silent;
  if (!after.sender) return undefined;
  const packetBytes = fullPacketBytes(senderFamily(flow), after.sender);
  // One that the sender has acted on no longer counts.
  const ptbs = forSender(ptbsOfFlow(flow, after, before).filter(({ flowMtu }) => flowMtu < packetBytes));
  if (ptbs.length === 0) return notSentCause(silent);
  const taken = ptbs.filter(({ hook }) => hook === 'taken');
  const takenBySender = taken.filter(({ node }) => node === flow.from);
  if (takenBySender.length > 0) return ignoredCause(silent, takenBySender, madeTexts(ptbs, flow));
  const evidence = ptbEvidence(ptbs, flow);
  if (taken.length > 0)
    return tunnelMtuCause(silent, ptbs) ?? { word: 'packet-too-big-misdelivered', place: taken[0]!.node, evidence };
  return { word: 'packet-too-big-lost', place: ptbLossNode(ptbs, silent), evidence };
};

/** Messages about packets of a tunnel go to its end; they count only where this one has sent none of its own to the sender. */
const forSender = (ptbs: readonly FlowPtb[]): readonly FlowPtb[] => {
  const direct = ptbs.filter(({ header }) => header.outerBytes === 0);
  return direct.length > 0 ? direct : ptbs;
};

/**
 * The end of a tunnel gets the messages about its own packets. If the sender follows one that this end has made, that one left no room for the
 * headers of the tunnel.
 */
const tunnelMtuCause = (silent: SilentFlow, ptbs: readonly FlowPtb[]): Cause | undefined => {
  const { flow, before, first, after } = silent;
  const made = ptbsOfFlow(flow, after, before).filter(
    ({ hook, flowMtu }) => hook === 'made' && flowMtu === after.sender!.pmtu,
  );
  const taken = ptbs.filter(({ hook }) => hook === 'taken');
  const since = ledgerSince(after.ledger, first.ledger);
  const losses = lossPoints(silent, { since, size: 'large', reachedSocket: false }).filter(
    ({ node, linkEnd }) =>
      linkEnd?.isTunnel && [made, taken].every((messages) => messages.some((ptb) => ptb.node === node)),
  );
  const wrong = losses.length > 0 ? packetTooBigWrong(silent, losses) : undefined;
  return wrong && { ...wrong, evidence: [...wrong.evidence, ...ptbEvidence(ptbs, flow)] };
};

/** Proved when the sender accepted one before its last retransmission and neither the segment size nor the path MTU has changed. */
const ignoredCause = (silent: SilentFlow, takenBySender: readonly FlowPtb[], made: readonly string[]): Cause => {
  const { previous, before, after, flow } = silent;
  const sender = after.sender!;
  const wasTaken =
    previous !== undefined &&
    ptbsOfFlow(flow, previous, before).some(
      ({ node, hook, flowMtu }) => node === flow.from && hook === 'taken' && flowMtu < sender.pmtu,
    );
  const hasRetransmitted = sender.totalRetrans > (previous?.sender?.totalRetrans ?? Infinity);
  if (!wasTaken || !hasRetransmitted)
    return { word: 'unknown', evidence: [`${flow.from} accepted a Packet Too Big and may still act on it`] };
  const evidence = [
    ...made,
    ...takenBySender.map(({ packets, mtu }) => `${flow.from} accepted ${ptbText(packets, mtu, flow)}`),
    ...quoteTexts(takenBySender, flow),
    ...sequenceTexts(silent),
    `${flow.from} has retransmitted since then and still uses a path MTU of ${sender.pmtu}`,
  ];
  return { word: 'packet-too-big-ignored', place: flow.from, evidence };
};

/** The kernel ignores a message whose quoted sequence number is outside the window (RFC 5927 4.1, tcp_v4_err). */
const sequenceTexts = ({ flow, first, after }: SilentFlow): readonly string[] => {
  const rise =
    (after.counters[flow.from]?.['TcpExtOutOfWindowIcmps'] ?? 0) -
    (first.counters[flow.from]?.['TcpExtOutOfWindowIcmps'] ?? Infinity);
  return rise > 0 ? [`${flow.from}: the quoted sequence number was outside the window ${rise} times`] : [];
};

/**
 * Proved when the router's own counter of too big packets rose by all packets of this flow that were lost until the previous reading, and it
 * has generated no message for them until this one; `unknown` at the first reading, which may come between a packet and the message about it
 * (seen under load).
 */
const notSentCause = (silent: SilentFlow): Cause | undefined => {
  const { flow, first, after, previous } = silent;
  const isFirstReading = !previous || previous.atMs <= first.atMs;
  const counted = isFirstReading ? after : previous;
  const since = ledgerSince(counted.ledger, first.ledger);
  const loss = lossPoints(silent, { since, size: 'large', reachedSocket: false }).find(
    ({ linkEnd, node }) => !linkEnd && node !== flow.from && node !== flow.to,
  );
  if (!loss) return undefined;
  const { node, packets } = loss;
  if (isFollowed(silent, node)) return undefined;
  const counters = familiesOf(flow).map((family) => tooBigCounters[family]);
  const risen = counters.map((counter) => ({
    counter,
    rise: (counted.counters[node]?.[counter] ?? 0) - (first.counters[node]?.[counter] ?? Infinity),
  }));
  // A node on the way of a flow that changes its family may have both counters, and counts each packet in one of them.
  const { counter, rise } = risen.reduce((most, each) => (each.rise > most.rise ? each : most));
  const made = countPtbs(ledgerSince(after.ledger, first.ledger).ptbs, node, 'made');
  if (rise - made < packets) return undefined;
  if (isFirstReading) return { word: 'unknown', evidence: [`a Packet Too Big of ${node} may still be on its way`] };
  const generated = made === 0 ? 'no Packet Too Big' : `only ${made} Packet Too Big, for other flows`;
  const evidence = [
    `${packetsText(packets, 'large', flow)} reached ${node} and none left it`,
    `${node}: ${counter} rose by ${rise}, but the node generated ${generated}`,
  ];
  return { word: 'packet-too-big-not-sent', place: node, evidence };
};

/**
 * Whether the sender follows a message of this node, whose MTU is then wrong. The kernel limits its messages to one address, so that it may
 * have sent none for the last packets (seen on a slow machine: icmpv6_xrlim_allow).
 */
const isFollowed = ({ flow, before, after }: SilentFlow, router: string): boolean =>
  ptbsOfFlow(flow, after, before).some(
    ({ node, hook, flowMtu }) => node === router && hook === 'made' && flowMtu === after.sender!.pmtu,
  );

const tooBigCounters: Readonly<Record<Family, string>> = { ipv6: 'Ip6InTooBigErrors', ipv4: 'IpFragFails' };
