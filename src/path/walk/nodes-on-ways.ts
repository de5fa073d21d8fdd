import type { Packet } from '../../words/lab/packet.ts';
import type { NetworkView } from './network-view.ts';
import { walk } from './walk.ts';
import type { Way } from './way.ts';

/** A node, and the destination that it opens a flow to. */
export interface FlowEnds {
  readonly from: string;
  readonly to: string;
}

/**
 * Returns the nodes that packets of a flow may pass, errors about them and what carries them through tunnels included, and the nodes beside
 * those; undefined where nothing is known of one of the ways. Pure.
 */
export const nodesOnWays = (network: NetworkView, { from, to }: FlowEnds): ReadonlySet<string> | undefined => {
  const ways: Way[] = [];
  const follow = (start: string, packet: Omit<Packet, 'bytes'>): readonly Way[] => {
    const found = walk(network, { from: start, packet: { ...packet, bytes: 0 } });
    ways.push(...found, ...found.flatMap((way) => carriersOf(network, way)));
    return found;
  };
  for (const family of network.nodes.get(from)!.families) {
    const passed = new Set([family]);
    for (const { end, packet } of follow(from, { family, kind: 'syn', source: from, destination: to })) {
      passed.add(packet.family);
      if (end.kind === 'delivered')
        follow(end.node, {
          ...{ family: packet.family, kind: 'syn-ack', isReply: true },
          ...{ source: to, destination: packet.source },
        });
    }
    for (const node of nodesOf(ways))
      for (const each of network.nodes.get(node)!.families.filter((own) => passed.has(own)))
        for (const destination of [from, to])
          follow(node, { family: each, kind: 'packet-too-big', source: node, destination });
  }
  if (ways.some(({ end }) => end.kind === 'unknown')) return undefined;
  return withNodesBeside(network, new Set([from, ...nodesOf(ways)]));
};

const nodesOf = (ways: readonly Way[]): ReadonlySet<string> => new Set(ways.flatMap(({ nodes }) => nodes));

/** The ways of the packets that carry those of a way through its tunnels. */
const carriersOf = (network: NetworkView, { nodes, places }: Way): readonly Way[] =>
  places.flatMap((place, index) => {
    const tunnel = network.tunnels.get(place);
    if (!tunnel) return [];
    const source = nodes[index]!;
    const { peer } = network.nodes.get(source)!.interfaces.find((view) => view.place === place)!;
    const outer: Packet = { family: tunnel.over, kind: 'datagram', bytes: 0, source, destination: peer };
    return walk(network, { from: source, packet: outer });
  });

/** Adds all bridges between the nodes, and one node behind each interface. */
const withNodesBeside = ({ nodes }: NetworkView, passed: ReadonlySet<string>): ReadonlySet<string> => {
  const beside = new Set(passed);
  for (const name of beside) {
    const { bridges, interfaces } = nodes.get(name)!;
    if (passed.has(name) || bridges) for (const { peer } of interfaces) beside.add(peer);
  }
  return beside;
};
