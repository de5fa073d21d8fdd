import type { StepResult } from '../../events/events.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import type { FoldedPackets, LadderRow } from '../../wire/summary/ladder-rows.ts';
import { nodeOf } from '../../wire/journeys/sighting.ts';
import { stepPackets } from '../ladder/step-packets.ts';
import type { TitledPackets } from '../ladder/step-packets.ts';

/** The packets of a step that the page draws; a brief page draws flows once that differ in sizes, counts and times only. */
export const shownPackets = (facts: StepResult['facts'], isBrief: boolean): readonly TitledPackets[] => {
  if (!isBrief) return stepPackets(facts);
  const all = stepPackets(facts).map(({ title, packets }) => ({
    title,
    packets: { ...packets, rows: foldAlike(packets.rows) },
  }));
  const drawn = new Map<string, TitledPackets>();
  for (const each of all) {
    const key = JSON.stringify(each.packets.rows.map(shapeOf));
    const like = drawn.get(key);
    drawn.set(key, like ? { ...like, title: `${like.title}; so did ${each.title}, with other sizes and times` } : each);
  }
  return [...drawn.values()];
};

/** Folds the packets after the first two that took the same way to the same end, whatever their sizes. */
const foldAlike = (rows: readonly LadderRow[]): readonly LadderRow[] => {
  const shown = new Map<string, number>();
  const kept: LadderRow[] = [];
  for (const row of rows) {
    const key = JSON.stringify(shapeOf(row));
    const before = shown.get(key) ?? 0;
    shown.set(key, before + 1);
    const folded =
      'packet' in row && before >= 2 ? [foldedPacket(row.packet)] : 'folded' in row ? row.folded : undefined;
    if (!folded) kept.push(row);
    else {
      const last = kept.at(-1);
      const earlier = last && 'folded' in last ? last.folded : [];
      if (last && 'folded' in last) kept.pop();
      kept.push({ folded: sumFolds([...earlier, ...folded]) });
    }
  }
  return kept;
};

const foldedPacket = ({ kind, ended, stops }: JourneySummary): FoldedPackets => ({
  ...{ kind, ended, packets: 1 },
  ...(ended === 'dead' && { at: nodeOf(stops.at(-1)!.place) }),
});

const sumFolds = (all: readonly FoldedPackets[]): readonly FoldedPackets[] => {
  const sums = new Map<string, FoldedPackets>();
  for (const each of all) {
    const key = [each.kind, each.ended, each.at].join(' ');
    sums.set(key, { ...each, packets: each.packets + (sums.get(key)?.packets ?? 0) });
  }
  return [...sums.values()];
};

/** What a row shows, without sizes, counts and times. */
const shapeOf = (row: LadderRow): unknown => {
  if ('note' in row) return row.note;
  if ('folded' in row) return [...new Set(row.folded.map(({ kind, ended, at }) => `${kind} ${ended} ${at}`))].sort();
  const { kind, ended, repeated, stops } = row.packet;
  return [
    kind,
    ended,
    repeated,
    stops.map(({ place, direction, changes }) => [place, direction, changes?.map(({ field }) => field)]),
  ];
};
