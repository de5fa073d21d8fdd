import type { StepResult } from '../../events/events.ts';
import { printableLine } from '../../text/printable.ts';
import { drawnPackets } from '../../words/facts/drawn-packets.ts';
import { drawLadder } from './draw-ladder.ts';
import type { TextStyle } from '../terminal/text-style.ts';

/** Draws the packets of a captured step, one ladder for each family. */
export const stepLadder = (facts: StepResult['facts'], { paint, width }: TextStyle): readonly string[] => {
  const ladderWidth = Math.min(Math.max(width - indent.length, minWidth), maxWidth);
  const ladders = Object.entries(facts).flatMap(([family, ofFamily]) =>
    drawnPackets(ofFamily).flatMap((packets) => {
      if (packets.rows.length === 0) return [];
      const ladder = drawLadder(packets, { paint, width: ladderWidth });
      const title = [familyNames[family], packets.drawn].filter(Boolean).join(', ');
      return ['', `${indent}${paint('bold', printableLine(title))}`, ...ladder.map((line) => `${indent}${line}`)];
    }),
  );
  return ladders.length > 0 ? [...ladders, ''] : [];
};

const indent = '    ';
const minWidth = 60;
/** Applies where lines are not wrapped: a ladder need not be wider than a screen. */
const maxWidth = 112;

const familyNames: Readonly<Record<string, string>> = { ipv6: 'IPv6', ipv4: 'IPv4' };
