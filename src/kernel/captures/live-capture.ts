import type { CaptureResult, CaptureRequest, CapturedFrame, Lab } from '../../words/lab/lab.ts';
import { unknownPlaces } from './captured-interfaces.ts';
import { until } from '../system/until.ts';

/** What a live capture says, a JSON line each. */
export type LiveEvent =
  | { readonly kind: 'problems'; readonly text: string }
  | { readonly kind: 'capturing'; readonly places: readonly { readonly place: string; readonly mtu: number }[] }
  | { readonly kind: 'frames'; readonly frames: readonly EncodedFrame[] }
  | ({ readonly kind: 'captured' } & Omit<CaptureResult, 'frames'>)
  | { readonly kind: 'machine-error'; readonly text: string };

/** A frame as JSON can tell it: the time in digits, the bytes in base64. */
export interface EncodedFrame extends Omit<CapturedFrame, 'time' | 'bytes'> {
  readonly time: string;
  readonly bytes: string;
}

/** The frame that was told. */
export const decodeFrame = ({ time, bytes, ...rest }: EncodedFrame): CapturedFrame => ({
  ...rest,
  time: BigInt(time),
  bytes: Buffer.from(bytes, 'base64'),
});

/** Captures in a standing lab and tells packets as they come, until `over`; then the rest of them, and the counts. */
export async function* liveCapture(
  lab: Lab,
  request: CaptureRequest,
  { over, signal }: Ends,
): AsyncGenerator<LiveEvent> {
  const unknown = unknownPlaces(lab.nodes, request.places ?? []);
  if (unknown.length > 0) return yield { kind: 'problems', text: complaint(unknown, lab) };
  const capture = await lab.capture(request, signal);
  try {
    yield {
      kind: 'capturing',
      places: [...lab.nodes.values()].flatMap(({ interfaces }) => interfaces.map(({ place, mtu }) => ({ place, mtu }))),
    };
    while (!over.aborted && !signal.aborted) {
      const frames = await until('packets', () => over.aborted || some(capture.drain()), pace, signal);
      if (typeof frames === 'object') yield told(frames);
    }
  } finally {
    const { frames, counts, warnings } = await capture.stop();
    if (!signal.aborted) {
      yield told(frames);
      yield { kind: 'captured', counts, warnings };
    }
  }
}

interface Ends {
  readonly over: AbortSignal;
  readonly signal: AbortSignal;
}

const pace = { everyMs: 50, withinMs: Infinity };

const some = (frames: readonly CapturedFrame[]): readonly CapturedFrame[] | false => frames.length > 0 && frames;

const told = (frames: readonly CapturedFrame[]): LiveEvent => ({
  kind: 'frames',
  frames: frames.map(({ time, bytes, ...rest }) => ({
    ...rest,
    time: `${time}`,
    bytes: Buffer.from(bytes).toString('base64'),
  })),
});

const complaint = (unknown: readonly string[], { nodes }: Lab): string => {
  const places = [...nodes.values()].flatMap(({ interfaces }) => interfaces.map(({ place }) => place));
  return `no place ${unknown.join(', ')} in this lab; its places: ${places.join(', ')}`;
};
