import type { CaptureResult, CapturedFrame, LabCapture } from '../../words/lab/lab.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import { readBacklogDrops } from '../counters/receive-backlog.ts';
import { openPacketSocket, wallClock } from './packet-socket.ts';
import type { PacketSocket } from './packet-socket.ts';
import { ringLayout, ringReader } from './packet-ring.ts';
import { until } from '../system/until.ts';

/** Starts a capture at interfaces of a lab; when it resolves, every later packet is captured. Rejects only when the machine fails. */
export const startCapture = async (
  { places, namespace, full = false }: CaptureOptions,
  signal: AbortSignal,
): Promise<LabCapture> => {
  signal.throwIfAborted();
  const results = await Promise.allSettled(
    places.map((place) => openTap({ place, namespace, full, count: places.length })),
  );
  const taps = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure || signal.aborted) {
    for (const { socket } of taps) void socket.close();
    throw failure ? failure.reason : signal.reason;
  }
  return captureFrom(taps);
};

interface CaptureOptions {
  readonly places: readonly CapturedInterface[];
  /** Path of a node's network namespace. */
  namespace(node: string): string;
  /** Whole packets; otherwise their headers. */
  readonly full?: boolean;
}

/** An interface and the node that it belongs to. */
export type CapturedInterface = Pick<InterfaceView, 'name' | 'place' | 'mtu'> & { readonly node: string };

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

interface Tap {
  readonly place: CapturedInterface;
  readonly socket: PacketSocket;
  readonly read: () => readonly CapturedFrame[];
  readonly count: { read: number; passed: number; dropped: number; oversized: number; longest: number };
}

const openTap = async ({ place, namespace, full, count }: TapOptions): Promise<Tap> => {
  const preferred = full ? ringMemory.perPlace.full : ringMemory.perPlace.headers;
  const bytes = Math.max(ringMemory.minimumPerPlace, Math.min(preferred, ringMemory.total / count));
  const ring = ringLayout(full ? place.mtu + linkBytes : headerBytes, bytes);
  const socket = await openPacketSocket({ namespace: namespace(place.node), name: place.name, ring });
  const read = ringReader({ memory: socket.memory, ring, place: place.place });
  return { place, socket, read, count: { read: 0, passed: 0, dropped: 0, oversized: 0, longest: 0 } };
};

interface TapOptions extends Required<Pick<CaptureOptions, 'namespace' | 'full'>> {
  readonly place: CapturedInterface;
  /** Number of interfaces that share the ring memory. */
  readonly count: number;
}

/** Empties the rings every 5 ms, so that they do not overflow, and stores the frames until they are drained. */
const captureFrom = (taps: readonly Tap[]): LabCapture => {
  const stopped = new AbortController();
  const startedAt = wallClock();
  const dropsBefore = readBacklogDrops();
  let stored: CapturedFrame[] = [];
  const emptyRings = () => {
    for (const tap of taps) for (const frame of readTap(tap)) stored.push(frame);
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
      return taps.flatMap(droppedWarning);
    },
    stop: async () => {
      stopped.abort();
      for (const { socket } of taps) socket.stop();
      const isComplete = () => (emptyRings(), taps.map(countsAddUp).every(Boolean));
      // Missing packets become a warning.
      await until('every packet to be read', isComplete, { everyMs: 1, withinMs: 1000 }).catch(() => {});
      const frames = takeBefore(endOfTime);
      for (const { socket } of taps) void socket.close().catch(() => {});
      const warnings = [...taps.flatMap(tapWarnings), ...backlogWarnings(readBacklogDrops() - dropsBefore)];
      const incomplete = taps.some(({ count }) => count.read < count.passed);
      return { frames, counts: taps.map(tapCounts), warnings, incomplete } satisfies CaptureResult;
    },
  };
};

const readTap = ({ read, place, count }: Tap): readonly CapturedFrame[] => {
  const frames = read();
  count.read += frames.length;
  for (const { originalLength } of frames) {
    count.longest = Math.max(count.longest, originalLength);
    if (originalLength > place.mtu + linkBytes) count.oversized += 1;
  }
  return frames;
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
  received: count.passed,
  dropped: count.dropped,
});

/** The queue belongs to the machine: other traffic may have filled it. */
const backlogWarnings = (packets: number): readonly string[] =>
  packets > 0
    ? [
        `during the capture the kernel dropped ${packets} packets on this machine because a CPU's receive queue was full (net.core.netdev_max_backlog): such packets leave one end of a link and never arrive at the other`,
      ]
    : [];

/** The ring was full (tp_drops of PACKET_STATISTICS): this process did not empty it in time. */
const droppedWarning = ({ place: { place }, count }: Tap): readonly string[] =>
  count.dropped > 0
    ? [`the capture is incomplete: at ${place} the kernel dropped ${count.dropped} of ${count.passed} packets`]
    : [];

const tapWarnings = (tap: Tap): readonly string[] => [...droppedWarning(tap), ...countWarnings(tap)];

const countWarnings = ({ place: { place, mtu }, count }: Tap): readonly string[] => [
  ...(count.read + count.dropped === count.passed
    ? []
    : [`the capture is incomplete: at ${place} ${count.passed} packets passed and ${count.read} were read`]),
  ...(count.oversized > 0
    ? [
        `at ${place} ${count.oversized} packets (up to ${count.longest} bytes) are longer than its MTU of ${mtu} allows: offloads are on, and a wire would carry them as several packets`,
      ]
    : []),
];
