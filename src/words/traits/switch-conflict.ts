import type { NodeView } from '../lab/node-view.ts';

/** What speaks against a trait that works on packets, where a node passes frames on: they are not opened there. */
export const switchConflict = ({ name, bridges }: NodeView): string | undefined =>
  bridges
    ? `${name} passes frames on and does nothing with the packets in them; a router or a host can do it`
    : undefined;
