/** What a tunnel adds to each packet. */
export interface TunnelSize {
  /** Bytes, without padding. */
  readonly overhead: number;
  /** The packets outside are padded until their length is a multiple of this many bytes; 1 by default. */
  readonly paddedTo?: number | undefined;
}

/** Returns how many bytes a packet may have that a tunnel puts into one of at most `outside` bytes. */
export const largestInside = (outside: number, { overhead, paddedTo = 1 }: TunnelSize): number =>
  outside - (Number.isFinite(outside) ? outside % paddedTo : 0) - overhead;

/** Returns the bytes of the packet outside, for one of `inside` bytes. */
export const bytesOutside = (inside: number, { overhead, paddedTo = 1 }: TunnelSize): number =>
  Math.ceil((inside + overhead) / paddedTo) * paddedTo;
