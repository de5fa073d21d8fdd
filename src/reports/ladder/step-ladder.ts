import type { StepResult } from '../../events/events.ts';
import { printableLine } from '../../text/printable.ts';
import { drawLadder } from './draw-ladder.ts';
import { stepPackets } from './step-packets.ts';
import type { TextStyle } from '../terminal/text-style.ts';

/** Draws the packets of a captured step: a ladder for each family, or one if they differ in their times only. */
export const stepLadder = (facts: StepResult['facts'], { paint, width }: TextStyle): readonly string[] => {
  const ladderWidth = Math.min(Math.max(width - indent.length, minWidth), maxWidth);
  const ladders = stepPackets(facts).flatMap(({ title, packets }) => {
    const ladder = drawLadder(packets, { paint, width: ladderWidth });
    return ['', `${indent}${paint('bold', printableLine(title))}`, ...ladder.map((line) => `${indent}${line}`)];
  });
  return ladders.length > 0 ? [...ladders, ''] : [];
};

const indent = '    ';
const minWidth = 60;
/** Applies where lines are not wrapped: a ladder need not be wider than a screen. */
const maxWidth = 112;
