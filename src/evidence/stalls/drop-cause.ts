import { formatSeconds } from '../../text/format-duration.ts';
import { smallestIpv6Mtu } from '../family.ts';
import type { Cause } from './episode.ts';
import { ledgerSince } from '../ledger/ledger-since.ts';
import type { SilentFlow, FlowDirection, FlowReading } from './flow-reading.ts';
import { isRefusedLocally } from '../sockets/sample.ts';
import { retransmissionWindow } from './retransmission-window.ts';
import type { RetransmissionWindow } from './retransmission-window.ts';
import { countsFlow, packetsThrough, placeOf, reverse } from './loss-points.ts';
import type { LossPoint } from './loss-points.ts';

/**
 * What became of a silent flow's packets between two readings at least one retransmission apart, where no Packet Too Big explains it.
 * `moving`: something still gets through, or waits in a queue, so that it is slow at worst. Undefined before the second retransmission.
 */
export const dropCause = (of: SilentFlow): Cause | 'moving' | undefined => {
  const watched = retransmissionWindow(of);
  if (!watched) return undefined;
  if (isRefusedLocally(of.after.sender!)) return refused(of, watched);
  const { newDataSegments: news, lost, acksLost } = watched;
  const suspects = acksLost ? watched.lostAcks : lost;
  if (suspects.some((place) => waits(place, of.after)) || (news > 0 && !acksLost)) return 'moving';
  if (acksLost) return acksLostCause(of, watched);
  if (lost.length === 0 || fragmented(of)) return unknown(of);
  if (watched.receiverHeard) return watched.large ? silentDrop(of, watched) : unknown(of);
  return watched.smallPacketsSent > 0 ? blackout(of, watched) : unknown(of);
};

const waits = ({ linkEnd: wire }: LossPoint, { queued }: FlowReading): boolean =>
  wire !== undefined && (queued?.[`${wire.node} ${wire.interface}`] ?? 0) > 0;

/** Pieces that arrive and are never put together hide where the others were lost. */
const fragmented = ({ flow, first, after }: SilentFlow): boolean =>
  flow.family === 'ipv4' &&
  (after.counters[flow.to]?.['IpReasmReqds'] ?? 0) > (first.counters[flow.to]?.['IpReasmReqds'] ?? 0);

/** What it may send is larger than what it does send, so that its size is what its own node drops it for. */
const refused = (of: SilentFlow, { receiverHeard: heard, large, windowMs }: RetransmissionWindow): Cause => {
  const { flow, after } = of;
  const { sndMss, notsentBytes = 0, sndWnd } = after.sender!;
  if (!heard || large || Math.min(sndMss, notsentBytes) < smallestIpv6Mtu) return unknown(of);
  const evidence = [
    `${flow.from} has ${notsentBytes} bytes to send and a window of ${sndWnd}, and no large packet leaves it`,
    passed(windowMs),
  ];
  return { word: 'silent-drop', place: flow.from, evidence };
};

const acksLostCause = ({ flow, after }: SilentFlow, { lostAcks, windowMs }: RetransmissionWindow): Cause => ({
  word: 'acks-lost',
  ...place(lostAcks),
  evidence: [
    `${flow.to} has ${after.receiver!.bytesReceived} bytes, ${flow.from} knows of ${after.sender!.bytesAcked}`,
    `${flow.from} heard nothing for ${formatSeconds(windowMs)}`,
    ...lostAcks.map((one) => line(one, 'small', reverse(flow))),
  ],
});

const silentDrop = ({ flow }: SilentFlow, { lost, windowMs }: RetransmissionWindow): Cause => ({
  word: 'silent-drop',
  ...place(lost),
  evidence: [
    ...lost.map((one) => line(one, 'large', flow)),
    `no packet too big was made for ${ports(flow)}`,
    passed(windowMs),
  ],
});

const blackout = (
  { flow }: SilentFlow,
  { lost, large, smallPacketsSent: tried, windowMs }: RetransmissionWindow,
): Cause => ({
  word: 'blackout',
  ...place(lost),
  evidence: [
    ...lost.map((one) => line(one, large ? 'large' : 'small', flow)),
    `${flow.to} sent ${tried} small packets of the same flow and heard nothing for ${formatSeconds(windowMs)}`,
  ],
});

const unknown = (of: SilentFlow): Cause => {
  const { flow, first, after } = of;
  const seen = ledgerSince(after.ledger, first.ledger).segments.filter((entry) => countsFlow(flow, entry));
  const nodes = [...new Set(seen.map(({ node }) => node))];
  const evidence = nodes.map(
    (node) => `${node} saw ${packetsThrough(node, 'in', seen)} in and ${packetsThrough(node, 'out', seen)} out`,
  );
  return { word: 'unknown', evidence: [...evidence, ...(fragmented(of) ? [fragments(of)] : [])] };
};

const fragments = ({ flow, first, after }: SilentFlow): string => {
  const [came, joined] = ['IpReasmReqds', 'IpReasmOKs'].map(
    (name) => (after.counters[flow.to]?.[name] ?? 0) - (first.counters[flow.to]?.[name] ?? 0),
  );
  return `${flow.to} got ${came} fragments and put ${joined === 0 ? 'none' : joined} of their packets together`;
};

/** One place, or none where several ways end at different ones. */
const place = (found: readonly LossPoint[]): { readonly place?: string } => {
  const places = new Set(found.map(placeOf));
  return places.size === 1 ? { place: [...places][0]! } : {};
};

const line = (found: LossPoint, size: string, flow: FlowDirection): string =>
  found.linkEnd
    ? `${found.packets} ${size} packets of ${ports(flow)} left ${found.linkEnd.place} and none reached ${found.linkEnd.peer}`
    : `${found.packets} ${size} packets of ${ports(flow)} reached ${found.node} and none went further`;

const passed = (windowMs: number): string =>
  `small packets of the same flow passed both ways within the same ${formatSeconds(windowMs)}`;

const ports = ({ source, destination }: FlowDirection): string => `${source}→${destination}`;
