import uPlot from 'uplot';
import type { TimeAxis } from '../time-axis.ts';

/** Draws each time axis when it comes into view, and again when the colours or the width of the page change. */
export const drawTimeAxes = (root: ParentNode): void => {
  const drawn = new Map<Element, () => void>();
  const drawOnce = (figure: Element): void => {
    if (drawn.has(figure)) return;
    const draw = axisIn(figure as HTMLElement);
    drawn.set(figure, draw);
    draw();
  };
  const seen = new IntersectionObserver((entries) =>
    entries.forEach(({ target, isIntersecting }) => isIntersecting && drawOnce(target)),
  );
  for (const figure of root.querySelectorAll('.axis')) seen.observe(figure);
  const redraw = (): void => drawn.forEach((draw) => draw());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  matchMedia('print').addEventListener('change', redraw);
  addEventListener('resize', redraw);
  addEventListener('beforeprint', () => root.querySelectorAll('.axis').forEach(drawOnce));
};

const axisIn = (figure: HTMLElement): (() => void) => {
  const axis = JSON.parse(figure.querySelector('script')!.textContent!) as TimeAxis;
  const box = figure.querySelector<HTMLElement>('.plots')!;
  return () => {
    box.replaceChildren();
    const width = Math.max(360, box.clientWidth);
    const sync = { key: figure.parentElement!.id + axis.title };
    new uPlot(sequencePlot(axis, width, sync), sequenceData(axis), box);
    new uPlot(sizePlot(axis, width, sync), sizeData(axis), box);
  };
};

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** What stayed as it was is not repeated in the data. */
const filled = (column: readonly (number | null)[]): (number | null)[] => {
  let last: number | null = null;
  return column.map((value) => (last = value ?? last));
};

/** The segments that were captured, by what became of them. */
const segmentKinds = [
  { label: 'segment', colour: 'change', is: ([, , , lost, again]: Segment) => !lost && !again },
  { label: 'retransmission', colour: 'warn', is: ([, , , lost, again]: Segment) => !lost && again === 1 },
  { label: 'lost segment', colour: 'loss', is: ([, , , lost]: Segment) => lost === 1 },
] as const;

type Segment = TimeAxis['segments'][number];

const kindsIn = ({ segments }: TimeAxis) => segmentKinds.filter(({ is }) => segments.some(is));

/** The samples and the segments on one axis of times. */
const sequenceData = (axis: TimeAxis): uPlot.AlignedData => {
  const points = kindsIn(axis).map(({ is }): uPlot.AlignedData => {
    const chosen = axis.segments.filter(is).toSorted(([a], [b]) => a - b);
    return [chosen.map(([at]) => at), chosen.map(([, , end]) => end)];
  });
  return uPlot.join([[[...axis.ms], filled(axis.sent), filled(axis.acked)], ...points]);
};

const sizeData = ({ ms, mss, pmtu, rto }: TimeAxis): uPlot.AlignedData => [
  [...ms],
  filled(mss),
  filled(pmtu),
  filled(rto),
];

const sequencePlot = (axis: TimeAxis, width: number, sync: { readonly key: string }): uPlot.Options => ({
  ...shared(axis, width, sync),
  height: 190,
  padding: [8, rightAxis, 0, 0], // as wide as the axis of the RTO below it
  axes: [{ ...lineStyle(), size: 30 }, valueLine('sequence number')],
  series: [
    { label: 'ms' },
    stepped('sent', colour('muted')),
    stepped('acknowledged', colour('good')),
    ...kindsIn(axis).map(({ label, colour: name }) => dots(label, colour(name))),
  ],
});

const sizePlot = (axis: TimeAxis, width: number, sync: { readonly key: string }): uPlot.Options => ({
  ...shared(axis, width, sync),
  height: 170,
  scales: {
    x: { time: false, range: rangeOf(axis) },
    y: { range: (_, __, max) => [0, max * 1.15] },
    rto: { range: (_, __, max) => [0, max * 1.15] },
  },
  axes: [timeLine(), valueLine('bytes'), { ...valueLine('RTO, ms'), scale: 'rto', side: 1, grid: { show: false } }],
  series: [
    { label: 'ms' },
    stepped('snd_mss', colour('change')),
    stepped('path MTU', colour('good')),
    { ...stepped('RTO', colour('warn')), scale: 'rto', dash: [6, 4] },
  ],
});

const shared = (
  axis: TimeAxis,
  width: number,
  sync: { readonly key: string },
): Omit<uPlot.Options, 'height' | 'series'> => ({
  width,
  cursor: { sync: { ...sync, setSeries: false }, drag: { x: true, y: false } },
  scales: { x: { time: false, range: rangeOf(axis) }, y: { range: (_, __, max) => [0, max * 1.1 || 1] } },
  hooks: { draw: [(plot) => drawEvents(plot, axis)] },
});

/** All that happened, with some room at both ends. */
const rangeOf = ({ ms, segments, ptbs, changes }: TimeAxis): [number, number] => {
  const times = [...ms, ...segments.map(([at]) => at), ...ptbs.map(([at]) => at), ...changes, 0];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const room = Math.max(1, (last - first) * 0.02);
  return [first - room, last + room];
};

const timeLine = (): uPlot.Axis => ({ ...lineStyle(), label: 'ms since the request', labelSize: 18, size: 34 });

/** Pixels of an axis of values, with its label. */
const rightAxis = 80;

const valueLine = (label: string): uPlot.Axis => ({
  ...lineStyle(),
  ...{ label, labelSize: 18, size: 62 },
});

const lineStyle = (): uPlot.Axis => ({
  ...{ stroke: colour('muted'), font: '11px system-ui', labelFont: '11px system-ui' },
  grid: { stroke: colour('edge'), width: 1 },
  ticks: { stroke: colour('edge'), width: 1 },
});

const stepped = (label: string, stroke: string): uPlot.Series => ({
  ...{ label, stroke, width: 1.6, points: { show: false }, spanGaps: true },
  paths: uPlot.paths.stepped!({ align: 1 }),
});

const dots = (label: string, stroke: string): uPlot.Series => ({
  ...{ label, stroke, width: 0, paths: () => null },
  points: { show: true, size: 6, fill: stroke, stroke },
});

/** Vertical lines where a Packet Too Big was sent, and where the lab was changed. */
const drawEvents = (plot: uPlot, { ptbs, changes }: TimeAxis): void => {
  const { ctx, bbox } = plot;
  const line = (at: number, text: string, stroke: string, row: number): void => {
    const x = Math.round(plot.valToPos(at, 'x', true));
    ctx.strokeStyle = ctx.fillStyle = stroke;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(text, x + 4, bbox.top + 12 + 13 * row);
  };
  ctx.save();
  ctx.setLineDash([5, 4]);
  ctx.font = `${11 * devicePixelRatio}px system-ui`;
  ctx.textAlign = 'left';
  for (const [index, [at, mtu, lost]] of ptbs.entries())
    line(at, index === 0 ? `PTB ${mtu}${lost ? ' lost' : ''}` : '', colour(lost ? 'loss' : 'warn'), 0);
  for (const at of changes) line(at, 'change', colour('change'), 1);
  ctx.restore();
};
