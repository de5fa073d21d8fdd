import type { ScenarioLink } from '../model/scenario.ts';

/** An interface of a node that has addresses: that of `node` towards `by`. */
export interface Attachment {
  readonly node: string;
  readonly by: string;
}

/** Nodes that meet without a router between them, because bridges join their links. */
export interface Segment {
  /** The first bridge in the order of the file. */
  readonly owner: string;
  readonly members: readonly Attachment[];
}

/** Who meets whom on links that bridges join; plain links need no such answer. */
export const bridgedSegments = (
  nodes: readonly string[],
  links: readonly Pick<ScenarioLink, 'between'>[],
  bridges: (node: string) => boolean,
): BridgedSegments => {
  const joined = new Map(nodes.filter(bridges).map((name) => [name, [] as string[]]));
  for (const { between } of joined.size > 0 ? links : [])
    for (const end of [0, 1] as const) joined.get(between[end])?.push(between[1 - end]!);
  const across = (from: Attachment, passed: Set<string>): readonly Attachment[] => {
    const reached: Attachment[] = [];
    const ahead = [from];
    // A call for each bridge of a chain would overflow the stack at 2000 of them.
    for (let next = ahead.pop(); next; next = ahead.pop()) {
      const { node, by } = next;
      const beyond = joined.get(node);
      if (!beyond) reached.push(next);
      if (!beyond || passed.has(node)) continue;
      passed.add(node);
      for (const other of beyond.toReversed()) if (other !== by) ahead.push({ node: other, by: node });
    }
    return reached;
  };
  return {
    passes: (...ends) => ends.some((end) => joined.has(end)),
    beyond: (node, peer) => across({ node: peer, by: node }, new Set()),
    segments: () => {
      const passed = new Set<string>();
      return [...joined.keys()]
        .filter((owner) => !passed.has(owner))
        .map((owner) => ({ owner, members: across({ node: owner, by: '' }, passed) }));
    },
  };
};

export interface BridgedSegments {
  /** Whether one of the ends of a link passes frames on. */
  passes(...ends: readonly string[]): boolean;
  /** The nodes with addresses that `node` reaches over its link to `peer` without a router. */
  beyond(node: string, peer: string): readonly Attachment[];
  segments(): readonly Segment[];
}
