import type { LayerName, Layers } from './decoded-packet.ts';

/** The bytes from a header on: those at hand end at `end`, those that the packet had at `until`. */
export interface PacketBytes {
  readonly view: DataView;
  readonly at: number;
  readonly end: number;
  readonly until: number;
}

/** What one header says, and what comes behind it. */
export interface DecodedLayer {
  readonly layers: Layers;
  readonly next?: NextLayer;
}

export interface NextLayer {
  readonly layer: LayerName;
  readonly part: PacketBytes;
  /** The next packet is not a layer of this one: it is quoted by it or carried in it. */
  readonly as?: 'quoted' | 'inner';
}

export type DecodeLayer = (part: PacketBytes) => DecodedLayer;

/** Bytes at hand. */
export const available = ({ at, end }: PacketBytes): number => end - at;

/** The part behind a header, or a part of it. */
export const skip = (part: PacketBytes, bytes: number): PacketBytes => ({ ...part, at: part.at + bytes });

/** Bytes that were there, as far as anything tells: a quotation does not tell how long its packet was. */
export const originalLength = ({ at, end, until }: PacketBytes): number => (until === Infinity ? end : until) - at;

/** The part ends after so many bytes, whatever follows (padding of a short frame). */
export const limitTo = (part: PacketBytes, bytes: number): PacketBytes => {
  const until = Math.min(part.until, part.at + bytes);
  return { ...part, end: Math.min(part.end, until), until };
};

/** A packet that says that it is longer than the frame around it. */
export const overlong = ({ at, until }: PacketBytes, length: number, layer: LayerName): Layers =>
  at + length > until ? { malformed: `${layer} packet of ${length} bytes in ${until - at}` } : {};

/** A header that does not fit: cut where the capture or the quotation ended, malformed where the packet itself did. */
export const tooShort = ({ end, until }: PacketBytes, layer: LayerName): Layers =>
  end < until ? { cut: layer } : { malformed: `${layer} header is longer than its packet` };

export const bytesAt = ({ view, at }: PacketBytes, offset: number, length: number): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset + at + offset, length);
