import type { Layers } from '../layers/decoded-packet.ts';
import type { Journey } from '../journeys/journey.ts';
import { ipOf } from '../journeys/sighting.ts';

/** Numbers TCP bytes from the start of each direction of a connection, and detects bytes that were sent before. */
export const relativeSequences = (journeys: readonly Journey[]): readonly RelativeSequence[] => {
  const initial = new Map<string, number>();
  const highest = new Map<string, number>();
  return journeys.map(({ packet, continues }) => {
    const { tcp } = packet;
    if (!tcp || !ipOf(packet)) return {};
    const [direction, reverse] = [directionKey(packet, false), directionKey(packet, true)];
    if (tcp.flags?.syn) initial.set(direction, tcp.sequence);
    const end = tcp.sequence + (tcp.payloadLength ?? 0);
    const before = highest.get(direction);
    const repeated = continues.length === 0 && before !== undefined && distance(before, tcp.sequence) < 0;
    if (before === undefined || distance(before, end) > 0) highest.set(direction, end + (tcp.flags?.syn ? 1 : 0));
    return {
      ...relativeRange(initial.get(direction), tcp.sequence, end),
      ...relativeAck(initial.get(reverse), tcp.acknowledgement),
      ...(repeated && (tcp.payloadLength || tcp.flags?.syn) && { repeated: true as const }),
    };
  });
};

/** The fields of a JourneySummary that depend on earlier packets. */
export interface RelativeSequence {
  readonly range?: readonly [number, number];
  readonly wants?: number;
  readonly repeated?: true;
}

const relativeRange = (initial: number | undefined, start: number, end: number): RelativeSequence =>
  initial === undefined ? {} : { range: [(start - initial) >>> 0, (end - initial) >>> 0] };

const relativeAck = (initial: number | undefined, acknowledgement: number | undefined): RelativeSequence =>
  initial === undefined || acknowledgement === undefined ? {} : { wants: (acknowledgement - initial) >>> 0 };

const directionKey = (packet: Layers, isReverse: boolean): string => {
  const { source, destination } = ipOf(packet)!;
  const ends = [`${source} ${packet.tcp!.source}`, `${destination} ${packet.tcp!.destination}`];
  return (isReverse ? ends.reverse() : ends).join(' ');
};

/** How far the second sequence number is ahead of the first; they wrap at 32 bits. */
const distance = (from: number, to: number): number => (to - from) | 0;
