import { tcpIpHeaderBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import type { Packet } from '../../words/lab/packet.ts';
import { holds } from '../../words/lab/destination.ts';
import { largestInside } from '../../words/language/tunnel-size.ts';
import { translatedAt } from '../../words/lab/translation.ts';
import { crossLink } from './cross-link.ts';
import type { Seen } from './network-traits.ts';
import type { NetworkView } from './network-view.ts';
import { atHook } from './pass-hook.ts';
import { ended } from './position.ts';
import type { Position } from './position.ts';
import { nextHops } from './route-of-node.ts';
import type { NextHop } from './route-of-node.ts';
import {
  mayPassTranslator,
  deviceView,
  translatePacket,
  withDestinationBehind,
  withOwnSource,
} from './translate-packet.ts';
import type { Narrowing, Way, WayEnd } from './way.ts';

/**
 * Returns all ways that a packet can take from a node, hop by hop: what each hook makes of it, where it no longer fits, and where it is
 * lost. Under ECMP they branch, since only the kernel knows its hash; `leg` is the router through which it has to go where one of several next
 * hops is that router. Pure.
 */
export const walk = (network: NetworkView, start: Start): readonly Way[] => {
  const { traits } = network;
  const known = waysKnown(network);
  const key = JSON.stringify(start);
  const before = known.get(key);
  if (before && traits.isCurrent(before)) return before.found;
  const ways = traits.seenBy(() => follow(network, start));
  known.set(key, ways);
  return ways.found;
};

/** The ways that were followed so far: most flows of a scenario have the same packets. */
const waysKnown = (network: NetworkView): Map<string, Seen<readonly Way[]>> => {
  const known = remembered.get(network) ?? new Map<string, Seen<readonly Way[]>>();
  remembered.set(network, known);
  return known;
};

const remembered = new WeakMap<NetworkView, Map<string, Seen<readonly Way[]>>>();

const follow = (network: NetworkView, { from, packet, leg }: Start): readonly Way[] => {
  const ways: Way[] = [];
  const pending: Position[] = [
    { node: network.nodes.get(from)!, packet, trail: undefined, hops: 0, delayMs: 0, chances: [] },
  ];
  for (let position = pending.pop(); position; position = pending.pop()) {
    if (ways.length >= mostWays)
      return [...ways, ended(position, { kind: 'unknown', why: `there are more than ${mostWays} ways` })];
    for (const next of advance(network, position, leg)) {
      if ('end' in next) ways.push(next);
      else pending.push(next);
    }
  }
  return ways;
};

/** Ways of one packet that are followed; a network with more of them is beyond a prediction that anybody reads. */
export const mostWays = 64;

export interface Start {
  readonly from: string;
  readonly packet: Packet;
  readonly leg?: string | undefined;
}

const advance = (network: NetworkView, position: Position, leg: string | undefined): readonly (Position | Way)[] => {
  const { node, from } = position;
  const why = from && network.traits.unpredictableAt(node.name);
  if (why !== undefined) return [ended(position, { kind: 'unknown', why: `${node.name} ${why}` })];
  const arrived = atHook(network, position, 'prerouting');
  if (!arrived.position) return arrived.losses;
  const packet = withDestinationBehind(arrived.position.packet, node);
  return [...arrived.losses, ...afterArrival(network, { ...arrived.position, packet }, leg)];
};

const afterArrival = (
  network: NetworkView,
  position: Position,
  leg: string | undefined,
): readonly (Position | Way)[] => {
  const { node, packet, from, hops: passed } = position;
  if (holds(node, packet.destination)) {
    const accepted = from ? atHook(network, position, 'input') : { position, losses: [] };
    return [
      ...accepted.losses,
      ...(accepted.position ? [ended(accepted.position, { kind: 'delivered', node: node.name })] : []),
    ];
  }
  if (from && !node.forwards)
    return [ended(position, { kind: 'lost-in-node', node: node.name, loss: 'forwards no packets' })];
  if (passed >= hopLimit)
    return [ended(position, { kind: 'lost-in-node', node: node.name, loss: `gets it after ${hopLimit} hops` })];
  if (mayPassTranslator(packet, node) && translatedAt(node, packet.destination, packet.family, network.nodes))
    return translate(network, position);
  const hops = nextHops(network, node, packet, leg);
  if (hops.length === 0) return [ended(position, { kind: 'unroutable', node: node.name })];
  return hops.flatMap((hop) => leave(network, position, hop));
};

/** The packet goes to the device of the translator, and the one that comes back passes all hooks of its own family. */
const translate = (network: NetworkView, position: Position): readonly (Position | Way)[] => {
  const { node, from } = position;
  const device = deviceView(node.name, node.translates!);
  const out = { towards: device, pathMtu: device.mtu };
  const routed = atHook(network, position, from ? 'forward' : 'output', out);
  const sent = routed.position && atHook(network, routed.position, 'postrouting', out);
  const losses = [...routed.losses, ...(sent?.losses ?? [])];
  if (!sent?.position) return losses;
  const translated = translatePacket(sent.position.packet, { translator: node.name, nodes: network.nodes });
  if ('loss' in translated)
    return [...losses, ended(sent.position, { kind: 'lost-in-node', node: node.name, loss: translated.loss })];
  const { family } = position.packet;
  const { narrowest } = position;
  return [
    ...losses,
    {
      ...sent.position,
      ...{ packet: translated.packet, from: device, hops: position.hops + 1 },
      ...(narrowest && { narrowest: { family, ...narrowest } }),
    },
  ];
};

/** The default of Linux, for both families: the node that receives a packet with 1 left does not send it on (ip_forward, ip6_forward). */
const hopLimit = 64;

const leave = (network: NetworkView, position: Position, hop: NextHop): readonly (Position | Way)[] => {
  const { node, from, packet } = position;
  const { view, gateway } = hop;
  const mtu = network.traits.mtuOf(node.name, view);
  const limit = from ? forwardingLimit(packet.family, mtu, hop) : mtu;
  const isTooBig = from !== undefined && packet.bytes > limit;
  if (isTooBig && packet.mayFragmentLater)
    return [
      ended(position, { kind: 'unknown', why: `a translator may have set DF in a packet of ${packet.bytes} bytes` }),
    ];
  if (isTooBig && !packet.mayFragment)
    return [ended(position, { kind: 'too-big', node: node.name, place: view.place, mtu: limit })];
  const out = { towards: view, pathMtu: Math.min(mtu, from ? network.traits.mtuOf(node.name, from) : mtu) };
  const routed = atHook(network, position, from ? 'forward' : 'output', out);
  const sent = routed.position && atHook(network, routed.position, 'postrouting', out);
  const losses = [...routed.losses, ...(sent?.losses ?? [])];
  if (!sent?.position) return losses;
  const translated =
    from && from.name === node.translates?.device
      ? { ...sent.position, packet: withOwnSource(sent.position.packet, node) }
      : sent.position;
  const leaving = isTooBig ? fragmented(translated, limit) : translated;
  return [...losses, cross(network, leaving, { view, gateway })];
};

/** The kernel forwards IPv4 by the MTU of the route, and IPv6 by that of the interface unless the route locks its own (measured with Linux 6.18). */
const forwardingLimit = (family: Family, mtu: number, { routeMtu = mtu, isLocked }: NextHop): number =>
  family === 'ipv4' || isLocked ? routeMtu : mtu;

const fragmented = (position: Position, bytes: number): Position => ({
  ...position,
  packet: { ...position.packet, bytes, isFragmented: true },
});

const cross = (network: NetworkView, position: Position, { view, gateway }: NextHop): Position | Way => {
  const { node, packet, trail, hops } = position;
  const endedAfter = (end: WayEnd): Way => ended(position, end, view.place);
  const crossing = crossLink(network, { node, view, gateway, family: packet.family });
  if (!crossing) return endedAfter({ kind: 'unroutable', node: node.name });
  const passed = crossing.limits.find(({ mtu, slack }) => packet.bytes > mtu + slack);
  if (passed?.isRefusal) return ended(position, { kind: 'refused', place: passed.place, mtu: passed.mtu });
  if (passed) return endedAfter({ kind: 'lost-on-link', place: passed.place, mtu: passed.mtu });
  const underlay = underlayLimit(network, node.name, view);
  if (underlay && packet.bytes > underlay.mtu)
    return endedAfter({
      kind: 'unknown',
      why: `${view.place} is a tunnel, and the links below it leave ${Math.max(underlay.mtu, 0)} bytes for a packet of ${packet.bytes}`,
    });
  const limits = underlay ? [...crossing.limits, underlay] : crossing.limits;
  return {
    node: crossing.node,
    from: crossing.from,
    packet,
    hops: hops + 1,
    delayMs: position.delayMs + crossing.delayMs,
    chances: crossing.chances.length === 0 ? position.chances : [...position.chances, ...crossing.chances],
    trail: { node: node.name, place: view.place, before: trail },
    narrowest: narrowest(position.narrowest ? [...limits, position.narrowest] : limits, packet.family),
  };
};

const narrowest = (limits: readonly Narrowing[], family: Family): Narrowing => {
  const payload = (limit: Narrowing): number => limit.mtu - tcpIpHeaderBytes(limit.family ?? family);
  return limits.reduce((least, limit) => (payload(limit) <= payload(least) ? limit : least));
};

/** What the links below a tunnel leave of their MTU to the packets inside; nothing where its own packets are lost or translated. */
export const underlayLimit = (
  network: NetworkView,
  from: string,
  { place, peer }: InterfaceView,
): Narrowing | undefined => {
  const tunnel = network.tunnels.get(place);
  if (!tunnel) return undefined;
  const outer: Packet = { family: tunnel.over, kind: 'datagram', bytes: 0, source: from, destination: peer };
  const mtus = walk(network, { from, packet: outer }).map(({ end, narrowest, packet: { translations } }) =>
    end.kind === 'delivered' && !translations ? (narrowest?.mtu ?? Infinity) : 0,
  );
  return { place, mtu: largestInside(Math.min(...mtus), tunnel) };
};
