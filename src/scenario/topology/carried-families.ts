import type { Family } from '../../evidence/family.ts';
import type { ScenarioLink, ScenarioNode } from '../model/scenario.ts';

/** Finds the families of nodes and links, which are all of the scenario unless a node or a link lists fewer. */
export const carriedFamilies = (
  nodes: readonly Pick<ScenarioNode, 'name' | 'families'>[],
  families: readonly Family[],
  isBridge: (node: string) => boolean,
): CarriedFamilies => {
  const fewer = new Map(
    nodes.flatMap(({ name, families: own }) => (own ? [[name, common(families, own)] as const] : [])),
  );
  const ofNode = (name: string): readonly Family[] => fewer.get(name) ?? families;
  const ofLink = ({ between, families: own = families }: LinkEnds): readonly Family[] =>
    between.reduce((rest, end) => (isBridge(end) ? rest : common(rest, ofNode(end))), common(families, own));
  return {
    ofNode,
    ofLink,
    ofEnd: (link, end) => {
      const node = link.between[end];
      const carried = ofLink(link);
      return carried.length < (isBridge(node) ? families : ofNode(node)).length ? carried : undefined;
    },
  };
};

export interface CarriedFamilies {
  /** The families of a node, also of one that forwards frames, where they mean nothing. */
  ofNode(name: string): readonly Family[];
  /** The families of which packets pass a link: those that it allows and that both ends have; frames have none. */
  ofLink(link: LinkEnds): readonly Family[];
  /** The families of one end of a link, where they are fewer than those of its node. */
  ofEnd(link: LinkEnds, end: 0 | 1): readonly Family[] | undefined;
}

type LinkEnds = Pick<ScenarioLink, 'between' | 'families'>;

const common = (families: readonly Family[], others: readonly Family[]): readonly Family[] =>
  families.every((family) => others.includes(family)) ? families : families.filter((family) => others.includes(family));
