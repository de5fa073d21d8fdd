import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { StepResult } from '../../events/events.ts';
import { drawnPackets } from '../../words/facts/drawn-packets.ts';
import type { DrawnPackets } from '../../words/facts/fact.ts';
import { drawLadder } from './draw-ladder.ts';

/** Returns the packets of a captured step to draw: those of each family, or once if they differ in their times only. */
export const stepPackets = (facts: StepResult['facts']): readonly TitledPackets[] =>
  mergeLadders(
    Object.entries(facts).flatMap(([family, ofFamily]) =>
      drawnPackets(ofFamily)
        .filter(({ rows }) => rows.length > 0)
        .map((packets) => ({
          titles: [[familyNames[family as Family], packets.drawn].filter(Boolean).join(', ')],
          packets,
        })),
    ),
  ).map(({ titles, packets }) => ({
    title: titles.length > 1 ? `${titles.join(' and ')}, with the times of the first` : titles.join(),
    packets,
  }));

export interface TitledPackets {
  /** The families and flows. */
  readonly title: string;
  readonly packets: DrawnPackets;
}

interface Ladder {
  readonly titles: readonly string[];
  readonly packets: DrawnPackets;
}

const mergeLadders = (ladders: readonly Ladder[]): readonly Ladder[] => {
  const merged = new Map<string, Ladder>();
  for (const ladder of ladders) {
    const key = JSON.stringify(drawingAtOnce(ladder.packets));
    const equal = merged.get(key);
    merged.set(key, equal ? { ...equal, titles: [...equal.titles, ...ladder.titles] } : ladder);
  }
  return [...merged.values()];
};

/** A ladder without its times, to compare it with another. */
const drawingAtOnce = ({ columns, rows }: DrawnPackets): readonly string[] =>
  drawLadder(
    { columns, rows: rows.map((row) => ('packet' in row ? { packet: { ...row.packet, atMs: 0 } } : row)) },
    { paint: (_, text) => text, width: comparedWidth },
  );

const comparedWidth = 112;
