import type { NodeView } from '../lab/node-view.ts';

/** Why a trait that works on packets does not fit a switch; undefined for any other node. */
export const switchConflict = ({ name, bridges }: NodeView): string | undefined =>
  bridges ? `${name} forwards frames and ignores the packets in them; use a router or a host` : undefined;
