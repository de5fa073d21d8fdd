import { familiesOf } from '../flows/segments.ts';
import { formatSeconds } from '../../text/format-duration.ts';
import { matchQuote } from '../flows/flow-id.ts';
import { minimumIpv6Mtu } from '../family.ts';
import type { Cause } from './episode.ts';
import { packetsText, portsText } from './packet-counts-text.ts';
import { ledgerSince } from '../ledger/ledger-since.ts';
import type { SilentFlow, FlowReading } from './flow-reading.ts';
import { isRefusedLocally } from '../sockets/silence.ts';
import { hasAllArrived } from './has-all-arrived.ts';
import { retransmissionWindow } from './retransmission-window.ts';
import type { RetransmissionWindow } from './retransmission-window.ts';
import { fragmentLossPoint } from './fragment-loss.ts';
import type { FragmentLoss } from './fragment-loss.ts';
import { commonPlace, isOfDirection, packetsThrough, placeOf, reverse } from './loss-points.ts';
import { lossText } from './loss-text.ts';
import { packetTooBigWrong } from './packet-too-big-wrong.ts';
import { refusedByOwnMtu } from './refused-by-own-mtu.ts';
import type { LossPoint } from './loss-points.ts';

/**
 * Returns where a silent flow's packets were dropped between two readings at least one retransmission apart, when no Packet Too Big
 * explains it. `moving`: some packets get through or wait in a queue, so the flow is only slow. Undefined before the second retransmission.
 */
export const causeWithoutPtb = (silent: SilentFlow): Cause | 'moving' | undefined => {
  const window = retransmissionWindow(silent);
  if (!window) return undefined;
  if (isRefusedLocally(silent.after.sender!) && !window.isLarge) return refusedLocally(silent, window);
  const { newDataSegments, dataLoss, areAcksLost, ackLoss } = window;
  const suspects = areAcksLost ? ackLoss : dataLoss;
  if (suspects.some((loss) => isQueued(loss, silent.after)) || (newDataSegments > 0 && !areAcksLost)) return 'moving';
  if (areAcksLost) return blackoutBehindQueue(silent, window) ?? acksLostCause(silent, window);
  if (hasAllArrived(silent)) return unknownCause(silent);
  const refused = refusedByOwnMtu(silent, window);
  if (refused) return packetTooBigWrong(silent, dataLoss) ?? refused;
  const fragmentLoss = fragmentLossPoint(silent);
  if (fragmentLoss) return fragmentsDropped(silent, fragmentLoss);
  if (dataLoss.length === 0 || isFragmented(silent)) return unknownCause(silent);
  if (window.receiverReached) return window.isLarge ? largePacketsLost(silent, window) : unknownCause(silent);
  return window.smallPacketsSent > 0 ? blackout(silent, window) : unknownCause(silent);
};

const isQueued = ({ linkEnd }: LossPoint, { queued }: FlowReading): boolean =>
  linkEnd !== undefined && (queued?.[`${linkEnd.node} ${linkEnd.interface}`] ?? 0) > 0;

/** Fragments that arrive but are never reassembled hide where the others were lost. */
const isFragmented = ({ flow, first, after }: SilentFlow): boolean =>
  familiesOf(flow).includes('ipv4') &&
  (after.counters[flow.to]?.['IpReasmReqds'] ?? 0) > (first.counters[flow.to]?.['IpReasmReqds'] ?? 0);

/** The packets that it may send are larger than those that it does send, so its own node drops them because of their size. */
const refusedLocally = (silent: SilentFlow, { receiverReached, windowMs }: RetransmissionWindow): Cause => {
  const { flow, after } = silent;
  const { sndMss, notsentBytes = 0, sndWnd } = after.sender!;
  if (!receiverReached || Math.min(sndMss, notsentBytes) < minimumIpv6Mtu) return unknownCause(silent);
  const evidence = [
    `${flow.from} has ${notsentBytes} bytes to send and a send window of ${sndWnd} bytes, but no large packet left it`,
    smallPacketsPassed(windowMs),
  ];
  return { word: 'silent-drop', place: flow.from, evidence };
};

const acksLostCause = ({ flow, after }: SilentFlow, { ackLoss, windowMs }: RetransmissionWindow): Cause => {
  const { bytesAcked } = after.sender!;
  const acked = bytesAcked === 0 ? 'none' : `only ${bytesAcked}`;
  return {
    word: 'acks-lost',
    ...commonPlace(ackLoss),
    evidence: [
      `${flow.to} received ${after.receiver!.bytesReceived} bytes, but ${flow.from} has acknowledgments for ${acked} of them`,
      `${flow.from} received nothing for ${formatSeconds(windowMs)}`,
      ...ackLoss.map((loss) => lossText(loss, 'small', reverse(flow))),
    ],
  };
};

const largePacketsLost = (silent: SilentFlow, window: RetransmissionWindow): Cause =>
  packetTooBigWrong(silent, window.dataLoss) ?? lostInEncryption(silent, window) ?? silentDrop(silent, window);

/** A Packet Too Big about a packet that does not show what it carries may be the answer to any of the lost ones. */
const lostInEncryption = (silent: SilentFlow, { dataLoss, windowMs }: RetransmissionWindow): Cause | undefined => {
  const encrypted = dataLoss.filter(({ linkEnd }) => linkEnd?.isEncrypted);
  if (encrypted.length === 0) return undefined;
  const evidence = [
    ...dataLoss.map((loss) => lossText(loss, 'large', silent.flow)),
    ...encrypted.map(
      (loss) =>
        `${placeOf(loss)} encrypts: whether a Packet Too Big is about packets that carry this flow cannot be seen`,
    ),
    smallPacketsPassed(windowMs),
  ];
  return { word: 'unknown', evidence };
};

const fragmentsDropped = ({ flow }: SilentFlow, { place, received, passed, node, peer }: FragmentLoss): Cause => ({
  word: 'fragments-dropped',
  place,
  evidence: [
    `${received} fragments from ${flow.from} to ${flow.to} ${peer ? `left ${place}` : `reached ${node}`} and ${passed === 0 ? 'none' : `only ${passed}`} ${peer ? `reached ${peer}` : `left it`}`,
  ],
});

const silentDrop = ({ flow, after }: SilentFlow, { dataLoss, windowMs }: RetransmissionWindow): Cause => ({
  word: 'silent-drop',
  ...commonPlace(dataLoss),
  evidence: [
    ...dataLoss.map((loss) => lossText(loss, 'large', flow)),
    after.ledger.ptbs.some(({ quoted }) => matchQuote(flow, quoted))
      ? `no Packet Too Big with a smaller MTU was sent for ${portsText(flow)}`
      : `no Packet Too Big was sent for ${portsText(flow)}`,
    smallPacketsPassed(windowMs),
  ],
});

const blackout = (
  { flow }: SilentFlow,
  { dataLoss, isLarge, smallPacketsSent, windowMs }: RetransmissionWindow,
): Cause => ({
  word: 'blackout',
  ...commonPlace(dataLoss),
  evidence: [
    ...dataLoss.map((loss) => lossText(loss, isLarge ? 'large' : 'small', flow)),
    `${flow.to} sent ${packetsText(smallPacketsSent, 'small', reverse(flow))} and received nothing for ${formatSeconds(windowMs)}`,
  ],
});

/**
 * Where the retransmissions and the acknowledgments vanish at one place without an answer, nothing passes it any more: the data that arrived
 * meanwhile came from a queue behind it. Where acknowledgments alone are lost, retransmissions pass.
 */
const blackoutBehindQueue = (
  { flow, first, after }: SilentFlow,
  { dataLoss, ackLoss, isLarge }: RetransmissionWindow,
): Cause | undefined => {
  const { place } = commonPlace(dataLoss);
  const { ptbs } = ledgerSince(after.ledger, first.ledger);
  if (
    place === undefined ||
    place !== commonPlace(ackLoss).place ||
    ptbs.some(({ quoted }) => matchQuote(flow, quoted))
  )
    return undefined;
  return {
    ...{ word: 'blackout', place },
    evidence: [
      ...dataLoss.map((loss) => lossText(loss, isLarge ? 'large' : 'small', flow)),
      ...ackLoss.map((loss) => lossText(loss, 'small', reverse(flow))),
    ],
  };
};

const unknownCause = (silent: SilentFlow): Cause => {
  const { flow, first, after } = silent;
  const entries = ledgerSince(after.ledger, first.ledger).segments.filter((entry) => isOfDirection(flow, entry));
  const nodes = [...new Set(entries.map(({ node }) => node))];
  const evidence = nodes.map(
    (node) =>
      `${node}: ${packetsThrough(node, 'in', entries)} packets of ${portsText(flow)} in, ${packetsThrough(node, 'out', entries)} out`,
  );
  return { word: 'unknown', evidence: [...evidence, ...(isFragmented(silent) ? [fragmentsText(silent)] : [])] };
};

const fragmentsText = ({ flow, first, after }: SilentFlow): string => {
  const [fragments, packets] = ['IpReasmReqds', 'IpReasmOKs'].map(
    (name) => (after.counters[flow.to]?.[name] ?? 0) - (first.counters[flow.to]?.[name] ?? 0),
  );
  return `${flow.to} received ${fragments} fragments and reassembled ${packets === 0 ? 'none' : packets} of their packets`;
};

const smallPacketsPassed = (windowMs: number): string =>
  `small packets of the same flow passed in both directions within the same ${formatSeconds(windowMs)}`;
