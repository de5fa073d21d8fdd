import type { Layers } from '../layers/decoded-packet.ts';
import { fateOf } from '../journeys/fate.ts';
import type { Journey, Stop } from '../journeys/journey.ts';
import { relativeSequences } from './relative-sequence.ts';
import { packetKind } from './packet-kind.ts';
import type { JourneyEnd, JourneySummary, StopSummary } from './journey-summary.ts';
import { ipOf } from '../journeys/sighting.ts';

/** Every packet of IP among some journeys as plain data, in the order of their first sightings; give all journeys of a conversation, or no number is right. */
export const summarizeJourneys = (all: readonly Journey[], scene: SummaryContext): readonly JourneySummary[] => {
  const begin = all[0]?.stops[0]?.time ?? 0n;
  const numbers = relativeSequences(all);
  const ranges = new Map(all.map(({ number }, index) => [number, numbers[index]?.range]));
  return all.flatMap((journey, index) => {
    const { packet, number, stops, answers, continuedBy } = journey;
    const ip = ipOf(packet);
    if (!ip) return [];
    const payload = packet.tcp?.payloadLength;
    const mtu = (packet.icmp ?? packet.icmpv6)?.mtu;
    const mss = packet.tcp?.options?.mss;
    const kind = packetKind(packet);
    const [from, to] = [scene.addressOwners.get(ip.source), scene.addressOwners.get(ip.destination)];
    const quotes = answers === undefined ? undefined : ranges.get(answers);
    return {
      ...{ number, kind, family: packet.ipv4 ? 'ipv4' : 'ipv6', bytes: ip.length, stops: stops.map(stopOf) },
      atMs: Number(stops[0]!.time - begin) / 1e6,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...numbers[index],
      ...(payload !== undefined && { payload }),
      ...(ip.fragment && { offset: ip.fragment.offset }),
      ...(mtu !== undefined && { mtu }),
      ...(mss !== undefined && { mss }),
      ...((kind === 'other' || kind === 'error' || !packet.tcp) && { about: aboutOf(packet) }),
      ...(answers !== undefined && { answers }),
      ...(quotes && { quotes }),
      ...(continuedBy.length > 0 && { pieces: continuedBy.length }),
      ended: endedOf(journey, scene),
    } satisfies JourneySummary;
  });
};

export interface SummaryContext {
  /** The node of each address. */
  readonly addressOwners: ReadonlyMap<string, string>;
  /** Nanoseconds since 1970: when the capture ended, if that is known. */
  readonly end?: bigint;
}

const stopOf = ({ place, direction, changes }: Stop): StopSummary => ({
  place,
  direction,
  ...(changes.length > 0 && { changes }),
});

/** A packet of the last moments may live on; where nobody knows the destination's node, only what it became is known. */
const endedOf = (journey: Journey, { addressOwners: homes, end }: SummaryContext): JourneyEnd => {
  const fate = fateOf(journey, homes);
  if (fate !== 'dead') return fate;
  if (!homes.has(ipOf(journey.packet)?.destination ?? '')) return 'unknown';
  return end !== undefined && end - journey.last.time < momentNs ? 'under-way' : 'dead';
};

/** A packet crosses four hops in a tenth of this on a machine that is not busy. */
const momentNs = 3_000_000n;

const aboutOf = ({ icmp, icmpv6, udp, quoted }: Layers): string => {
  if (udp) return `UDP ${udp.source}→${udp.destination}`;
  const name = icmpv6 ? 'ICMPv6' : 'ICMP';
  const { type, code, echo } = icmpv6 ?? icmp ?? {};
  if (echo) return `echo ${type === 8 || type === 128 ? 'request' : 'reply'} ${echo.sequence}`;
  if (type === undefined) return 'another protocol';
  return quoted ? `${name} error ${type}/${code}` : `${name} ${type}/${code}`;
};
