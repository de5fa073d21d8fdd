import type { PacketKind } from './packet-kind.ts';
import type { JourneyEnd, JourneySummary } from './journey-summary.ts';
import { nodeOf } from '../journeys/sighting.ts';

/** A line of the ladder: a packet that matters, those in between that do not, or what was noted at that moment. */
export type LadderRow =
  { readonly packet: JourneySummary } | { readonly folded: readonly FoldedPackets[] } | LadderNote;

export interface LadderNote {
  readonly note: string;
  readonly atMs: number;
}

/** Packets of one kind that ended in the same way. */
export interface FoldedPackets {
  readonly kind: PacketKind;
  readonly ended: JourneyEnd;
  /** The node where they were last seen, of those that died. */
  readonly at?: string;
  readonly packets: number;
}

/** The packets that tell the story, and the rest folded: of everything that happens again and again only the beginning is kept. */
export const ladderRows = (all: readonly JourneySummary[]): readonly LadderRow[] => {
  const kept = mattering(all);
  const told: LadderRow[] = [];
  let pending: JourneySummary[] = [];
  const fold = (): void => {
    if (pending.length > 0) told.push({ folded: folded(pending) });
    pending = [];
  };
  for (const passage of all) {
    if (!kept.has(passage.number)) {
      pending.push(passage);
      continue;
    }
    if (!pending.every(isQuiet) || pending.length > mostQuiet || isEnd(passage)) fold();
    told.push({ packet: passage });
  }
  fold();
  return told;
};

/** Acknowledgements that simply arrive may be told a little later, so that they do not stand between everything. */
const isQuiet = ({ kind, ended }: JourneySummary): boolean => kind === 'ack' && ended === 'delivered';
const mostQuiet = 8;
const isEnd = ({ kind }: JourneySummary): boolean => kind === 'fin' || kind === 'rst';

/** The same with notes among them, each before the first packet that is later. */
export const insertNotes = (all: readonly LadderRow[], notes: readonly LadderNote[]): readonly LadderRow[] => {
  const told = [...all];
  for (const note of notes) {
    const at = told.findIndex((rung) => 'packet' in rung && rung.packet.atMs > note.atMs);
    told.splice(at < 0 ? told.length : at, 0, note);
  }
  return told;
};

const mattering = (all: readonly JourneySummary[]): ReadonlySet<number> => {
  const kept = new Set<number>();
  const seen = new Map<string, number>();
  for (const passage of all) {
    const { answers, number, kind } = passage;
    const key = storyOf(passage);
    const times = seen.get(key) ?? 0;
    if (answers !== undefined && kind === 'ptb' ? kept.has(answers) || times === 0 : times < most(passage)) {
      kept.add(number);
      if (answers !== undefined) kept.add(answers);
      seen.set(key, times + 1);
    }
  }
  return kept;
};

/** What happens to be the same story: only its first packets are shown. */
const storyOf = ({ kind, stops, ended, repeated, mtu, pieces, bytes }: JourneySummary): string => {
  const [first, last] = [stops[0]!, stops.at(-1)!];
  const size = kind === 'large' ? bytes : '';
  return [kind, first.place, ended, ended === 'delivered' ? '' : last.place, repeated, mtu, pieces && 'cut', size].join(
    ' ',
  );
};

const most = ({ kind, repeated, ended }: JourneySummary): number => {
  if (kind === 'ack') return 1;
  if (kind === 'other') return ended === 'dead' ? 1 : 0;
  if (kind === 'fragment') return 2;
  if (kind === 'large' || kind === 'small') return repeated && ended === 'dead' ? 4 : 2;
  return 3;
};

const folded = (all: readonly JourneySummary[]): readonly FoldedPackets[] => {
  const counts = new Map<string, FoldedPackets>();
  for (const { kind, ended, stops } of all) {
    const at = ended === 'dead' ? nodeOf(stops.at(-1)!.place) : undefined;
    const key = [kind, ended, at].join(' ');
    const packets = (counts.get(key)?.packets ?? 0) + 1;
    counts.set(key, { kind, ended, ...(at !== undefined && { at }), packets });
  }
  return [...counts.values()];
};
