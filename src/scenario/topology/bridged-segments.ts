import type { ScenarioLink } from '../model/scenario.ts';

/** The addressed interface of `node` on its link to `by`. */
export interface Attachment {
  readonly node: string;
  readonly peer: string;
}

/** Interfaces that bridges join into one segment, without a router between them. */
export interface Segment {
  /** The first bridge of the segment in the order of the file. */
  readonly owner: string;
  readonly members: readonly Attachment[];
}

/** Finds the segments that bridges form; a link between two nodes that are not bridges belongs to none. */
export const bridgedSegments = (
  nodes: readonly string[],
  links: readonly Pick<ScenarioLink, 'between'>[],
  isBridge: (node: string) => boolean,
): BridgedSegments => {
  const peersOfBridge = new Map(nodes.filter(isBridge).map((name) => [name, [] as string[]]));
  for (const { between } of peersOfBridge.size > 0 ? links : [])
    for (const end of [0, 1] as const) peersOfBridge.get(between[end])?.push(between[1 - end]!);
  const attachments = (start: Attachment, visited: Set<string>): readonly Attachment[] => {
    const reached: Attachment[] = [];
    const pending = [start];
    // Recursion would overflow the stack in a chain of 1800 bridges.
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { node, peer: from } = next;
      const peers = peersOfBridge.get(node);
      if (!peers) reached.push(next);
      if (!peers || visited.has(node)) continue;
      visited.add(node);
      for (const peer of peers.toReversed()) if (peer !== from) pending.push({ node: peer, peer: node });
    }
    return reached;
  };
  return {
    hasBridge: (...ends) => ends.some((end) => peersOfBridge.has(end)),
    beyond: (node, peer) => attachments({ node: peer, peer: node }, new Set()),
    segments: () => {
      const visited = new Set<string>();
      return [...peersOfBridge.keys()]
        .filter((owner) => !visited.has(owner))
        .map((owner) => ({ owner, members: attachments({ node: owner, peer: '' }, visited) }));
    },
  };
};

export interface BridgedSegments {
  /** Whether one of these nodes is a bridge. */
  hasBridge(...ends: readonly string[]): boolean;
  /** Returns the addressed interfaces that `node` reaches over its link to `peer` without a router. */
  beyond(node: string, peer: string): readonly Attachment[];
  segments(): readonly Segment[];
}
