import type { CaptureResult, CapturedFrame, LabCapture } from '../../words/lab/lab.ts';
import { readBacklogDrops } from '../counters/receive-backlog.ts';
import { openPacketSocket, wallClock } from './packet-socket.ts';
import type { PacketSocket } from './packet-socket.ts';
import { ringLayout, ringReader } from './packet-ring.ts';
import type { CapturedInterface } from './captured-interfaces.ts';
import { backlogWarnings, refusedWarnings, tapWarnings, droppedWarnings } from './capture-warnings.ts';
import type { CountedPlace } from './capture-warnings.ts';
import { WireLimits } from './wire-limits.ts';
import { until } from '../system/until.ts';

/** Starts a capture at interfaces of a lab; when it resolves, every later packet is captured. Rejects only when the machine fails. */
export const startCapture = async (
  { places, namespace, full = false }: CaptureOptions,
  signal: AbortSignal,
): Promise<ChangingCapture> => {
  signal.throwIfAborted();
  const limits = new WireLimits(places, namespace);
  const results = await Promise.allSettled(
    places.map((place) => openTap({ place, namespace, full, count: places.length })),
  );
  const [limitsRead] = await Promise.allSettled([limits.read()]);
  const taps = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = [...results, limitsRead].find((result) => result.status === 'rejected');
  if (failure || signal.aborted) {
    for (const { socket } of taps) void socket.close();
    throw failure ? failure.reason : signal.reason;
  }
  return captureFrom(taps, limits);
};

interface CaptureOptions {
  readonly places: readonly CapturedInterface[];
  /** Path of a node's network namespace. */
  namespace(node: string): string;
  /** Whole packets; otherwise their headers. */
  readonly full?: boolean;
}

/** A capture that is notified of every change of the lab, since the MTUs decide which packets were on the wire. */
export interface ChangingCapture extends LabCapture {
  beforeChange(): void;
  afterChange(): Promise<void>;
}

/** Bytes for Ethernet, IPv6 with extension headers, and an ICMPv6 error that quotes the headers of a packet. */
const headerBytes = 256;

/** The Ethernet header, and 4 bytes for a VLAN tag, which the kernel allows on top of the MTU. */
const linkBytes = 18;

/** Bytes of all rings of a capture together: 4096 headers for each of 40 interfaces, and 1000 interfaces are no problem. */
const ringMemory = {
  total: 56 * 2 ** 20,
  perPlace: { headers: 1.375 * 2 ** 20, full: 8 * 2 ** 20 },
  minimumPerPlace: 2 ** 17,
};

interface Tap extends CountedPlace {
  readonly socket: PacketSocket;
  readonly read: () => readonly CapturedFrame[];
}

const openTap = async ({ place, namespace, full, count }: TapOptions): Promise<Tap> => {
  const preferred = full ? ringMemory.perPlace.full : ringMemory.perPlace.headers;
  const bytes = Math.max(ringMemory.minimumPerPlace, Math.min(preferred, ringMemory.total / count));
  const ring = ringLayout(full ? place.mtu + linkBytes : headerBytes, bytes);
  const socket = await openPacketSocket({ namespace: namespace(place.node), name: place.name, ring });
  const read = ringReader({ memory: socket.memory, ring, place: place.place });
  return { place, socket, read, count: { ...noCounts, refused: { in: 0, out: 0 } } };
};

const noCounts = { read: 0, passed: 0, dropped: 0, oversized: 0, longest: 0 };

interface TapOptions extends Required<Pick<CaptureOptions, 'namespace' | 'full'>> {
  readonly place: CapturedInterface;
  /** Number of interfaces that share the ring memory. */
  readonly count: number;
}

/** Empties the rings every 5 ms, so that they do not overflow, and stores the frames until they are drained. */
const captureFrom = (taps: readonly Tap[], limits: WireLimits): ChangingCapture => {
  const stopped = new AbortController();
  const startedAt = wallClock();
  const dropsBefore = readBacklogDrops();
  let stored: CapturedFrame[] = [];
  const emptyRings = () => {
    for (const tap of taps) for (const frame of readTap(tap, limits)) stored.push(frame);
  };
  for (const { socket } of taps) socket.start();
  void until('the end of a capture', emptyRings, { everyMs: 5, withinMs: Infinity }, stopped.signal).catch(() => {});
  const takeBefore = (time: bigint): readonly CapturedFrame[] => {
    emptyRings();
    const taken = stored.filter((frame) => frame.time < time);
    stored = stored.filter((frame) => frame.time >= time);
    return taken.sort(byTime);
  };
  return {
    startedAt,
    drain: () => (stopped.signal.aborted ? [] : takeBefore(wallClock())), // the rings of a stopped capture are unmapped
    missing: () => {
      if (stopped.signal.aborted) return [];
      for (const tap of taps) countsAddUp(tap);
      return taps.flatMap(droppedWarnings);
    },
    stop: async () => {
      stopped.abort();
      for (const { socket } of taps) socket.stop();
      const isComplete = () => (emptyRings(), taps.map(countsAddUp).every(Boolean));
      // Missing packets become a warning.
      await until('every packet to be read', isComplete, { everyMs: 1, withinMs: 1000 }).catch(() => {});
      const frames = takeBefore(endOfTime);
      for (const { socket } of taps) void socket.close().catch(() => {});
      const warnings = [
        ...taps.flatMap((tap) => [...tapWarnings(tap, limits), ...refusedWarnings(tap, taps, limits)]),
        ...backlogWarnings(readBacklogDrops() - dropsBefore),
      ];
      const incomplete = taps.some(({ count }) => count.read < count.passed);
      return { frames, counts: taps.map(tapCounts), warnings, incomplete } satisfies CaptureResult;
    },
    beforeChange: () => limits.forget(),
    afterChange: () => limits.read(),
  };
};

/**
 * Leaves out what never arrived here, since the kernel shows a packet to captures before it drops it at ingress, and marks
 * what the interface did not send.
 */
const readTap = ({ read, count }: Tap, limits: WireLimits): readonly CapturedFrame[] => {
  const frames = read();
  count.read += frames.length;
  return frames.flatMap((frame) => {
    count.longest = Math.max(count.longest, frame.originalLength);
    const isRefused = limits.isRefused(frame);
    if (isRefused) count.refused[frame.direction] += 1;
    else if (limits.isOversized(frame)) count.oversized += 1;
    if (!isRefused) return [frame];
    return frame.direction === 'out' ? [{ ...frame, refused: true }] : [];
  });
};

/** Every packet that passed was read or dropped; false while the kernel is still writing one. */
const countsAddUp = ({ socket, count }: Tap): boolean => {
  const { passed, dropped } = socket.statistics();
  count.passed += passed;
  count.dropped += dropped;
  return count.read + count.dropped === count.passed;
};

const byTime = (a: CapturedFrame, b: CapturedFrame): number => (a.time < b.time ? -1 : Number(a.time > b.time));

const endOfTime = 2n ** 63n;

const tapCounts = ({ place, count }: Tap): CaptureResult['counts'][number] => ({
  place: place.place,
  received: count.passed - count.refused.in,
  dropped: count.dropped,
});
