import type { PacketKind } from './packet-kind.ts';
import type { JourneyEnd, JourneySummary } from './journey-summary.ts';
import { nodeOf } from '../journeys/sighting.ts';

/** A row of the ladder: a packet that is shown, packets that are only counted, or a note. */
export type LadderRow =
  { readonly packet: JourneySummary } | { readonly folded: readonly FoldedPackets[] } | LadderNote;

export interface LadderNote {
  readonly note: string;
  readonly atMs: number;
}

/** The number of packets of one kind that ended alike. */
export interface FoldedPackets {
  readonly kind: PacketKind;
  readonly ended: JourneyEnd;
  /** The node where they were last seen, if they were lost. */
  readonly at?: string;
  readonly packets: number;
}

/** Selects the packets that explain a conversation and folds the rest: of similar packets only the first are shown. */
export const ladderRows = (packets: readonly JourneySummary[]): readonly LadderRow[] => {
  const shown = numbersToShow(packets);
  const rows: LadderRow[] = [];
  let pending: JourneySummary[] = [];
  const foldPending = (): void => {
    if (pending.length > 0) rows.push({ folded: countByEnd(pending) });
    pending = [];
  };
  for (const packet of packets) {
    if (!shown.has(packet.number)) {
      pending.push(packet);
      continue;
    }
    if (!pending.every(isQuiet) || pending.length > maxQuiet || isClosing(packet)) foldPending();
    rows.push({ packet });
  }
  foldPending();
  return rows;
};

/** Delivered acknowledgements may be folded a little later, so that they do not separate all other rows. */
const isQuiet = ({ kind, ended }: JourneySummary): boolean => kind === 'ack' && ended === 'delivered';
const maxQuiet = 8;
const isClosing = ({ kind }: JourneySummary): boolean => kind === 'fin' || kind === 'rst';

/** Inserts each note before the first packet that is later. */
export const insertNotes = (rows: readonly LadderRow[], notes: readonly LadderNote[]): readonly LadderRow[] => {
  const merged = [...rows];
  for (const note of notes) {
    const index = merged.findIndex((row) => 'packet' in row && row.packet.atMs > note.atMs);
    merged.splice(index < 0 ? merged.length : index, 0, note);
  }
  return merged;
};

const numbersToShow = (packets: readonly JourneySummary[]): ReadonlySet<number> => {
  const shown = new Set<number>();
  const shownByKey = new Map<string, number>();
  for (const packet of packets) {
    const { answers, number, kind } = packet;
    const key = similarityKey(packet);
    const count = shownByKey.get(key) ?? 0;
    if (answers !== undefined && kind === 'ptb' ? shown.has(answers) || count === 0 : count < maxShown(packet)) {
      shown.add(number);
      if (answers !== undefined) shown.add(answers);
      shownByKey.set(key, count + 1);
    }
  }
  return shown;
};

/** Packets with equal keys are similar: only the first of them are shown. */
const similarityKey = ({ kind, stops, ended, repeated, mtu, pieces, bytes }: JourneySummary): string => {
  const [first, last] = [stops[0]!, stops.at(-1)!];
  const size = kind === 'large' ? bytes : '';
  return [kind, first.place, ended, ended === 'delivered' ? '' : last.place, repeated, mtu, pieces && 'cut', size].join(
    ' ',
  );
};

const maxShown = ({ kind, repeated, ended }: JourneySummary): number => {
  if (kind === 'ack') return 1;
  if (kind === 'other') return ended === 'dead' ? 1 : 0;
  if (kind === 'fragment') return 2;
  if (kind === 'large' || kind === 'small') return repeated && ended === 'dead' ? 4 : 2;
  return 3;
};

const countByEnd = (packets: readonly JourneySummary[]): readonly FoldedPackets[] => {
  const counts = new Map<string, FoldedPackets>();
  for (const { kind, ended, stops } of packets) {
    const at = ended === 'dead' ? nodeOf(stops.at(-1)!.place) : undefined;
    const key = [kind, ended, at].join(' ');
    const count = (counts.get(key)?.packets ?? 0) + 1;
    counts.set(key, { kind, ended, ...(at !== undefined && { at }), packets: count });
  }
  return [...counts.values()];
};
