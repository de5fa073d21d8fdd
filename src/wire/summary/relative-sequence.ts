import type { Ip, Tcp } from '../layers/decoded-packet.ts';
import type { Journey } from '../journeys/journey.ts';
import { ipOf } from '../journeys/sighting.ts';

/**
 * Numbers TCP bytes from the start of each direction of a connection, and detects bytes that were sent before; the
 * journeys of a conversation have to come in order.
 */
export const sequenceNumbering = (): ((journey: Journey) => RelativeSequence) => {
  const directionOf = directionFinder();
  return ({ packet, continues }) => {
    const { tcp } = packet;
    const ip = ipOf(packet);
    if (!tcp || !ip) return unnumbered;
    const direction = directionOf(ip, tcp);
    if (tcp.flags?.syn) direction.initial = tcp.sequence;
    const end = tcp.sequence + (tcp.payloadLength ?? 0);
    const before = direction.highest;
    const repeated = continues.length === 0 && before !== undefined && distance(before, tcp.sequence) < 0;
    if (before === undefined || distance(before, end) > 0) direction.highest = end + (tcp.flags?.syn ? 1 : 0);
    return {
      range: relativeRange(direction.initial, tcp.sequence, end),
      wants: relativeAck(direction.reverse?.initial, tcp.acknowledgement),
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

/** One direction of a connection. */
interface Direction {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  /** Undefined until the first packet of the other direction. */
  reverse?: Direction;
  /** The sequence number of its SYN. */
  initial?: number;
  /** The sequence number after the last byte so far. */
  highest?: number;
}

/** Most packets are of the same connection as the one before them: a key is made only for the others. */
const directionFinder = (): ((ip: Ip, tcp: Tcp) => Direction) => {
  const known = new Map<string, Direction>();
  let latest: Direction | undefined;
  return (ip, tcp) => {
    if (latest && isDirectionOf(latest, ip, tcp)) return latest;
    if (latest?.reverse && isDirectionOf(latest.reverse, ip, tcp)) return (latest = latest.reverse);
    const [key, reverseKey] = directionKeys(ip, tcp);
    latest = known.get(key) ?? newDirection(ip, tcp, known.get(reverseKey));
    known.set(key, latest);
    return latest;
  };
};

const isDirectionOf = (direction: Direction, { source, destination }: Ip, tcp: Tcp): boolean =>
  direction.sourcePort === tcp.source &&
  direction.destinationPort === tcp.destination &&
  direction.source === source &&
  direction.destination === destination;

const directionKeys = ({ source, destination }: Ip, tcp: Tcp): readonly [key: string, reverse: string] => {
  const [from, to] = [`${source} ${tcp.source}`, `${destination} ${tcp.destination}`];
  return [`${from} ${to}`, `${to} ${from}`];
};

const newDirection = ({ source, destination }: Ip, tcp: Tcp, reverse: Direction | undefined): Direction => {
  const ports = { sourcePort: tcp.source, destinationPort: tcp.destination };
  const direction: Direction = { source, destination, ...ports, ...(reverse && { reverse }) };
  if (reverse) reverse.reverse = direction;
  return direction;
};

const relativeRange = (initial: number | undefined, start: number, end: number): RelativeSequence['range'] =>
  initial === undefined ? undefined : [(start - initial) >>> 0, (end - initial) >>> 0];

const relativeAck = (initial: number | undefined, acknowledgement: number | undefined): number | undefined =>
  initial === undefined || acknowledgement === undefined ? undefined : (acknowledgement - initial) >>> 0;

/** How far the second sequence number is ahead of the first; they wrap at 32 bits. */
const distance = (from: number, to: number): number => (to - from) | 0;
