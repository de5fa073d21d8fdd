import type { ConversationSummary } from '../../wire/summary/conversation-summary.ts';
import type { FoldedPackets, LadderRow } from '../../wire/summary/ladder-rows.ts';
import { drawArrow, layOutLanes } from './lanes.ts';
import type { Lanes } from './lanes.ts';
import { foldText, packetText } from './packet-text.ts';
import type { Paint } from '../terminal/paint.ts';
import { wrapUnder } from '../terminal/wrap.ts';

/** An exchange as a sequence diagram: a column for each node, time downwards, what was rewritten doubled, what died crossed out. */
export const drawLadder = ({ columns, rungs }: LadderContent, { paint, width }: LadderStyle): readonly string[] => {
  if (columns.length === 0) return [];
  const frame = layOutLanes(columns, { from: timeWidth + 2, width, textWidth });
  const rows = rungs.map((rung) => rowOf(rung, frame));
  return [
    ...heads(frame).map((line) => paint('bold', line)),
    ...rows.flatMap((row) => lines(row, frame, width).map((line) => (row.style ? paint(row.style, line) : line))),
    ...legend(rows).map((line) => paint('dim', line)),
  ];
};

export type LadderContent = Pick<ConversationSummary, 'columns' | 'rungs'>;

export interface LadderStyle {
  readonly paint: Paint;
  /** Characters in a line. */
  readonly width: number;
}

const timeWidth = 7;
/** Less than this beside the lanes, and texts stand on lines of their own. */
const textWidth = 25;

interface Row {
  readonly time: string;
  readonly drawn: string;
  readonly text: string;
  readonly style?: Parameters<Paint>[0];
}

const rowOf = (rung: LadderRow, frame: Lanes): Row => {
  if ('note' in rung) return { time: '', drawn: '', text: rung.note, style: 'bold' };
  if ('folded' in rung)
    return { time: '', drawn: frame.pause, text: foldText(rung.folded), style: styleOfFold(rung.folded) };
  const { packet } = rung;
  const style = styleOf(packet.ended, packet.kind);
  return {
    time: packet.atMs.toFixed(2),
    drawn: drawArrow(packet, frame),
    text: packetText(packet),
    ...(style && { style }),
  };
};

const styleOf = (ended: string, kind: string): Row['style'] => {
  if (ended === 'dead') return 'red';
  if (kind === 'ptb' || kind === 'error') return 'yellow';
  return kind === 'syn' || kind === 'syn-ack' ? 'cyan' : undefined;
};

const styleOfFold = (folded: readonly FoldedPackets[]): NonNullable<Row['style']> =>
  folded.some(({ ended }) => ended === 'dead') ? 'red' : 'dim';

/** Names over their lanes, in as many lines as they need to stand clear of each other. */
const heads = (frame: Lanes): readonly string[] => {
  const rows: string[] = [];
  for (const { name, at } of frame.lanes) {
    const from = Math.max(0, at - Math.floor(name.length / 2));
    const free = rows.findIndex((row) => row.length < from);
    const row = free < 0 ? rows.push('') - 1 : free;
    rows[row] = rows[row]!.padEnd(from) + name;
  }
  return [`${'ms'.padStart(timeWidth)}${(rows[0] ?? '').slice(timeWidth)}`, ...rows.slice(1), frame.empty];
};

const lines = ({ time, drawn, text }: Row, frame: Lanes, width: number): readonly string[] => {
  if (drawn === '') return wrapUnder(' '.repeat(timeWidth + 2), text, width);
  const shown = time.padStart(timeWidth) + drawn.slice(timeWidth);
  if (!frame.beside) {
    const said = wrapUnder(' '.repeat(timeWidth + 2), text, width);
    return text === '' ? [shown] : [...said, shown];
  }
  const [first = '', ...more] = wrapUnder('', text, Math.max(textWidth, width - frame.end - 2));
  return [`${shown}  ${first}`.trimEnd(), ...more.map((line) => `${frame.empty}  ${line}`.trimEnd())];
};

const legend = (rows: readonly Row[]): readonly string[] => {
  const has = (sign: string): boolean => rows.some(({ drawn }) => drawn.includes(sign));
  const said = [has('╳') && '╳ last seen there, and no further', has('═') && '═ rewritten on the way'].filter(Boolean);
  return said.length > 0 ? [`${' '.repeat(timeWidth + 2)}${said.join('    ')}`] : [];
};
