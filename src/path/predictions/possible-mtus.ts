import type { NetworkView } from '../walk/network-view.ts';

/** Returns the path MTUs in bytes that a network can teach: those of its interfaces. */
export const possibleMtus = ({ nodes, traits }: NetworkView): readonly number[] => [
  ...new Set([...nodes.values()].flatMap(({ name, interfaces }) => interfaces.map((view) => traits.mtuOf(name, view)))),
];
