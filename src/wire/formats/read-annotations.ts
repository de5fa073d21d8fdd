import type { CaptureFile } from './capture-file.ts';

/** A note that mtulab wrote among the packets of a capture. */
export interface Annotation {
  /** Nanoseconds since 1970. */
  readonly time: bigint;
  readonly text: string;
}

/** The annotations of a capture that mtulab wrote, which are on the pseudo-interface `events`. */
export const readAnnotations = ({ packets }: CaptureFile): readonly Annotation[] =>
  packets.flatMap(({ place, time, comment, direction }) =>
    place.name === 'events' && !direction && comment ? [{ time, text: comment }] : [],
  );
