import type { Cause } from '../../evidence/stalls/episode.ts';
import type { JourneySummary, StopSummary } from './journey-summary.ts';
import { nodeOf, peerOf } from '../journeys/sighting.ts';

/**
 * Why a flow stalled, as its packets alone tell it: where the last segment died that nobody brought further, what answered it, and how
 * far that came. Undefined where no packet with a payload died, or where they do not tell which cause it is.
 */
export const causeFromPackets = (all: readonly JourneySummary[], ends: BulkEnds): Cause | undefined => {
  const sent = all.filter(({ from, to }) => from === ends.sender && to === ends.receiver);
  const dead = sent.filter(isLost);
  const answered = dead.findLast(({ number }) => answersTo(all, number).length > 0);
  if (answered) return tooBig(answered, all, ends);
  const victim = dead.at(-1);
  return victim ? unanswered({ victim, dead, sent, all }, ends) : lostAcks(all, ends);
};

export interface BulkEnds {
  /** The nodes between which the bulk goes. */
  readonly sender: string;
  readonly receiver: string;
  /** Nodes that forward nothing: what is taken there goes no further. */
  readonly hosts: ReadonlySet<string>;
  /** Nodes that route: one that keeps a packet may have had many reasons, of which packets tell none. */
  readonly routers: ReadonlySet<string>;
}

/** `segment 1:8929 (9000 bytes) reached transit:to-firewall and did not leave transit`. */
const lastOf = (packet: JourneySummary): string => `${nameOf(packet)} ${whereTo(packet.stops.at(-1)!)}`;

const whereTo = ({ place, direction }: StopSummary): string =>
  direction === 'in'
    ? `reached ${place} and did not leave ${nodeOf(place)}`
    : `left ${place} and did not reach ${peerOf(place) ?? 'the other end'}`;

const nameOf = ({ kind, range, bytes, offset }: JourneySummary): string => {
  if (kind === 'fragment') return `a fragment from ${offset} (${bytes} bytes)`;
  return range ? `segment ${range.join(':')} (${bytes} bytes)` : `a segment of ${bytes} bytes`;
};

/** A node, or the wire behind the place that it left. */
const placeOf = ({ place, direction }: StopSummary): string => (direction === 'in' ? nodeOf(place) : place);

const isLost = ({ ended, kind, payload }: JourneySummary): boolean =>
  ended === 'dead' && (kind === 'large' || kind === 'fragment' || (payload ?? 0) > 0);

const answersTo = (all: readonly JourneySummary[], number: number): readonly JourneySummary[] =>
  all.filter(({ answers, kind }) => kind === 'ptb' && answers === number);

/** Whether the sender's own filter kept it or its kernel did not heed it is beyond what packets tell. */
const tooBig = (
  victim: JourneySummary,
  all: readonly JourneySummary[],
  { sender, hosts }: BulkEnds,
): Cause | undefined => {
  const answer = answersTo(all, victim.number).at(-1)!;
  const last = answer.stops.at(-1)!;
  const router = nodeOf(answer.stops[0]!.place);
  const told = [lastOf(victim), `${router} sent packet too big mtu ${answer.mtu} to ${answer.to ?? sender}`];
  if (answer.ended === 'delivered') {
    const heard = all.find(({ kind, ended, to }) => kind === 'ptb' && ended === 'delivered' && to === answer.to)!;
    const again = all.some(({ number, ended, bytes }) => number > heard.number && isBig({ ended, bytes }, heard));
    const evidence = [...told, `the packet too big reached ${last.place}, and the segments stayed as large as before`];
    return again ? { word: 'unknown', evidence } : undefined;
  }
  if (answer.ended !== 'dead') return undefined;
  const taken = last.direction === 'in' && hosts.has(nodeOf(last.place));
  const end = taken
    ? `the packet too big came to ${nodeOf(last.place)}, which had not sent the segment`
    : `the packet too big ${wentNoFurther(last)}`;
  return {
    word: taken && nodeOf(last.place) !== sender ? 'packet-too-big-misdelivered' : 'packet-too-big-lost',
    place: placeOf(last),
    evidence: [...told, end],
  };
};

const isBig = ({ ended, bytes }: Pick<JourneySummary, 'ended' | 'bytes'>, { mtu = 0 }: JourneySummary): boolean =>
  ended === 'dead' && bytes > mtu;

const wentNoFurther = ({ place, direction }: StopSummary): string =>
  direction === 'in' ? `reached ${place} and went no further` : `left ${place} and went no further`;

/** Nothing said why it died: what else came through tells whether only its size or its kind was against it. */
const unanswered = ({ victim, dead, sent, all }: Unanswered, { routers }: BulkEnds): Cause => {
  const last = victim.stops.at(-1)!;
  const place = placeOf(last);
  const evidence = [lastOf(victim), 'nothing answered it'];
  if (victim.kind === 'fragment')
    return { word: 'fragments-dropped', place, evidence: [...evidence, `${dead.length} packets died like it`] };
  const since = ({ number, kind }: JourneySummary): boolean =>
    number > dead[0]!.number && (kind === 'small' || kind === 'ack');
  const passed = sent.filter((one) => since(one) && one.ended === 'delivered').length;
  if (passed > 0) {
    const kept = last.direction === 'in' && routers.has(nodeOf(last.place));
    const said = `small packets of the same flow came through after the first had died: ${passed}`;
    return victim.kind === 'large' && !kept
      ? { word: 'silent-drop', place, evidence: [...evidence, said] }
      : { word: 'unknown', evidence: [...evidence, said] };
  }
  const smalls = all.filter(since);
  const dark = dead.length > 1 && smalls.length > 0 && smalls.every(({ ended }) => ended === 'dead');
  return dark
    ? { word: 'blackout', place, evidence: [...evidence, 'nothing of this flow came through since, small or large'] }
    : { word: 'unknown', evidence: [...evidence, 'nothing small tried the same way since'] };
};

interface Unanswered {
  readonly victim: JourneySummary;
  readonly dead: readonly JourneySummary[];
  readonly sent: readonly JourneySummary[];
  readonly all: readonly JourneySummary[];
}

const lostAcks = (all: readonly JourneySummary[], { sender, receiver }: BulkEnds): Cause | undefined => {
  const lost = all.filter(({ from, to, ended }) => from === receiver && to === sender && ended === 'dead');
  const last = lost.at(-1);
  if (!last) return undefined;
  return {
    word: 'acks-lost',
    place: placeOf(last.stops.at(-1)!),
    evidence: [
      `every segment of ${sender} arrived`,
      `${lost.length} packets of ${receiver} died: the last ${whereTo(last.stops.at(-1)!)}`,
    ],
  };
};
