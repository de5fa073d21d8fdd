import type { CaptureResult, CaptureRequest, CapturedFrame, Lab } from '../../words/lab/lab.ts';
import { nearestWord } from '../../scenario/problems/did-you-mean.ts';
import { unknownPlaces } from './captured-interfaces.ts';
import { until } from '../system/until.ts';

/** What a live capture reports, one JSON line each. */
export type CaptureEvent =
  | { readonly kind: 'problems'; readonly text: string }
  | { readonly kind: 'capturing'; readonly places: readonly { readonly place: string; readonly mtu: number }[] }
  | { readonly kind: 'frames'; readonly frames: readonly EncodedFrame[] }
  | ({ readonly kind: 'captured' } & Omit<CaptureResult, 'frames'>)
  | { readonly kind: 'machine-error'; readonly text: string };

/** A frame as JSON: the time in nanoseconds as decimal digits, the bytes in base64. */
export interface EncodedFrame extends Omit<CapturedFrame, 'time' | 'bytes'> {
  readonly time: string;
  readonly bytes: string;
}

/** Decodes a frame of a live capture. */
export const decodeFrame = ({ time, bytes, ...rest }: EncodedFrame): CapturedFrame => ({
  ...rest,
  time: BigInt(time),
  bytes: Buffer.from(bytes, 'base64'),
});

/** Captures in a running lab and yields packets as they arrive until `over` aborts, then the remaining ones and the counts. */
export async function* liveCapture(
  lab: Lab,
  request: CaptureRequest,
  { over, signal }: Signals,
): AsyncGenerator<CaptureEvent> {
  const unknown = unknownPlaces(lab.nodes, request.places ?? []);
  if (unknown.length > 0) return yield { kind: 'problems', text: unknownPlacesText(unknown, lab) };
  const capture = await lab.capture(request, signal);
  try {
    yield {
      kind: 'capturing',
      places: [...lab.nodes.values()].flatMap(({ interfaces }) => interfaces.map(({ place, mtu }) => ({ place, mtu }))),
    };
    while (!over.aborted && !signal.aborted) {
      const frames = await until('packets', () => over.aborted || nonEmpty(capture.drain()), polling, signal);
      if (typeof frames === 'object') yield framesEvent(frames);
    }
  } finally {
    const { frames, counts, warnings } = await capture.stop();
    if (!signal.aborted) {
      yield framesEvent(frames);
      yield { kind: 'captured', counts, warnings };
    }
  }
}

interface Signals {
  /** Ends the capture with its remaining packets and counts. */
  readonly over: AbortSignal;
  /** Abandons the capture. */
  readonly signal: AbortSignal;
}

const polling = { everyMs: 50, withinMs: Infinity };

const nonEmpty = (frames: readonly CapturedFrame[]): readonly CapturedFrame[] | false => frames.length > 0 && frames;

const framesEvent = (frames: readonly CapturedFrame[]): CaptureEvent => ({
  kind: 'frames',
  frames: frames.map(({ time, bytes, ...rest }) => ({
    ...rest,
    time: `${time}`,
    bytes: Buffer.from(bytes).toString('base64'),
  })),
});

const unknownPlacesText = (unknown: readonly string[], { nodes }: Lab): string => {
  const places = [...nodes.values()].flatMap(({ interfaces }) => interfaces.map(({ place }) => place));
  const lines = unknown.map((name) => {
    const nearest = nearestWord(name, [...nodes.keys(), ...places]);
    return `no place ${name} in this lab${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
  });
  return [...lines, `its places: ${places.join(', ')}`].join('\n');
};
