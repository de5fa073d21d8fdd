/** A part of the way of a packet: half a link, from its node to its middle or back. */
export interface WayPart {
  /** The number of the link in its topology, and which of its ends. */
  readonly link: number;
  readonly end: 0 | 1;
  readonly direction: 'out' | 'in';
}

/** Reads the ends of links at which a packet was seen (`0a0b1a`) as the parts of its way. */
export const wayOf = (stops: string): readonly WayPart[] => {
  const seen = [...stops.matchAll(/(\d+)([ab])/g)].map(([, link, end]) => ({
    link: Number(link),
    end: end === 'a' ? (0 as const) : (1 as const),
  }));
  return seen.map((stop, index) => {
    const [before, next] = [seen[index - 1], seen[index + 1]];
    const arrived = before !== undefined && before.link === stop.link && before.end !== stop.end;
    const leaves = next !== undefined && next.link === stop.link && next.end !== stop.end;
    return { ...stop, direction: arrived || (!leaves && index === 0 && next !== undefined) ? 'in' : 'out' };
  });
};

/** Where a packet is after a share of its way, from 0 to 1: on which part, and how far from its node, from 0 to 1 in the middle of the link. */
export const positionOn = (
  way: readonly WayPart[],
  share: number,
): { readonly part: WayPart; readonly fromNode: number } | undefined => {
  const at = Math.min(Math.max(share, 0), 1) * way.length;
  const index = Math.min(Math.floor(at), way.length - 1);
  const part = way[index];
  if (!part) return undefined;
  const within = at - index;
  return { part, fromNode: part.direction === 'out' ? within : 1 - within };
};
