import type { Cause } from './episode.ts';
import { packetsText, ptbText } from './packet-counts-text.ts';
import type { Family } from '../family.ts';
import type { PtbCount } from '../ledger/ledger.ts';
import { ledgerSince } from '../ledger/ledger-since.ts';
import type { SilentFlow, FlowDirection, FlowReading, LinkEnd } from './flow-reading.ts';
import { fullPacketBytes } from '../sockets/sample.ts';
import { lossPoints } from './loss-points.ts';

/**
 * Returns why the sender does not know that its segments are too big for the path, with the proof; undefined when the ledger contains no
 * such evidence. `unknown` when the sender has only just accepted a Packet Too Big and may still act on it.
 */
export const packetTooBigCause = (silent: SilentFlow): Cause | undefined => {
  if (!silent.after.sender) return undefined;
  const { flow } = silent;
  const ptbs = ptbsSince(silent.before, silent);
  if (ptbs.length === 0) return notSentCause(silent);
  const taken = ptbs.filter(({ hook }) => hook === 'taken');
  const takenBySender = taken.filter(({ node }) => node === flow.from);
  if (takenBySender.length > 0) return ignoredCause(silent, takenBySender);
  const evidence = ptbEvidence(ptbs, flow);
  if (taken.length > 0) return { word: 'packet-too-big-misdelivered', place: taken[0]!.node, evidence };
  return { word: 'packet-too-big-lost', place: ptbLossNode(ptbs, silent), evidence };
};

/** Packet Too Big messages for this flow with an MTU below its packet size: one that the sender has acted on no longer counts. */
const ptbsSince = (before: FlowReading, { flow, after }: SilentFlow): readonly PtbCount[] => {
  const packetBytes = fullPacketBytes(flow.family, after.sender!);
  return ledgerSince(after.ledger, before.ledger).ptbs.filter(
    ({ source, destination, mtu }) => source === flow.source && destination === flow.destination && mtu < packetBytes,
  );
};

/** Proved when the sender accepted one before its last retransmission and neither the segment size nor the path MTU has changed. */
const ignoredCause = (silent: SilentFlow, takenBySender: readonly PtbCount[]): Cause => {
  const { previous, before, after, flow } = silent;
  const sender = after.sender!;
  const wasTaken =
    previous !== undefined &&
    ledgerSince(previous.ledger, before.ledger).ptbs.some(
      ({ node, hook, source, mtu }) =>
        node === flow.from && hook === 'taken' && source === flow.source && mtu < sender.pmtu,
    );
  const hasRetransmitted = sender.totalRetrans > (previous?.sender?.totalRetrans ?? Infinity);
  if (!wasTaken || !hasRetransmitted)
    return { word: 'unknown', evidence: [`${flow.from} accepted a Packet Too Big and may still act on it`] };
  const evidence = [
    ...takenBySender.map(({ packets, mtu }) => `${flow.from} accepted ${ptbText(packets, mtu, flow)}`),
    `${flow.from} has retransmitted since then and still uses a path MTU of ${sender.pmtu}`,
  ];
  return { word: 'packet-too-big-ignored', place: flow.from, evidence };
};

/** The node that passed on fewer than it received; after a loss on a link, the node nearest to the sender that counted them. */
const ptbLossNode = (ptbs: readonly PtbCount[], { linkEnds, flow }: SilentFlow): string => {
  const nodes = [...new Set(ptbs.map(({ node }) => node))];
  const lossNode = nodes.find((node) => count(ptbs, node, 'made', 'arrived') > count(ptbs, node, 'left', 'taken'));
  const hops = hopsFrom(flow.from, linkEnds);
  return lossNode ?? nodes.toSorted((a, b) => (hops.get(a) ?? Infinity) - (hops.get(b) ?? Infinity))[0]!;
};

/** Proved when the router's own counter of too big packets rose by all lost packets of this flow and it generated no message for them. */
const notSentCause = (silent: SilentFlow): Cause | undefined => {
  const { flow, first, after } = silent;
  const since = ledgerSince(after.ledger, first.ledger);
  const loss = lossPoints(silent, { since, size: 'large', reachedSocket: false }).find(
    ({ linkEnd, node }) => !linkEnd && node !== flow.from && node !== flow.to,
  );
  if (!loss) return undefined;
  const { node, packets } = loss;
  const counter = tooBigCounters[flow.family];
  const rise = (after.counters[node]?.[counter] ?? 0) - (first.counters[node]?.[counter] ?? Infinity);
  const made = count(since.ptbs, node, 'made');
  if (rise - made < packets) return undefined;
  const generated = made === 0 ? 'no Packet Too Big' : `only ${made} Packet Too Big, for other flows`;
  const evidence = [
    `${packetsText(packets, 'large', flow)} reached ${node} and none left it`,
    `${node}: ${counter} rose by ${rise}, but the node generated ${generated}`,
  ];
  return { word: 'packet-too-big-not-sent', place: node, evidence };
};

const tooBigCounters: Readonly<Record<Family, string>> = { ipv6: 'Ip6InTooBigErrors', ipv4: 'IpFragFails' };

/** `transit sent 3 Packet Too Big (MTU 1500) for 80→20001`, then the nodes that did not pass all of them on, then the sender. */
const ptbEvidence = (ptbs: readonly PtbCount[], flow: FlowDirection): readonly string[] => {
  const nodes = [...new Set(ptbs.map(({ node }) => node))];
  const arrived = count(ptbs, flow.from, 'arrived');
  return [
    ...ptbs.flatMap(({ node, hook, packets, mtu }) => {
      const verb = count(ptbs, node, 'left') < count(ptbs, node, 'made') ? 'generated' : 'sent';
      return hook === 'made' ? [`${node} ${verb} ${ptbText(packets, mtu, flow)}`] : [];
    }),
    ...nodes.filter((node) => node !== flow.from).flatMap((node) => ptbsAtNode(node, ptbs, flow)),
    arrived === 0 ? `${flow.from} received none of them` : `${flow.from} received ${arrived} and accepted none`,
  ];
};

/** Empty for a node that passed all of them on. */
const ptbsAtNode = (node: string, ptbs: readonly PtbCount[], { from }: FlowDirection): readonly string[] => {
  const [made, arrived, taken] = [count(ptbs, node, 'made'), count(ptbs, node, 'arrived'), count(ptbs, node, 'taken')];
  const passed = count(ptbs, node, 'left') + taken;
  const passedText = passed === 0 ? 'none' : `only ${passed}`;
  if (made + arrived <= passed) return taken > 0 ? [`${taken} of them went to ${node} instead of ${from}`] : [];
  return [made > 0 ? `${passedText} of them left ${node}` : `${node} received ${arrived} and forwarded ${passedText}`];
};

const count = (ptbs: readonly PtbCount[], node: string, ...hooks: readonly PtbCount['hook'][]): number =>
  ptbs.filter((ptb) => ptb.node === node && hooks.includes(ptb.hook)).reduce((sum, { packets }) => sum + packets, 0);

/** Hops over the links from one node to every node. */
const hopsFrom = (from: string, linkEnds: readonly LinkEnd[]): ReadonlyMap<string, number> => {
  const hops = new Map([[from, 0]]);
  for (const [node, distance] of hops)
    for (const end of linkEnds) if (end.node === node && !hops.has(end.peer)) hops.set(end.peer, distance + 1);
  return hops;
};
