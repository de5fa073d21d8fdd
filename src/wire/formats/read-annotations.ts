import type { CaptureFile } from './capture-file.ts';

/** A moment that was noted among the packets of a capture. */
export interface Annotation {
  readonly time: bigint;
  readonly text: string;
}

/** The moments that mtulab noted in a capture of its own, on the interface that is no interface. */
export const readAnnotations = ({ packets }: CaptureFile): readonly Annotation[] =>
  packets.flatMap(({ place, time, comment, direction }) =>
    place.name === 'events' && !direction && comment ? [{ time, text: comment }] : [],
  );
