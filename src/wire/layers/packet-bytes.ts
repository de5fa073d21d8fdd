import type { LayerName, Layers } from './decoded-packet.ts';

/** A header and the bytes behind it, as offsets in `view`. */
export interface PacketBytes {
  readonly view: DataView;
  readonly at: number;
  /** Where the captured bytes end. */
  readonly end: number;
  /** Where the packet ended on the wire; Infinity where that is unknown. */
  readonly originalEnd: number;
}

/** One decoded header, and the layer that follows it. */
export interface DecodedLayer {
  readonly layers: Layers;
  readonly next?: NextLayer;
}

export interface NextLayer {
  readonly layer: LayerName;
  readonly bytes: PacketBytes;
  /** Set where the next layer belongs to another packet, which this one quotes or tunnels. */
  readonly as?: 'quoted' | 'inner';
}

export type DecodeLayer = (bytes: PacketBytes) => DecodedLayer;

/** The number of captured bytes. */
export const available = ({ at, end }: PacketBytes): number => end - at;

/** Skips the first `count` bytes. */
export const skip = ({ view, at, end, originalEnd }: PacketBytes, count: number): PacketBytes => ({
  view,
  at: at + count,
  end,
  originalEnd,
});

/** The number of bytes on the wire, or of captured bytes in a quotation, which does not give its packet's length. */
export const originalLength = ({ at, end, originalEnd }: PacketBytes): number =>
  (originalEnd === Infinity ? end : originalEnd) - at;

/** Limits to the first `count` bytes; what follows is the padding of a short frame. */
export const limitTo = ({ view, at, end, originalEnd }: PacketBytes, count: number): PacketBytes => {
  const limit = Math.min(originalEnd, at + count);
  return { view, at, end: Math.min(end, limit), originalEnd: limit };
};

/** Marks a packet as malformed if it claims more bytes than its frame has. */
export const overlong = ({ at, originalEnd }: PacketBytes, length: number, layer: LayerName): Layers =>
  at + length > originalEnd
    ? { malformed: `${layer} packet claims ${length} bytes but has ${originalEnd - at}` }
    : noLayers;

const noLayers: Layers = {};

/** Marks an incomplete header: cut where the capture or the quotation ended, malformed where the packet itself did. */
export const tooShort = ({ end, originalEnd }: PacketBytes, layer: LayerName): Layers =>
  end < originalEnd ? { cut: layer } : { malformed: `${layer} header is longer than its packet` };

/** Returns `length` bytes, starting `offset` bytes into the header. */
export const bytesAt = ({ view, at }: PacketBytes, offset: number, length: number): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset + at + offset, length);
