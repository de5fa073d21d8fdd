import type { NetworkPlan, PlannedNode } from '../../plan/model/plan.ts';
import type { FlowEnds } from '../../path/walk/nodes-on-ways.ts';
import { nodesOnWays } from '../../path/walk/nodes-on-ways.ts';
import { delayOfLinks } from '../../path/walk/delay-of-links.ts';
import { plannedView } from '../../path/walk/planned-view.ts';
import { publishedPorts } from '../../scenario/topology/published-ports.ts';
import type { AddressPair } from '../../words/lab/family-translator.ts';
import { dictionary } from '../../words/dictionary.ts';
import type { Lab } from '../../words/lab/lab.ts';

/** The network of a lab as its plan and the changes so far describe it. */
export interface LabNetwork extends Pick<Lab, 'traitOf' | 'setTrait' | 'mayDiffer' | 'delayOfLinks'> {
  /** The nodes as they are now: with the ports that they publish since the last change, and the addresses that translators were seen to lease. */
  readonly nodes: ReadonlyMap<string, PlannedNode>;
  /** Records the addresses that a translator has for other nodes. */
  setMappings(node: string, map: readonly AddressPair[]): void;
  /**
   * Returns the nodes whose counters explain a flow: all nodes of a lab of up to 64 nodes, and of one that may differ from its plan; in a
   * larger one those that packets of the flow may pass, and the nodes beside them.
   */
  watchedNodes(ends: FlowEnds): readonly string[];
}

/** Follows what becomes of the network of a plan. */
export const labNetwork = (plan: NetworkPlan): LabNetwork => {
  const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
  const all = [...nodes.keys()];
  const view = plannedView(plan, dictionary);
  const known = new Map<string, readonly string[]>();
  let isAsPlanned = true;
  const publish = (name: string): void => {
    const { publishes: _, ...node } = nodes.get(name)!;
    nodes.set(name, { ...node, ...publishedPorts(view.traits.of(name), dictionary) });
  };
  return {
    nodes,
    traitOf: (node, trait) => view.traits.settingsOf(node, trait),
    setTrait: (node, trait, settings) => {
      view.traits.set(node, trait, settings);
      if (nodes.has(node)) publish(node);
      known.clear();
    },
    setMappings: (name, map) => {
      const node = nodes.get(name)!;
      nodes.set(name, { ...node, translates: { ...node.translates!, map } });
    },
    delayOfLinks: (request) => delayOfLinks(view, request),
    mayDiffer: () => void (isAsPlanned = false),
    watchedNodes: ({ from, to }) => {
      if (!isAsPlanned || all.length <= mostNodesWatchedAlways) return all;
      const key = `${from} ${to}`;
      const passed = known.has(key) ? undefined : nodesOnWays(view, { from, to });
      const watched = known.get(key) ?? (passed ? all.filter((node) => passed.has(node)) : all);
      known.set(key, watched);
      return watched;
    },
  };
};

/** Reading one takes 0.5 ms. */
const mostNodesWatchedAlways = 64;
