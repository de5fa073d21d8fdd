import { headerFields, onSegment } from '../../evidence/flows/segments.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { Ip, Layers } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/**
 * Returns a function that gives the packets of a flow on these segments, and the errors that quote them, the addresses and ports of its first
 * one, so that a packet is the same before and after address translation. All other packets stay as they are.
 */
export const onFirstSegment = (
  first: FlowId,
  segments: readonly FlowId[],
  changesFamily = false,
): (<L extends Layers>(packet: L) => L) => {
  const rename = onSegment(first, segments, headerFields);
  return (packet) => renameLayers(packet, { rename, changesFamily });
};

interface Renaming {
  rename(flow: FlowId): FlowId | undefined;
  /** A node on the way translates between the families, and only IPv4 has an ID. */
  readonly changesFamily: boolean;
}

const renameLayers = <L extends Layers>(packet: L, renaming: Renaming): L => {
  const ip = ipOf(packet);
  if (ip && packet.quoted) return renameError(packet, ip, renaming);
  if (packet.inner) return renameInner(packet, packet.inner, renaming);
  const flow = ip && flowOf(packet, ip);
  const renamed = flow && renaming.rename(flow);
  if (!renamed) return packet;
  return withIdentity(renaming.changesFamily ? withoutId(packet) : packet, renamed);
};

/** An error goes to the source of the packet that it quotes, so translation changes both. */
const renameError = <L extends Layers>(packet: L, { destination }: Ip, renaming: Renaming): L => {
  const quoted = renameLayers(packet.quoted!, renaming);
  if (quoted === packet.quoted) return packet;
  const goesToSource = destination === ipOf(packet.quoted!)!.source;
  const moved = goesToSource ? withAddresses(packet, { destination: ipOf(quoted)!.source }) : packet;
  return { ...moved, quoted };
};

const renameInner = <L extends Layers>(packet: L, before: Layers, renaming: Renaming): L => {
  const inner = renameLayers(before, renaming);
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

const withoutId = <L extends Layers>(packet: L): L =>
  packet.ipv4 && !packet.ipv4.fragment ? { ...packet, ipv4: { ...packet.ipv4, id: 0 } } : packet;

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
