import type { StepResult } from '../../events/events.ts';
import { drawLadder } from './draw-ladder.ts';
import type { Page } from '../terminal/page.ts';

/** The packets of a step that was captured, a ladder for each family. */
export const stepLadder = (facts: StepResult['facts'], { paint, width }: Page): readonly string[] => {
  const ladders = Object.entries(facts).flatMap(([who, { journeys }]) => {
    if (!journeys || journeys.rungs.length === 0) return [];
    const room = Math.min(Math.max(width - indent.length, narrowest), widest);
    const drawn = drawLadder(journeys, { paint, width: room });
    const title = [names[who], journeys.drawn].filter(Boolean).join(', ');
    return ['', `${indent}${paint('bold', title)}`, ...drawn.map((line) => `${indent}${line}`)];
  });
  return ladders.length > 0 ? [...ladders, ''] : [];
};

const indent = '    ';
const narrowest = 60;
/** A line that nobody breaks need not be longer than a screen. */
const widest = 112;

const names: Readonly<Record<string, string>> = { ipv6: 'IPv6', ipv4: 'IPv4' };
