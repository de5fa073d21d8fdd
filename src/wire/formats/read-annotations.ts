import type { CapturedPacket } from './capture-file.ts';

/** A note that mtulab wrote among the packets of a capture. */
export interface Annotation {
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly text: string;
}

/** The annotations of a capture that mtulab wrote, which are on the pseudo-interface `events`. */
export const readAnnotations = ({ packets }: { readonly packets: Iterable<CapturedPacket> }): readonly Annotation[] => {
  const annotations: Annotation[] = [];
  for (const { place, time, comment, direction } of packets)
    if (place.name === 'events' && !direction && comment) annotations.push({ time, text: comment });
  return annotations;
};
