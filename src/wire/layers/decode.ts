import { arp } from './arp.ts';
import { linkTypes } from '../formats/capture-file.ts';
import { viewOf } from '../formats/block-reader.ts';
import type { DecodedPacket, LayerName, Layers } from './decoded-packet.ts';
import { ethernet } from './ethernet.ts';
import { geneve } from './geneve-header.ts';
import { gre } from './gre-header.ts';
import { icmp } from './icmp.ts';
import { icmpv6 } from './icmpv6.ts';
import { ipv4 } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import type { DecodedLayer, DecodeLayer, NextLayer, PacketBytes } from './packet-bytes.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';
import { vxlan } from './vxlan-header.ts';

/** The captured bytes of a packet to decode. */
export interface RawPacket {
  readonly bytes: Uint8Array;
  /** Bytes on the wire; by default as many as were captured. */
  readonly originalLength?: number;
  /** A LINKTYPE number; Ethernet by default. */
  readonly linkType?: number;
}

/** Decodes a packet; never throws: what cannot be decoded is reported in `cut` or `malformed`. */
export const decode = ({
  bytes,
  originalLength = bytes.length,
  linkType = linkTypes.ethernet,
}: RawPacket): DecodedPacket => {
  const lengths: DecodedPacket = { capturedLength: bytes.length, originalLength };
  const layer = firstLayer(linkType, bytes);
  if (!layer) return { ...lengths, malformed: `link type ${linkType} is not supported` };
  const originalEnd = Math.max(originalLength, bytes.length);
  const packet: PacketBytes = { view: viewOf(bytes), at: 0, end: bytes.length, originalEnd };
  return decodeLayers(lengths, { layer, bytes: packet }, 0);
};

const decoders: Readonly<Record<LayerName, DecodeLayer>> = {
  ...{ ethernet, arp, ipv4, ipv6, tcp, udp, icmp, icmpv6 },
  ...{ vxlan, geneve, gre },
};

/** The maximum depth of quotations in quotations and tunnels in tunnels that is decoded. */
const maxDepth = 3;

/** Adds layers to a packet; copying it for each layer would take most of the time of decoding. */
const decodeLayers = <Packet extends Layers>(packet: Packet, first: NextLayer, depth: number): Packet => {
  for (let next: NextLayer | undefined = first; next;) {
    const { layer, bytes, as }: NextLayer = next;
    if (as)
      return depth < maxDepth ? { ...packet, [as]: decodeLayers<Layers>({}, { layer, bytes }, depth + 1) } : packet;
    const decoded: DecodedLayer = decoders[layer](bytes);
    Object.assign(packet, decoded.layers);
    next = decoded.next;
  }
  return packet;
};

const firstLayer = (linkType: number, bytes: Uint8Array): LayerName | undefined =>
  linkType === linkTypes.raw
    ? bytes[0] !== undefined && bytes[0] >>> 4 === 4
      ? 'ipv4'
      : 'ipv6'
    : firstLayers[linkType];

const firstLayers: Readonly<Record<number, LayerName>> = {
  [linkTypes.ethernet]: 'ethernet',
  [linkTypes.ipv4]: 'ipv4',
  [linkTypes.ipv6]: 'ipv6',
};
