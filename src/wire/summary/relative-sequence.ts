import type { Layers } from '../layers/decoded-packet.ts';
import type { Journey } from '../journeys/journey.ts';
import { ipOf } from '../journeys/sighting.ts';

/** Sequence numbers as people count them: from the beginning of each direction of a connection, and whether the bytes were sent before. */
export const relativeSequences = (all: readonly Journey[]): readonly RelativeSequence[] => {
  const begun = new Map<string, number>();
  const sent = new Map<string, number>();
  return all.map(({ packet, continues }) => {
    const { tcp } = packet;
    if (!tcp || !ipOf(packet)) return {};
    const [way, back] = [wayOf(packet, false), wayOf(packet, true)];
    if (tcp.flags?.syn) begun.set(way, tcp.sequence);
    const end = tcp.sequence + (tcp.payloadLength ?? 0);
    const before = sent.get(way);
    const repeated = continues.length === 0 && before !== undefined && distance(before, tcp.sequence) < 0;
    if (before === undefined || distance(before, end) > 0) sent.set(way, end + (tcp.flags?.syn ? 1 : 0));
    return {
      ...rangeOf(begun.get(way), tcp.sequence, end),
      ...wantsOf(begun.get(back), tcp.acknowledgement),
      ...(repeated && (tcp.payloadLength || tcp.flags?.syn) && { repeated: true as const }),
    };
  });
};

export interface RelativeSequence {
  readonly range?: readonly [number, number];
  readonly wants?: number;
  readonly repeated?: true;
}

const rangeOf = (from: number | undefined, begin: number, end: number): RelativeSequence =>
  from === undefined ? {} : { range: [(begin - from) >>> 0, (end - from) >>> 0] };

const wantsOf = (from: number | undefined, acknowledged: number | undefined): RelativeSequence =>
  from === undefined || acknowledged === undefined ? {} : { wants: (acknowledged - from) >>> 0 };

const wayOf = (packet: Layers, back: boolean): string => {
  const { source, destination } = ipOf(packet)!;
  const ends = [`${source} ${packet.tcp!.source}`, `${destination} ${packet.tcp!.destination}`];
  return (back ? ends.reverse() : ends).join(' ');
};

/** How far the second number lies behind the first; they wrap at 32 bits. */
const distance = (from: number, to: number): number => (to - from) | 0;
