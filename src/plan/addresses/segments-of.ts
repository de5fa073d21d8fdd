import type { Scenario } from '../../scenario/model/scenario.ts';
import { bridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import type { BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import type { Dictionary } from '../../words/dictionary.ts';

/** Finds the segments that the bridges of a scenario form. */
export const segmentsOf = ({ nodes, links }: Scenario, { nodes: kinds }: Dictionary): BridgedSegments => {
  const bridges = new Set(nodes.filter(({ kind }) => kinds[kind]!.bridges).map(({ name }) => name));
  const names = nodes.map(({ name }) => name);
  return bridgedSegments(names, links, (name) => bridges.has(name));
};
