import type { ConversationSummary } from '../../wire/summary/conversation-summary.ts';
import type { FoldedPackets, LadderRow } from '../../wire/summary/ladder-rows.ts';
import { drawArrow, layOutLanes } from './lanes.ts';
import type { Lanes } from './lanes.ts';
import { foldText, packetText } from './packet-text.ts';
import { formatDuration } from '../../text/format-duration.ts';
import { printableLine } from '../../text/printable.ts';
import type { Paint } from '../terminal/paint.ts';
import { wrapUnder } from '../../text/wrap.ts';

/**
 * Draws a conversation as a sequence diagram: a column for each node, time downwards. A doubled line marks a rewritten
 * packet, a cross the point where a packet was lost, a dotted line packets that are left out or a gap in time.
 */
export const drawLadder = ({ columns, rows }: LadderContent, { paint, width }: LadderStyle): readonly string[] => {
  if (columns.length === 0) return [];
  const lanes = layOutLanes(columns, { from: timeWidth + 2, width, textWidth });
  const drawn = rows.flatMap((row, index) => [...gapBefore(row, rows.slice(0, index), lanes), drawRow(row, lanes)]);
  return [
    ...headLines(lanes).map((line) => paint('bold', line)),
    ...drawn.flatMap((row) => rowLines(row, lanes, width).map((line) => (row.style ? paint(row.style, line) : line))),
    ...legendLines(drawn).map((line) => paint('dim', line)),
  ];
};

export type LadderContent = Pick<ConversationSummary, 'columns' | 'rows'>;

export interface LadderStyle {
  readonly paint: Paint;
  /** Characters per line. */
  readonly width: number;
}

const timeWidth = 7;
/** When there are fewer characters than this beside the lanes, texts get lines of their own. */
const textWidth = 25;

interface Row {
  readonly time: string;
  readonly drawing: string;
  readonly text: string;
  readonly style?: Parameters<Paint>[0];
}

/** A row that marks the time between a row and the one before it, where that is long. */
const gapBefore = (row: LadderRow, earlier: readonly LadderRow[], lanes: Lanes): readonly Row[] => {
  const previous = earlier.map(timeOf).findLast((ms) => ms !== undefined);
  const gapMs = previous === undefined ? 0 : (timeOf(row) ?? previous) - previous;
  return gapMs < minGapMs
    ? []
    : [{ time: '', drawing: lanes.gapLine, text: `${formatDuration(gapMs)} later`, style: 'dim' }];
};

/** Half of the shortest retransmission timeout of Linux (TCP_RTO_MIN), so that each wait for a timeout is marked. */
const minGapMs = 100;

const timeOf = (row: LadderRow): number | undefined => {
  if ('folded' in row) return undefined;
  return 'note' in row ? row.atMs : row.packet.atMs;
};

const drawRow = (row: LadderRow, lanes: Lanes): Row => {
  if ('note' in row) return { time: '', drawing: '', text: row.note, style: 'bold' };
  if ('folded' in row)
    return { time: '', drawing: lanes.gapLine, text: foldText(row.folded), style: styleOfFold(row.folded) };
  const { packet } = row;
  const style = styleOf(packet.ended, packet.kind);
  return {
    time: packet.atMs.toFixed(2),
    drawing: drawArrow(packet, lanes),
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

/** The node names, centred above their lanes, in as many lines as they need not to overlap. */
const headLines = ({ lanes, emptyLine }: Lanes): readonly string[] => {
  const lines: string[] = [];
  for (const { name, at } of lanes) {
    const from = Math.max(0, at - Math.floor(name.length / 2));
    const free = lines.findIndex((line) => line.length < from);
    const index = free < 0 ? lines.push('') - 1 : free;
    lines[index] = lines[index]!.padEnd(from) + printableLine(name);
  }
  return [`${'ms'.padStart(timeWidth)}${(lines[0] ?? '').slice(timeWidth)}`, ...lines.slice(1), emptyLine];
};

const rowLines = ({ time, drawing, text }: Row, lanes: Lanes, width: number): readonly string[] => {
  if (drawing === '') return wrapUnder(' '.repeat(timeWidth + 2), text, width);
  const line = time.padStart(timeWidth) + drawing.slice(timeWidth);
  if (!lanes.textFitsBeside) {
    const textLines = wrapUnder(' '.repeat(timeWidth + 2), text, width);
    return text === '' ? [line] : [...textLines, line];
  }
  const [first = '', ...rest] = wrapUnder('', text, Math.max(textWidth, width - lanes.end - 2));
  return [`${line}  ${first}`.trimEnd(), ...rest.map((more) => `${lanes.emptyLine}  ${more}`.trimEnd())];
};

const legendLines = (rows: readonly Row[]): readonly string[] => {
  const shows = (sign: string): boolean => rows.some(({ drawing }) => drawing.includes(sign));
  const entries = [shows('╳') && '╳ last seen here, then lost', shows('═') && '═ rewritten on the path'].filter(
    Boolean,
  );
  return entries.length > 0 ? [`${' '.repeat(timeWidth + 2)}${entries.join('    ')}`] : [];
};
