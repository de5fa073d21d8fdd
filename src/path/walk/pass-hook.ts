import type { InterfaceView } from '../../words/lab/node-view.ts';
import type { Hook, Loss } from '../../words/lab/packet.ts';
import { translatedAt } from '../../words/lab/translation.ts';
import type { NetworkView } from './network-view.ts';
import { ended } from './position.ts';
import type { Position } from './position.ts';
import { nextHops } from './route-of-node.ts';
import type { Way, WayEnd } from './way.ts';

/** How a packet leaves its node, once it is routed. */
interface Out {
  readonly towards: InterfaceView;
  readonly pathMtu: number;
}

/** Takes the packet through one hook: where it is afterwards, and the ways that end there. */
export const atHook = (network: NetworkView, position: Position, hook: Hook, out?: Out): Passed => {
  const { node, from } = position;
  return network.traits.isPlainAt(node.name) || (!from && hook === 'prerouting')
    ? { position, losses: none }
    : passTraits(network, position, hook, out);
};

/** Where a packet is behind a hook, unless it cannot get there. */
interface Passed {
  readonly position?: Position;
  readonly losses: readonly Way[];
}

const none: readonly Way[] = [];

const passTraits = (network: NetworkView, position: Position, hook: Hook, out: Out | undefined): Passed => {
  const { node, packet, from } = position;
  const hasRouteBack = (mode: 'strict' | 'loose') => routeBack(network, position, mode);
  const passing = { packet, hook, hasRouteBack, ...(from && { from }), ...out };
  const { packet: left, losses } = network.traits.passHook(node, passing);
  if (left === packet && losses.length === 0) return { position, losses: none };
  return {
    ...(left && { position: { ...position, packet: left } }),
    losses: losses.map((lost) => ended({ ...position, packet: lost.packet }, lostAt(node.name, lost))),
  };
};

/** For IPv6 the kernel picks one next hop of several by its hash, whatever interface it is asked for (measured with nft fib on Linux 6.18). */
const routeBack = (
  network: NetworkView,
  { node, packet: { source, family }, from }: Position,
  mode: 'strict' | 'loose',
): 'always' | 'perhaps' | 'never' => {
  if (source === node.name) return 'always';
  if (translatedAt(node, source, family, network.nodes))
    return mode === 'loose' || from?.name === node.translates!.device ? 'always' : 'never';
  const back = nextHops(network, node, { destination: source, family });
  const fitting = back.filter(({ view }) => mode === 'loose' || view.name === from?.name);
  if (fitting.length === 0) return 'never';
  return family === 'ipv6' && fitting.length < back.length ? 'perhaps' : 'always';
};

const lostAt = (node: string, { loss, isBeforeCounting }: Loss): WayEnd => ({
  ...{ kind: 'lost-in-node', node, loss },
  ...(isBeforeCounting && { isBeforeCounting }),
});
