import type { Layers } from '../layers/decoded-packet.ts';
import type { Journey } from '../journeys/journey.ts';
import { ipOf } from '../journeys/sighting.ts';

/**
 * Numbers TCP bytes from the start of each direction of a connection, and detects bytes that were sent before; the
 * journeys of a conversation have to come in order.
 */
export const sequenceNumbering = (): ((journey: Journey) => RelativeSequence) => {
  const initial = new Map<string, number>();
  const highest = new Map<string, number>();
  return ({ packet, continues }) => {
    const { tcp } = packet;
    if (!tcp || !ipOf(packet)) return unnumbered;
    const [direction, reverse] = directionKeys(packet);
    if (tcp.flags?.syn) initial.set(direction, tcp.sequence);
    const end = tcp.sequence + (tcp.payloadLength ?? 0);
    const before = highest.get(direction);
    const repeated = continues.length === 0 && before !== undefined && distance(before, tcp.sequence) < 0;
    if (before === undefined || distance(before, end) > 0) highest.set(direction, end + (tcp.flags?.syn ? 1 : 0));
    return {
      range: relativeRange(initial.get(direction), tcp.sequence, end),
      wants: relativeAck(initial.get(reverse), tcp.acknowledgement),
      repeated: repeated && (tcp.payloadLength || tcp.flags?.syn) ? true : undefined,
    };
  };
};

/** The fields of a JourneySummary that depend on earlier packets. */
export interface RelativeSequence {
  readonly range: readonly [number, number] | undefined;
  readonly wants: number | undefined;
  readonly repeated: true | undefined;
}

const unnumbered: RelativeSequence = { range: undefined, wants: undefined, repeated: undefined };

const relativeRange = (initial: number | undefined, start: number, end: number): RelativeSequence['range'] =>
  initial === undefined ? undefined : [(start - initial) >>> 0, (end - initial) >>> 0];

const relativeAck = (initial: number | undefined, acknowledgement: number | undefined): number | undefined =>
  initial === undefined || acknowledgement === undefined ? undefined : (acknowledgement - initial) >>> 0;

const directionKeys = (packet: Layers): readonly [direction: string, reverse: string] => {
  const { source, destination } = ipOf(packet)!;
  const [from, to] = [`${source} ${packet.tcp!.source}`, `${destination} ${packet.tcp!.destination}`];
  return [`${from} ${to}`, `${to} ${from}`];
};

/** How far the second sequence number is ahead of the first; they wrap at 32 bits. */
const distance = (from: number, to: number): number => (to - from) | 0;
