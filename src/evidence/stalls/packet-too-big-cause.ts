import type { Cause } from './episode.ts';
import type { Family } from '../family.ts';
import type { PtbCount } from '../ledger/ledger.ts';
import { ledgerSince } from '../ledger/ledger-since.ts';
import type { SilentFlow, FlowDirection, FlowReading, LinkEnd } from './flow-reading.ts';
import { packetBytes } from '../sockets/sample.ts';
import { lossPoints } from './loss-points.ts';

/**
 * Why the segments that the sender repeats are too big for the path and it does not know, with the proof; undefined where the ledger says
 * nothing of the kind. `unknown` when it took a Packet Too Big just now and may still heed it.
 */
export const packetTooBigCause = (of: SilentFlow): Cause | undefined => {
  if (!of.after.sender) return undefined;
  const told = toldSince(of.before, of);
  if (told.length === 0) return notSent(of);
  const taken = told.filter(({ hook }) => hook === 'taken');
  const mine = taken.filter(({ node }) => node === of.flow.from);
  if (mine.length > 0) return ignored(of, mine);
  if (taken.length > 0) return cause('packet-too-big-misdelivered', taken[0]!.node, told, of.flow);
  return cause('packet-too-big-lost', lastSeen(told, of), told, of.flow);
};

/** Packet Too Big messages about this flow that tell less than what the sender uses now: an earlier narrowing that it has heeded counts no more. */
const toldSince = (before: FlowReading, { flow, after }: SilentFlow): readonly PtbCount[] => {
  const size = packetBytes(flow.family, after.sender!);
  return ledgerSince(after.ledger, before.ledger).ptbs.filter(
    ({ source, destination, mtu }) => source === flow.source && destination === flow.destination && mtu < size,
  );
};

/** It had taken one before its last retransmission, and neither the segment size nor the path MTU has changed. */
const ignored = (of: SilentFlow, mine: readonly PtbCount[]): Cause => {
  const { previous, before, after, flow } = of;
  if (!previous) return mayHeed(flow);
  const then = ledgerSince(previous.ledger, before.ledger).ptbs.filter(
    ({ node, hook, source, mtu }) =>
      node === flow.from && hook === 'taken' && source === flow.source && mtu < after.sender!.pmtu,
  );
  const repeated = after.sender!.totalRetrans > (previous.sender?.totalRetrans ?? Infinity);
  if (then.length > 0 && repeated) return cause('packet-too-big-ignored', flow.from, mine, flow);
  return mayHeed(flow);
};

const mayHeed = ({ from }: FlowDirection): Cause => ({
  word: 'unknown',
  evidence: [`${from} took a packet too big and may still heed it`],
});

/** More went in than came out: that node kept it. Otherwise it was lost on a wire, and the node nearest to the sender that saw it is named. */
const lastSeen = (told: readonly PtbCount[], { linkEnds: wires, flow }: SilentFlow): string => {
  const nodes = [...new Set(told.map(({ node }) => node))];
  const kept = nodes.find((node) => count(told, node, 'made', 'arrived') > count(told, node, 'left', 'taken'));
  const hops = distances(flow.from, wires);
  return kept ?? nodes.toSorted((a, b) => (hops.get(a) ?? Infinity) - (hops.get(b) ?? Infinity))[0]!;
};

/** The router's own counter of too big packets rose by all that vanished of this flow, and it made no message for them. */
const notSent = (of: SilentFlow): Cause | undefined => {
  const { flow, first, after } = of;
  const since = ledgerSince(after.ledger, first.ledger);
  const vanished = lossPoints(of, { since, size: 'large', heard: false }).find(
    ({ linkEnd: wire, node }) => !wire && node !== flow.from && node !== flow.to,
  );
  if (!vanished) return undefined;
  const { node, packets } = vanished;
  const name = tooBigCounter[flow.family];
  const rose = (after.counters[node]?.[name] ?? 0) - (first.counters[node]?.[name] ?? Infinity);
  const made = count(since.ptbs, node, 'made');
  if (rose - made < packets) return undefined;
  const evidence = [
    `${packets} large packets of ${ports(flow)} reached ${node} and none left it`,
    `${node}: ${name} rose by ${rose}, and ${made === 0 ? 'no packet too big was made' : `${made} packets too big were made, for other flows`}`,
  ];
  return { word: 'packet-too-big-not-sent', place: node, evidence };
};

const tooBigCounter: Readonly<Record<Family, string>> = { ipv6: 'Ip6InTooBigErrors', ipv4: 'IpFragFails' };

const cause = (word: Cause['word'], place: string, told: readonly PtbCount[], flow: FlowDirection): Cause => ({
  word,
  place,
  evidence: [...lines(told, flow), ...(count(told, flow.from, 'taken') ? [] : [`${flow.from} took none of them`])],
});

/** `transit made 3 packet too big mtu 1500 for 80→20001`, then what each further node saw of them. */
const lines = (told: readonly PtbCount[], flow: FlowDirection): readonly string[] => {
  const made = told
    .filter(({ hook }) => hook === 'made')
    .map(({ node, packets, mtu }) => `${node} made ${packets} packet too big mtu ${mtu} for ${ports(flow)}`);
  const nodes = [...new Set(told.map(({ node }) => node))];
  const kept = nodes.flatMap((node) => {
    const came = count(told, node, 'made', 'arrived');
    const went = count(told, node, 'left', 'taken');
    if (came > went) return [`${node} saw ${came} and let ${went === 0 ? 'none' : went} through`];
    return count(told, node, 'taken') ? [`${node} took ${count(told, node, 'taken')}`] : [];
  });
  return [...made, ...kept];
};

const ports = ({ source, destination }: FlowDirection): string => `${source}→${destination}`;

const count = (told: readonly PtbCount[], node: string, ...hooks: readonly PtbCount['hook'][]): number =>
  told.filter((one) => one.node === node && hooks.includes(one.hook)).reduce((sum, { packets }) => sum + packets, 0);

/** Hops of every node from one, over the wires. */
const distances = (from: string, wires: readonly LinkEnd[]): ReadonlyMap<string, number> => {
  const hops = new Map([[from, 0]]);
  for (const [node, far] of hops)
    for (const wire of wires) if (wire.node === node && !hops.has(wire.peer)) hops.set(wire.peer, far + 1);
  return hops;
};
