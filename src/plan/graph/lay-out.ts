import { dot } from './dot.ts';
import type { Topology } from './graph-topology.ts';

/** Where Graphviz puts the nodes and links of a topology, in points from the upper left corner; both in the order of the topology. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Box[];
  readonly links: readonly (readonly Point[])[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its middle. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Loads Graphviz (WebAssembly, 1.2 MB) and returns a function that lays out topologies; it throws when Graphviz refuses one. */
export const openLayout = async (): Promise<(topology: Topology) => Layout> => {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return (topology) => layoutOf(viz.renderJSON(dot(topology)) as GraphvizJson);
};

/** What Graphviz writes as JSON, without what is not read here (graphviz.org/docs/outputs/json). */
interface GraphvizJson {
  /** `x0,y0,x1,y1` with the origin in the lower left corner. */
  readonly bb: string;
  readonly objects?: readonly { readonly pos: string; readonly width: string; readonly height: string }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string }[];
}

const layoutOf = ({ bb, objects = [], edges = [] }: GraphvizJson): Layout => {
  const [, , width = 0, height = 0] = bb.split(',').map(Number);
  const pointOf = (text: string): Point => {
    const [x = 0, y = 0] = text.split(',').map(Number);
    return { x: round(x), y: round(height - y) };
  };
  return {
    ...{ width: round(width), height: round(height) },
    nodes: objects.map((node) => ({
      ...pointOf(node.pos),
      width: round(Number(node.width) * pointsPerInch),
      height: round(Number(node.height) * pointsPerInch),
    })),
    links: edges
      .toSorted((a, b) => Number(a.id) - Number(b.id))
      .map(({ pos }) => curvePoints(pos.split(' ').map(pointOf))),
  };
};

const pointsPerInch = 72;
const round = (value: number): number => Math.round(value * 10) / 10;

/** Points on a chain of cubic Bézier curves, which share their ends; a straight curve has two. */
const curvePoints = (controls: readonly Point[]): readonly Point[] => {
  const [first, last] = [controls[0]!, controls.at(-1)!];
  if (controls.every((point) => distanceToLine(point, first, last) < 1)) return [first, last];
  const points: Point[] = [first];
  for (let at = 0; at + 3 < controls.length; at += 3) {
    const [a, b, c, d] = controls.slice(at, at + 4) as [Point, Point, Point, Point];
    for (let step = 1; step <= stepsPerCurve; step++) points.push(onCurve([a, b, c, d], step / stepsPerCurve));
  }
  return points;
};

const stepsPerCurve = 8;

const distanceToLine = ({ x, y }: Point, a: Point, b: Point): number => {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return Math.hypot(x - a.x, y - a.y);
  return Math.abs((b.x - a.x) * (a.y - y) - (a.x - x) * (b.y - a.y)) / length;
};

const onCurve = ([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point => {
  const at = (axis: 'x' | 'y'): number =>
    round((1 - t) ** 3 * a[axis] + 3 * (1 - t) ** 2 * t * b[axis] + 3 * (1 - t) * t ** 2 * c[axis] + t ** 3 * d[axis]);
  return { x: at('x'), y: at('y') };
};
