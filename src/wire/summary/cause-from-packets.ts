import type { Cause } from '../../evidence/stalls/episode.ts';
import type { JourneySummary, StopSummary } from './journey-summary.ts';
import { nodeOf, peerOf } from '../journeys/sighting.ts';

/**
 * Finds why a flow stalled, from its packets alone: where its last segment was lost, what answered it, and how far the
 * answer got. Undefined where no packet with a payload was lost, or where the packets do not prove a cause.
 */
export const causeFromPackets = (flow: readonly JourneySummary[], ends: BulkEnds): Cause | undefined => {
  const sent = flow.filter(({ from, to }) => from === ends.sender && to === ends.receiver);
  const lost = sent.filter(isLostData);
  const lastPtbs = new Map(flow.map((packet) => [packet.kind === 'ptb' ? packet.answers : undefined, packet]));
  const answered = lost.findLast(({ number }) => lastPtbs.has(number));
  if (answered) return causeWithPtb(answered, lastPtbs.get(answered.number)!, flow, ends);
  const last = lost.at(-1);
  return last ? causeWithoutPtb({ last, lost, sent, flow }, ends) : ackLoss(flow, ends);
};

export interface BulkEnds {
  /** The nodes that send and receive the bulk. */
  readonly sender: string;
  readonly receiver: string;
  /** Nodes that do not forward: a packet that reaches one goes no further. */
  readonly hosts: ReadonlySet<string>;
  /** Nodes that forward: why one drops a packet is not visible in the packets. */
  readonly routers: ReadonlySet<string>;
  /** Interfaces of tunnels whose packets do not show what they carry: what answers these cannot be seen. */
  readonly encrypted: ReadonlySet<string>;
}

/** `segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit`. */
const formatLoss = (packet: JourneySummary): string =>
  `${formatPacket(packet)} ${formatLossPoint(packet.stops.at(-1)!)}`;

const formatLossPoint = ({ place, direction, refused }: StopSummary): string => {
  if (refused) return `was not sent by ${place}, whose MTU it exceeds`;
  return direction === 'in'
    ? `reached ${place} and did not leave ${nodeOf(place)}`
    : `left ${place} and did not reach ${peerOf(place) ?? 'the other end of the link'}`;
};

const formatPacket = ({ kind, range, bytes, offset }: JourneySummary): string => {
  if (kind === 'fragment') return `the fragment at offset ${offset} (${bytes} bytes)`;
  return range ? `segment ${range.join(':')} (${bytes} bytes)` : `a segment of ${bytes} bytes`;
};

const formatCount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The node that dropped a packet, or the place where it was sent if the link lost it. */
const lossPlace = ({ place, direction }: StopSummary): string => (direction === 'in' ? nodeOf(place) : place);

const isLostData = ({ ended, kind, payload }: JourneySummary): boolean =>
  ended === 'dead' && (kind === 'large' || kind === 'fragment' || (payload ?? 0) > 0);

/** Packets do not show whether the sender's own filter dropped a Packet Too Big or its kernel ignored it. */
const causeWithPtb = (
  segment: JourneySummary,
  ptb: JourneySummary,
  flow: readonly JourneySummary[],
  { sender, hosts }: BulkEnds,
): Cause | undefined => {
  const last = ptb.stops.at(-1)!;
  const lastNode = nodeOf(last.place);
  const router = nodeOf(ptb.stops[0]!.place);
  const evidence = [formatLoss(segment), `${router} sent Packet Too Big (MTU ${ptb.mtu}) to ${ptb.to ?? sender}`];
  if (ptb.ended === 'delivered') {
    const first = flow.find(({ kind, ended, to }) => kind === 'ptb' && ended === 'delivered' && to === ptb.to)!;
    const isIgnored = flow.some((packet) => packet.number > first.number && isTooBig(packet, first));
    const ignored = `the Packet Too Big reached ${last.place}, but later segments were as large as before`;
    return isIgnored ? { word: 'unknown', evidence: [...evidence, ignored] } : undefined;
  }
  if (ptb.ended !== 'dead') return undefined;
  const reachedHost = last.direction === 'in' && hosts.has(lastNode);
  const end = reachedHost
    ? `the Packet Too Big reached ${lastNode}, which had not sent the segment`
    : `the Packet Too Big ${last.direction === 'in' ? 'reached' : 'left'} ${last.place} and went no further`;
  return {
    word: reachedHost && lastNode !== sender ? 'packet-too-big-misdelivered' : 'packet-too-big-lost',
    place: lossPlace(last),
    evidence: [...evidence, end],
  };
};

const isTooBig = ({ ended, bytes }: JourneySummary, { mtu = 0 }: JourneySummary): boolean =>
  ended === 'dead' && bytes > mtu;

/** Without a Packet Too Big, what else arrived shows whether the size or the kind of the packet mattered. */
const causeWithoutPtb = ({ last, lost, sent, flow }: Loss, { sender, routers, encrypted }: BulkEnds): Cause => {
  const stop = last.stops.at(-1)!;
  const place = lossPlace(stop);
  const isHidden = stop.direction === 'out' && encrypted.has(stop.place);
  const evidence = [formatLoss(last), ...(isHidden ? [hiddenText(stop)] : answerTexts(last, flow))];
  if (stop.refused) return { word: 'refused-by-own-mtu', place, evidence };
  if (last.kind === 'fragment') {
    const total = `${formatCount(lost.length, 'packet')} with payload from ${sender} did not arrive`;
    return { word: 'fragments-dropped', place, evidence: [...evidence, total] };
  }
  const isSmallAndLater = ({ number, kind }: JourneySummary): boolean =>
    number > lost[0]!.number && (kind === 'small' || kind === 'ack');
  const arrived = sent.filter((packet) => isSmallAndLater(packet) && packet.ended === 'delivered').length;
  if (arrived > 0) {
    const isInRouter = stop.direction === 'in' && routers.has(nodeOf(stop.place));
    const smallOnes = `${formatCount(arrived, 'small packet')} of this flow arrived after the first loss`;
    return last.kind === 'large' && !isInRouter && !isHidden
      ? { word: 'silent-drop', place, evidence: [...evidence, smallOnes] }
      : { word: 'unknown', evidence: [...evidence, smallOnes] };
  }
  const small = flow.filter(isSmallAndLater);
  const isBlackout = lost.length > 1 && small.length > 0 && small.every(({ ended }) => ended === 'dead');
  return isBlackout
    ? {
        word: 'blackout',
        place,
        evidence: [...evidence, 'no packet of this flow arrived after the first loss, small or large'],
      }
    : { word: 'unknown', evidence: [...evidence, 'no small packet took the same path after the first loss'] };
};

const hiddenText = ({ place }: StopSummary): string =>
  `${place} encrypts: whether a Packet Too Big is about the packet that carried it cannot be seen`;

/** What became of the packet of a tunnel that carried the lost one, and what answered either. */
const answerTexts = (lost: JourneySummary, flow: readonly JourneySummary[]): readonly string[] => {
  const carrier = flow.find(({ carries }) => carries === lost.number);
  if (!carrier) return ['no Packet Too Big about it was captured'];
  const { number, about, bytes, stops } = carrier;
  const fate = `it was carried by a packet of ${bytes} bytes (${about}) that ${formatLossPoint(stops.at(-1)!)}`;
  const ptb = flow.findLast(({ kind, answers }) => kind === 'ptb' && answers === number);
  const answer = ptb
    ? `${nodeOf(ptb.stops[0]!.place)} sent Packet Too Big (MTU ${ptb.mtu}) about that packet to ${ptb.to ?? 'its source'}`
    : 'no Packet Too Big about either was captured';
  return [fate, answer];
};

interface Loss {
  readonly last: JourneySummary;
  /** The data packets that were lost; `last` is one of them. */
  readonly lost: readonly JourneySummary[];
  readonly sent: readonly JourneySummary[];
  readonly flow: readonly JourneySummary[];
}

const ackLoss = (flow: readonly JourneySummary[], { sender, receiver }: BulkEnds): Cause | undefined => {
  const lost = flow.filter(({ from, to, ended }) => from === receiver && to === sender && ended === 'dead');
  const last = lost.at(-1)?.stops.at(-1);
  if (!last) return undefined;
  return {
    word: 'acks-lost',
    place: lossPlace(last),
    evidence: [
      `every segment from ${sender} arrived`,
      `${formatCount(lost.length, 'packet')} from ${receiver} did not arrive; the last ${formatLossPoint(last)}`,
    ],
  };
};
