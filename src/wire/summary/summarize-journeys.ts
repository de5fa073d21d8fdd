import type { Layers } from '../layers/decoded-packet.ts';
import { fateOf } from '../journeys/fate.ts';
import type { Journey, Stop } from '../journeys/journey.ts';
import { relativeSequences } from './relative-sequence.ts';
import { packetKind } from './packet-kind.ts';
import type { JourneyEnd, JourneySummary, StopSummary } from './journey-summary.ts';
import { ipOf } from '../journeys/sighting.ts';

/** Summarizes IP packets in order of first sighting; needs all journeys of a conversation to number bytes correctly. */
export const summarizeJourneys = (journeys: readonly Journey[], context: SummaryContext): readonly JourneySummary[] => {
  const start = journeys[0]?.stops[0]?.time ?? 0n;
  const sequences = relativeSequences(journeys);
  const ranges = new Map(journeys.map(({ number }, index) => [number, sequences[index]?.range]));
  return journeys.flatMap((journey, index) => {
    const { packet, number, stops, answers, continuedBy } = journey;
    const ip = ipOf(packet);
    if (!ip) return [];
    const payload = packet.tcp?.payloadLength;
    const mtu = (packet.icmp ?? packet.icmpv6)?.mtu;
    const mss = packet.tcp?.options?.mss;
    const kind = packetKind(packet);
    const [from, to] = [ip.source, ip.destination].map((address) => context.addressOwners.get(address));
    const quotes = answers === undefined ? undefined : ranges.get(answers);
    return {
      ...{ number, kind, family: packet.ipv4 ? 'ipv4' : 'ipv6', bytes: ip.length, stops: stops.map(summarizeStop) },
      atMs: Number(stops[0]!.time - start) / 1e6,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...sequences[index],
      ...(payload !== undefined && { payload }),
      ...(ip.fragment && { offset: ip.fragment.offset }),
      ...(mtu !== undefined && { mtu }),
      ...(mss !== undefined && { mss }),
      ...((kind === 'other' || kind === 'error' || !packet.tcp) && { about: describePacket(packet) }),
      ...(answers !== undefined && { answers }),
      ...(quotes && { quotes }),
      ...(continuedBy.length > 0 && { pieces: continuedBy.length }),
      ended: endOf(journey, context),
    } satisfies JourneySummary;
  });
};

export interface SummaryContext {
  /** The node of each address. */
  readonly addressOwners: ReadonlyMap<string, string>;
  /** When the capture ended, in nanoseconds since 1970. */
  readonly end?: bigint;
}

const summarizeStop = ({ place, direction, changes }: Stop): StopSummary => ({
  place,
  direction,
  ...(changes.length > 0 && { changes }),
});

/** A packet seen just before the end may be under way; it counts as lost only if its destination's node is known. */
const endOf = (journey: Journey, { addressOwners, end }: SummaryContext): JourneyEnd => {
  const fate = fateOf(journey, addressOwners);
  if (fate !== 'dead') return fate;
  if (!addressOwners.has(ipOf(journey.packet)?.destination ?? '')) return 'unknown';
  return end !== undefined && end - journey.last.time < transitNs ? 'under-way' : 'dead';
};

/** A packet crosses four hops in a tenth of this time on an idle machine. */
const transitNs = 3_000_000n;

const describePacket = ({ icmp, icmpv6, udp, quoted }: Layers): string => {
  if (udp) return `UDP ${udp.source}→${udp.destination}`;
  const name = icmpv6 ? 'ICMPv6' : 'ICMP';
  const { type, code, echo } = icmpv6 ?? icmp ?? {};
  if (echo) return `echo ${type === 8 || type === 128 ? 'request' : 'reply'} ${echo.sequence}`;
  if (type === undefined) return 'another protocol';
  return quoted ? `${name} error ${type}/${code}` : `${name} ${type}/${code}`;
};
