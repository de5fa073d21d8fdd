import type { CapturedFrame } from '../../words/lab/lab.ts';
import type { CapturedInterface } from './captured-interfaces.ts';
import type { WireLimits } from './wire-limits.ts';

/** An interface with the packets that a capture counted there. */
export interface CountedPlace {
  readonly place: CapturedInterface;
  readonly count: {
    read: number;
    passed: number;
    dropped: number;
    /** Longer than the MTU, by segmentation offload. */
    oversized: number;
    /** Refused by the interface that should send them, because of its MTU. */
    readonly refused: Record<CapturedFrame['direction'], number>;
    /** Length of the longest frame. */
    longest: number;
  };
}

/** Packets that a queue of the machine had no room for: other traffic may have filled it. */
export const backlogWarnings = (packets: number): readonly string[] =>
  packets > 0
    ? [
        `during the capture the kernel dropped ${packets} packets on this machine because a CPU's receive queue was full (net.core.netdev_max_backlog): such packets leave one end of a link and never arrive at the other`,
      ]
    : [];

/** What a capture at one place lost, and packets that segmentation offload made longer than the MTU. */
export const tapWarnings = (tap: CountedPlace, limits: WireLimits): readonly string[] => [
  ...droppedWarnings(tap),
  ...countWarnings(tap, limits),
];

/** The ring was full (tp_drops of PACKET_STATISTICS): this process did not empty it in time. */
export const droppedWarnings = ({ place: { place }, count }: CountedPlace): readonly string[] =>
  count.dropped > 0
    ? [`the capture is incomplete: at ${place} the kernel dropped ${count.dropped} of ${count.passed} packets`]
    : [];

const countWarnings = ({ place: { place }, count }: CountedPlace, limits: WireLimits): readonly string[] => [
  ...(count.read + count.dropped === count.passed
    ? []
    : [`the capture is incomplete: at ${place} ${count.passed} packets passed and ${count.read} were read`]),
  ...(count.oversized > 0
    ? [
        `at ${place} ${count.oversized} packets (up to ${count.longest} bytes) are longer than its MTU${mtuText(limits.mtuOf(place))} allows: offloads are on, and a wire would carry them as several packets`,
      ]
    : []),
];

/** The capture of the sending interface, if there is one, speaks for the other end too. */
export const refusedWarnings = (
  { place: end, count }: CountedPlace,
  taps: readonly CountedPlace[],
  limits: WireLimits,
): readonly string[] => {
  const { sender } = end;
  const isSenderCaptured = taps.some(({ place }) => place.place === sender?.place);
  return [
    ...(count.refused.out > 0
      ? [
          `${end.place} did not send ${packetsUpTo(count.refused.out, count)} because of its MTU${mtuText(limits.mtuOf(end.place))}`,
        ]
      : []),
    ...(count.refused.in > 0 && !isSenderCaptured
      ? [
          `left out at ${end.place}: ${packetsUpTo(count.refused.in, count)} that ${sender?.place} cannot have sent with its MTU${mtuText(limits.mtuOf(sender?.place))}`,
        ]
      : []),
  ];
};

const packetsUpTo = (packets: number, { longest }: CountedPlace['count']): string =>
  `${packets} ${packets === 1 ? 'packet' : 'packets'} (up to ${longest} bytes)`;

const mtuText = (mtu: number | undefined): string => (mtu === undefined ? '' : ` of ${mtu}`);
