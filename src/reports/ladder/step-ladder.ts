import type { StepResult } from '../../events/events.ts';
import { printableLine } from '../../text/printable.ts';
import { drawnPackets } from '../../words/facts/drawn-packets.ts';
import type { DrawnPackets } from '../../words/facts/fact.ts';
import { drawLadder } from './draw-ladder.ts';
import type { TextStyle } from '../terminal/text-style.ts';

/** Draws the packets of a captured step: a ladder for each family, or one if they differ in their times only. */
export const stepLadder = (facts: StepResult['facts'], { paint, width }: TextStyle): readonly string[] => {
  const ladderWidth = Math.min(Math.max(width - indent.length, minWidth), maxWidth);
  const ladders = mergeLadders(
    Object.entries(facts).flatMap(([family, ofFamily]) =>
      drawnPackets(ofFamily)
        .filter(({ rows }) => rows.length > 0)
        .map((packets) => ({ titles: [[familyNames[family], packets.drawn].filter(Boolean).join(', ')], packets })),
    ),
  ).flatMap(({ titles, packets }) => {
    const ladder = drawLadder(packets, { paint, width: ladderWidth });
    const title = titles.length > 1 ? `${titles.join(' and ')}, with the times of the first` : titles.join();
    return ['', `${indent}${paint('bold', printableLine(title))}`, ...ladder.map((line) => `${indent}${line}`)];
  });
  return ladders.length > 0 ? [...ladders, ''] : [];
};

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
    { paint: (_, text) => text, width: maxWidth },
  );

const indent = '    ';
const minWidth = 60;
/** Applies where lines are not wrapped: a ladder need not be wider than a screen. */
const maxWidth = 112;

const familyNames: Readonly<Record<string, string>> = { ipv6: 'IPv6', ipv4: 'IPv4' };
