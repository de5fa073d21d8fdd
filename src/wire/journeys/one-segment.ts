import { headerFields, onSegment } from '../../evidence/flows/segments.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { Ip, Layers } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/**
 * Returns a function that gives the packets of a flow on these segments, and the errors that quote them, the addresses and ports of its first
 * one, so that a packet is the same before and after address translation. All other packets stay as they are.
 */
export const onFirstSegment = (first: FlowId, segments: readonly FlowId[]): (<L extends Layers>(packet: L) => L) => {
  const renamed = onSegment(first, segments, headerFields);
  return (packet) => renameLayers(packet, renamed);
};

type Rename = (flow: FlowId) => FlowId | undefined;

const renameLayers = <L extends Layers>(packet: L, rename: Rename): L => {
  const ip = ipOf(packet);
  if (ip && packet.quoted) return renameError(packet, ip, rename);
  if (packet.inner) return renameInner(packet, packet.inner, rename);
  const flow = ip && flowOf(packet, ip);
  const renamed = flow && rename(flow);
  return renamed ? withIdentity(packet, renamed) : packet;
};

/** An error goes to the source of the packet that it quotes, so translation changes both. */
const renameError = <L extends Layers>(packet: L, { destination }: Ip, rename: Rename): L => {
  const quoted = renameLayers(packet.quoted!, rename);
  if (quoted === packet.quoted) return packet;
  const goesToSource = destination === ipOf(packet.quoted!)!.source;
  const moved = goesToSource ? withAddresses(packet, { destination: ipOf(quoted)!.source }) : packet;
  return { ...moved, quoted };
};

const renameInner = <L extends Layers>(packet: L, before: Layers, rename: Rename): L => {
  const inner = renameLayers(before, rename);
  return inner === before ? packet : { ...packet, inner };
};

const flowOf = (packet: Layers, { source, destination, protocol }: Ip): FlowId | undefined => {
  const ports = packet.tcp ?? packet.udp;
  if (!ports) return undefined;
  return {
    ...{ family: packet.ipv6 ? 'ipv6' : 'ipv4', protocol, sourceAddress: source, destinationAddress: destination },
    ...{ source: ports.source, destination: ports.destination },
  };
};

const withIdentity = <L extends Layers>(packet: L, { source, destination, ...flow }: FlowId): L => ({
  ...withAddresses(packet, { source: flow.sourceAddress, destination: flow.destinationAddress }),
  ...(packet.tcp && { tcp: { ...packet.tcp, source, destination } }),
  ...(packet.udp && { udp: { ...packet.udp, source, destination } }),
});

const withAddresses = <L extends Layers>(packet: L, addresses: Partial<Pick<Ip, 'source' | 'destination'>>): L => ({
  ...packet,
  ...(packet.ipv4 && { ipv4: { ...packet.ipv4, ...addresses } }),
  ...(packet.ipv6 && { ipv6: { ...packet.ipv6, ...addresses } }),
});
