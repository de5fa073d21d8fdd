import type { CaptureResult, CapturedFrame, LabCapture } from '../../words/lab/lab.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import { backlogDrops } from '../counters/receive-backlog.ts';
import { packetSocketIn, wallClock } from './packet-socket.ts';
import type { PacketSocket } from './packet-socket.ts';
import { ringReader, ringFor } from './packet-ring.ts';
import { until } from '../system/until.ts';

/** Captures at interfaces of a lab; when it resolves, no packet passes any of them unseen. Rejects only when the machine fails. */
export const startCapture = async (
  { places, namespace, full = false }: Asked,
  signal: AbortSignal,
): Promise<LabCapture> => {
  signal.throwIfAborted();
  const opened = await Promise.allSettled(places.map((place) => open({ place, namespace, full, of: places.length })));
  const taps = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = opened.find((each) => each.status === 'rejected');
  if (failed || signal.aborted) {
    for (const { socket } of taps) void socket.close();
    throw failed ? failed.reason : signal.reason;
  }
  return capturing(taps);
};

interface Asked {
  readonly places: readonly CapturedInterface[];
  /** Path of a node's network namespace. */
  namespace(node: string): string;
  /** Whole packets; otherwise their headers. */
  readonly full?: boolean;
}

/** An interface with the node that it belongs to. */
export type CapturedInterface = Pick<InterfaceView, 'name' | 'place' | 'mtu'> & { readonly node: string };

/** Ethernet, IPv6 with extension headers, and an ICMPv6 error that quotes the headers of a packet. */
export const capturedHeaderBytes = 256;

/** 4 bytes beside the Ethernet header: a VLAN tag, for which the kernel lets longer frames pass. */
const linkBytes = 18;

/** All rings of a capture together: 4096 headers for each of 40 interfaces, and 1000 interfaces are no problem. */
const memory = {
  atMost: 56 * 2 ** 20,
  perPlace: { headers: 1.375 * 2 ** 20, full: 8 * 2 ** 20 },
  leastPerPlace: 2 ** 17,
};

interface Tap {
  readonly place: CapturedInterface;
  readonly socket: PacketSocket;
  readonly read: () => readonly CapturedFrame[];
  readonly count: { seen: number; passed: number; dropped: number; oversized: number; longest: number };
}

const open = async ({ place, namespace, full, of }: Opening): Promise<Tap> => {
  const wanted = full ? memory.perPlace.full : memory.perPlace.headers;
  const bytes = Math.max(memory.leastPerPlace, Math.min(wanted, memory.atMost / of));
  const ring = ringFor(full ? place.mtu + linkBytes : capturedHeaderBytes, bytes);
  const socket = await packetSocketIn({ namespace: namespace(place.node), name: place.name, ring });
  const read = ringReader({ memory: socket.memory, ring, place: place.place });
  return { place, socket, read, count: { seen: 0, passed: 0, dropped: 0, oversized: 0, longest: 0 } };
};

interface Opening extends Required<Pick<Asked, 'namespace' | 'full'>> {
  readonly place: CapturedInterface;
  readonly of: number;
}

/** Reads every 5 ms what the kernel wrote, so that the rings stay empty, and keeps it until somebody asks. */
const capturing = (taps: readonly Tap[]): LabCapture => {
  const stopped = new AbortController();
  const startedAt = wallClock();
  const droppedBefore = backlogDrops();
  let kept: CapturedFrame[] = [];
  const take = () => {
    for (const tap of taps) for (const frame of takeFrom(tap)) kept.push(frame);
  };
  for (const { socket } of taps) socket.begin();
  void until('the end of a capture', take, { everyMs: 5, withinMs: Infinity }, stopped.signal).catch(() => {});
  const upTo = (time: bigint): readonly CapturedFrame[] => {
    take();
    const early = kept.filter((frame) => frame.time < time);
    kept = kept.filter((frame) => frame.time >= time);
    return early.sort(byTime);
  };
  return {
    startedAt,
    drain: () => (stopped.signal.aborted ? [] : upTo(wallClock())), // the rings of an ended capture are no memory of ours any more
    stop: async () => {
      stopped.abort();
      for (const { socket } of taps) socket.end();
      const whole = () => (take(), taps.map(complete).every(Boolean));
      await until('every packet to be read', whole, { everyMs: 1, withinMs: 1000 }).catch(() => {}); // the counts tell
      const frames = upTo(farFuture);
      for (const { socket } of taps) void socket.close().catch(() => {});
      const warnings = [...taps.flatMap(warningsOf), ...overflow(backlogDrops() - droppedBefore)];
      return { frames, counts: taps.map(countOf), warnings } satisfies CaptureResult;
    },
  };
};

const takeFrom = ({ read, place, count }: Tap): readonly CapturedFrame[] => {
  const frames = read();
  count.seen += frames.length;
  for (const { originalLength } of frames) {
    count.longest = Math.max(count.longest, originalLength);
    if (originalLength > place.mtu + linkBytes) count.oversized += 1;
  }
  return frames;
};

/** What passed was read or dropped; a packet that the kernel is writing this very moment is not read yet. */
const complete = ({ socket, count }: Tap): boolean => {
  const { passed, dropped } = socket.counted();
  count.passed += passed;
  count.dropped += dropped;
  return count.seen + count.dropped === count.passed;
};

const byTime = (a: CapturedFrame, b: CapturedFrame): number => (a.time < b.time ? -1 : Number(a.time > b.time));

const farFuture = 2n ** 63n;

const countOf = ({ place, count }: Tap): CaptureResult['counts'][number] => ({
  place: place.place,
  received: count.passed,
  dropped: count.dropped,
});

/** The queue is the machine's: who else filled it is not known. */
const overflow = (packets: number): readonly string[] =>
  packets > 0
    ? [
        `meanwhile the kernel dropped ${packets} packets of this machine because its queue of arriving ones was full (net.core.netdev_max_backlog): such packets leave one end of a link and never reach the other`,
      ]
    : [];

const warningsOf = ({ place: { place, mtu }, count }: Tap): readonly string[] => [
  ...(count.dropped > 0
    ? [`the capture is not whole: at ${place} the kernel dropped ${count.dropped} of ${count.passed} packets`]
    : []),
  ...(count.seen + count.dropped === count.passed
    ? []
    : [`the capture is not whole: at ${place} ${count.passed} packets passed and ${count.seen} were read`]),
  ...(count.oversized > 0
    ? [
        `at ${place} ${count.oversized} packets are longer (up to ${count.longest} bytes) than its MTU of ${mtu} lets pass: offloads are on, and the wire would carry them in pieces`,
      ]
    : []),
];
