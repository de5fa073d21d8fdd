import type { Dictionary } from '../../words/dictionary.ts';
import type { Problem } from '../problems/problem.ts';
import type { ScenarioLink } from '../model/scenario.ts';
import { bridgedSegments } from '../topology/bridged-segments.ts';
import type { Topology } from '../topology/topology.ts';

/** Finds the links that would let frames circle for ever, or join a node to one segment twice: bridges of a lab speak no spanning tree. */
export const checkSwitchLoops = ({ nodes, links }: Pick<Topology, 'nodes' | 'links'>, { nodes: kinds }: Dictionary) => {
  const isBridge = new Map(nodes.map(({ name, kind }) => [name, kinds[kind]?.bridges === true]));
  const bridges = (name: string): boolean => isBridge.get(name) === true;
  const { passes } = bridgedSegments([...isBridge.keys()], links, bridges);
  const joined = links.filter(
    ({ between }, index) => passes(...between) && !isRepeated(between, links.slice(0, index)),
  );
  const grove = new Grove();
  for (const { between } of joined) if (between.every(bridges)) grove.join(between[0], between[1]);
  const segments = new Map([...isBridge.keys()].filter(bridges).map((name) => [name, grove.root(name)]));
  const tree = new Grove();
  const vertex = (end: string, other: string): string => (bridges(end) ? end : `${end} on ${segments.get(other)}`);
  return joined.flatMap(({ between: [one, other], at }): readonly Problem[] => {
    if (tree.join(vertex(one, other), vertex(other, one))) return [];
    const what = `this link closes a loop through ${bridges(one) ? one : other}, in which frames would circle for ever`;
    const right = 'one way between any two nodes of a segment: switches of a lab speak no spanning tree';
    return [{ at, part: 'value', code: 'bridge-loop', what, right }];
  });
};

/** Said already as a second link between the two. */
const isRepeated = ([one, other]: ScenarioLink['between'], earlier: readonly ScenarioLink[]): boolean =>
  one === other || earlier.some(({ between }) => between.includes(one) && between.includes(other));

/** Which vertices hang together so far. */
class Grove {
  readonly #parents = new Map<string, string>();

  root(of: string): string {
    const parent = this.#parents.get(of);
    return parent === undefined ? of : this.root(parent);
  }

  /** False where they hang together already. */
  join(one: string, other: string): boolean {
    const [a, b] = [this.root(one), this.root(other)];
    if (a !== b) this.#parents.set(a, b);
    return a !== b;
  }
}
