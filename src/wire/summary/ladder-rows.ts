import { minimumIpv6Mtu } from '../../evidence/family.ts';
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

/**
 * Selects the packets that explain a conversation and folds the rest: of similar packets only the first are shown, and
 * of all no more than `maxShown`.
 */
export const ladderRows = (packets: Iterable<JourneySummary>, maxShown = 200): readonly LadderRow[] => {
  const shown = numbersToShow(packets, maxShown);
  const rows: LadderRow[] = [];
  let pending = noPackets();
  const foldPending = (): void => {
    if (pending.counts.size > 0) rows.push({ folded: [...pending.counts.values()] });
    pending = noPackets();
  };
  for (const packet of packets) {
    if (!shown.has(packet.number)) {
      addTo(pending, packet);
      continue;
    }
    if (pending.others > 0 || pending.quiet > maxQuiet || isClosing(packet)) foldPending();
    rows.push({ packet });
  }
  foldPending();
  return rows;
};

/** Packets that are folded into the next row of counts. */
interface PendingFold {
  readonly counts: Map<string, FoldedPackets>;
  quiet: number;
  others: number;
}

const noPackets = (): PendingFold => ({ counts: new Map(), quiet: 0, others: 0 });

const addTo = (pending: PendingFold, { kind, ended, stops }: JourneySummary): void => {
  const at = ended === 'dead' ? nodeOf(stops.at(-1)!.place) : undefined;
  const key = [kind, ended, at].join(' ');
  const packets = (pending.counts.get(key)?.packets ?? 0) + 1;
  pending.counts.set(key, { kind, ended, ...(at !== undefined && { at }), packets });
  /** Delivered acknowledgements and packets of tunnels may be folded a little later, so that they do not separate all other rows. */
  if ((kind === 'ack' || kind === 'tunnel') && ended === 'delivered') pending.quiet++;
  else pending.others++;
};

const maxQuiet = 8;
const isClosing = ({ kind }: JourneySummary): boolean => kind === 'fin' || kind === 'rst';

/** Inserts each note before the first packet that is later. */
export const insertNotes = (rows: readonly LadderRow[], notes: readonly LadderNote[]): readonly LadderRow[] => {
  const inOrder = notes.toSorted((a, b) => a.atMs - b.atMs);
  let inserted = 0;
  const merged: LadderRow[] = [];
  for (const row of rows) {
    if ('packet' in row)
      while (inserted < inOrder.length && inOrder[inserted]!.atMs < row.packet.atMs) merged.push(inOrder[inserted++]!);
    merged.push(row);
  }
  return [...merged, ...inOrder.slice(inserted)];
};

const numbersToShow = (packets: Iterable<JourneySummary>, maxShown: number): ReadonlySet<number> => {
  const shown = new Set<number>();
  const shownByKey = new Map<string, number>();
  for (const packet of packets) {
    const { answers, number, kind } = packet;
    if (shown.size >= maxShown && !isOfConnection(packet)) continue;
    const key = similarityKey(packet);
    const count = shownByKey.get(key) ?? 0;
    if (answers !== undefined && kind === 'ptb' ? shown.has(answers) || count === 0 : count < maxSimilar(packet)) {
      shown.add(number);
      if (answers !== undefined) shown.add(answers);
      shownByKey.set(key, count + 1);
    }
  }
  return shown;
};

/** The start and the end of a connection are always of interest, and few. */
const isOfConnection = ({ kind }: JourneySummary): boolean =>
  kind === 'syn' || kind === 'syn-ack' || kind === 'fin' || kind === 'rst';

/** Packets with equal keys are similar: only the first of them are shown. */
const similarityKey = ({ kind, stops, ended, repeated, mtu, pieces, bytes }: JourneySummary): string => {
  const [first, last] = [stops[0]!, stops.at(-1)!];
  const size = kind === 'large' || (kind === 'tunnel' && bytes > minimumIpv6Mtu) ? bytes : '';
  return [kind, first.place, ended, ended === 'delivered' ? '' : last.place, repeated, mtu, pieces && 'cut', size].join(
    ' ',
  );
};

const maxSimilar = ({ kind, repeated, ended }: JourneySummary): number => {
  if (kind === 'ack') return 1;
  if (kind === 'other') return ended === 'dead' ? 1 : 0;
  if (kind === 'fragment') return 2;
  if (kind === 'tunnel') return ended === 'dead' ? 2 : 1;
  if (kind === 'large' || kind === 'small') return repeated && ended === 'dead' ? 4 : 2;
  return 3;
};
