import { drawParts, viewBox } from '../../plan/graph/draw-svg.ts';
import type { Topology } from '../../plan/graph/graph-topology.ts';
import type { Layout } from '../../plan/graph/lay-out.ts';
import { drawMarks, placeMarks } from '../../plan/graph/marks.ts';
import type { GraphMark } from '../../plan/graph/marks.ts';
import { markup, trusted } from './markup.ts';
import type { Markup } from './markup.ts';

/** The drawings of a page, topologies and arrows of ladders: each is drawn once, and all its pictures refer to that drawing. */
export class PictureLibrary {
  readonly #layOut: (topology: Topology) => Layout;
  readonly #drawn = new Map<string, DrawnTopology>();
  readonly #arrows = new Map<string, Arrow & { readonly id: string }>();

  constructor(layOut: (topology: Topology) => Layout) {
    this.#layOut = layOut;
  }

  /** Returns the drawing of a topology; undefined where it is too large for a picture. */
  drawing(topology: Topology | undefined): DrawnTopology | undefined {
    if (!topology || topology.nodes.length > mostNodes) return undefined;
    const key = JSON.stringify(topology);
    const known = this.#drawn.get(key);
    if (known) return known;
    const drawn = { id: `t${this.#drawn.size}`, topology, layout: this.#layOut(topology) };
    this.#drawn.set(key, drawn);
    return drawn;
  }

  /** Returns the id of the drawing of an arrow. */
  arrow(arrow: Arrow): string {
    const key = JSON.stringify(arrow);
    const id = this.#arrows.get(key)?.id ?? `a${this.#arrows.size}`;
    this.#arrows.set(key, { ...arrow, id });
    return id;
  }

  /** The drawings to which all pictures refer. The script of the page gives the rows of ladders the texts and stops of their arrows. */
  definitions(): Markup {
    const drawings = [...this.#drawn.values()].map(({ id, topology, layout }) =>
      trusted(`<g class="topology" id="${id}">${drawParts(topology, layout)}</g>`),
    );
    const arrows = [...this.#arrows.values()].map(
      ({ id, path, text, stops }) =>
        markup`<path id="${id}" class="arrow" d="${path}" data-text="${text}"${stops && markup` data-stops="${stops}"`}/>`,
    );
    return markup`<svg class="topology drawings" aria-hidden="true" width="0" height="0"><defs>${drawings}${arrows}</defs></svg>`;
  }
}

/** The way of a packet through a ladder. */
interface Arrow {
  /** As the path of an SVG element. */
  readonly path: string;
  /** In words. */
  readonly text: string;
  /** Where the packet was seen, as ends of links of the picture: `0a0b1a` for both ends of the first link and one of the second. */
  readonly stops?: string | undefined;
}

export interface DrawnTopology {
  readonly id: string;
  readonly topology: Topology;
  readonly layout: Layout;
}

/** More nodes cannot be read in the width of a page, and Graphviz takes seconds for some hundreds. */
const mostNodes = 120;

/** A picture of a drawn topology with marks; `tones` colours the ends of links by their places. */
export const picture = ({ drawing, marks, label, tones = new Map() }: Picture): Markup => {
  const { id, topology, layout } = drawing;
  const colours = topology.links.flatMap(({ ends }, link) =>
    ends.flatMap(({ place }, end) => {
      const tone = tones.get(place);
      return tone ? [`--l${link}${'ab'[end]}:var(--${tone})`] : [];
    }),
  );
  const style = colours.length > 0 ? markup` style="${colours.join(';')}"` : undefined;
  const placed = placeMarks(marks, topology, layout);
  return markup`<svg class="topology" role="img" aria-label="${label}" ${trusted(viewBox(layout, placed))}><use href="#${id}"${style}/>${trusted(drawMarks(placed))}</svg>`;
};

interface Picture {
  readonly drawing: DrawnTopology;
  readonly marks: readonly GraphMark[];
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  readonly tones?: ReadonlyMap<string, GraphMark['tone']>;
}

/** What a topology is, in words: `client (host) 9000–9000 edge …`. */
export const topologyText = ({ nodes, links }: Topology): string =>
  [
    ...nodes.map(({ name, kind, labels }) => [`${name} is a ${kind}`, ...labels].join(', ')),
    ...links.map(
      ({ ends: [a, b], tunnel }) =>
        `${tunnel ? `${tunnel} ` : 'link '}${a.node} to ${b.node}, MTU ${a.mtu === b.mtu ? a.mtu : `${a.mtu} and ${b.mtu}`}`,
    ),
  ].join('; ');
