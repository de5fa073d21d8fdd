import { arp } from './arp.ts';
import { linkTypes } from '../formats/capture-file.ts';
import { viewOf } from '../formats/block-reader.ts';
import type { DecodedPacket, LayerName, Layers } from './decoded-packet.ts';
import { ethernet } from './ethernet.ts';
import { icmp } from './icmp.ts';
import { icmpv6 } from './icmpv6.ts';
import { ipv4 } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import type { DecodeLayer, NextLayer } from './packet-bytes.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

/** What to decode: the bytes at hand of a packet that had `originalLength`. */
export interface RawPacket {
  readonly bytes: Uint8Array;
  readonly originalLength?: number;
  /** A LINKTYPE number; Ethernet unless told. */
  readonly linkType?: number;
}

/** A packet as data; never throws: what cannot be read is told in `cut` or `malformed`. */
export const decode = ({
  bytes,
  originalLength = bytes.length,
  linkType = linkTypes.ethernet,
}: RawPacket): DecodedPacket => {
  const lengths = { capturedLength: bytes.length, originalLength };
  const layer = firstLayer(linkType, bytes);
  if (!layer) return { ...lengths, malformed: `link type ${linkType} is not read` };
  const part = { view: viewOf(bytes), at: 0, end: bytes.length, until: Math.max(originalLength, bytes.length) };
  return { ...lengths, ...layersFrom({ layer, part }, 0) };
};

const layers: Readonly<Record<LayerName, DecodeLayer>> = { ethernet, arp, ipv4, ipv6, tcp, udp, icmp, icmpv6 };

/** A quotation in a quotation, or a tunnel in a tunnel, is followed so far and no further. */
const deepest = 3;

const layersFrom = (first: NextLayer, depth: number): Layers => {
  let found: Layers = {};
  for (let next: NextLayer | undefined = first; next;) {
    if (next.as) return depth < deepest ? { ...found, [next.as]: layersFrom(begun(next), depth + 1) } : found;
    const step = layers[next.layer](next.part);
    found = { ...found, ...step.layers };
    next = step.next;
  }
  return found;
};

const begun = ({ layer, part }: NextLayer): NextLayer => ({ layer, part });

const firstLayer = (linkType: number, bytes: Uint8Array): LayerName | undefined =>
  linkType === linkTypes.raw
    ? bytes[0] !== undefined && bytes[0] >>> 4 === 4
      ? 'ipv4'
      : 'ipv6'
    : byLinkType[linkType];

const byLinkType: Readonly<Record<number, LayerName>> = {
  [linkTypes.ethernet]: 'ethernet',
  [linkTypes.ipv4]: 'ipv4',
  [linkTypes.ipv6]: 'ipv6',
};
