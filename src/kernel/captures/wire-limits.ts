import { vlanTagBytes } from '../../evidence/family.ts';
import type { CapturedFrame } from '../../words/lab/lab.ts';
import { linkMtus } from '../counters/link-mtus.ts';
import { withSegmentationOffload } from '../system/segmentation-offload.ts';
import { wallClock } from './packet-socket.ts';
import type { CapturedInterface } from './captured-interfaces.ts';

/**
 * The longest frames that the captured interfaces and the other ends of their links can send, over time: captures also see packets that an
 * interface refuses. An interface with segmentation offload has no limit, since its packets are several frames on a wire.
 */
export class WireLimits {
  readonly #places: readonly CapturedInterface[];
  readonly #namespace: (node: string) => string;
  readonly #tunnels: ReadonlySet<string>;
  readonly #periods: Period[] = [];

  constructor(places: readonly CapturedInterface[], namespace: (node: string) => string) {
    this.#places = places;
    this.#namespace = namespace;
    this.#tunnels = new Set(places.filter(({ tunnel }) => tunnel).map(({ place }) => place));
  }

  /** Reads the present MTUs and offloads, which are valid until `forget`. */
  async read(): Promise<void> {
    const mtus = new Map<string, number>();
    const unlimited = new Set<string>();
    for (const [node, ends] of endsByNode(this.#places)) {
      const [ofNode, offloading] = [
        linkMtus(this.#namespace(node)),
        await withSegmentationOffload(this.#namespace(node), ends),
      ];
      for (const { name, place } of ends) {
        mtus.set(place, ofNode[name] ?? Infinity);
        if (offloading.has(name) || this.#tunnels.has(place)) unlimited.add(place);
      }
    }
    this.#periods.push({ from: this.#periods.length === 0 ? 0n : wallClock(), mtus, unlimited });
  }

  /** The lab is about to change: what passes during the change counts as sent. */
  forget(): void {
    this.#periods.push({ from: wallClock(), mtus: new Map(), unlimited: new Set() });
  }

  /** Whether the interface that sends this frame refuses it because of its MTU. */
  isRefused({ place, direction, time, originalLength }: CapturedFrame): boolean {
    const { mtus, unlimited } = this.#at(time);
    const sender = direction === 'out' ? place : this.#places.find((end) => end.place === place)?.sender?.place;
    const mtu = sender === undefined || unlimited.has(sender) ? undefined : mtus.get(sender);
    if (mtu === undefined) return false;
    // Between equal MTUs a veth carries 4 bytes more, as for a VLAN tag.
    const slack = direction === 'in' && (mtus.get(place) ?? 0) > mtu ? 0 : vlanTagBytes;
    return originalLength > mtu + ethernetHeaderBytes + slack;
  }

  /** Whether a frame exceeds the MTU of the interface that shows it: with segmentation offload it is several frames on a wire. */
  isOversized({ place, time, originalLength }: CapturedFrame): boolean {
    const mtu = this.#at(time).mtus.get(place) ?? Infinity;
    return originalLength > mtu + ethernetHeaderBytes + vlanTagBytes;
  }

  /** The present MTU of an interface. */
  mtuOf(place = ''): number | undefined {
    return this.#periods.at(-1)?.mtus.get(place);
  }

  #at(time: bigint): Period {
    return this.#periods.findLast(({ from }) => from <= time)!;
  }
}

interface Period {
  /** Nanoseconds since 1970. */
  readonly from: bigint;
  /** MTU in bytes by place. */
  readonly mtus: ReadonlyMap<string, number>;
  /** The places with segmentation offload. */
  readonly unlimited: ReadonlySet<string>;
}

type End = NonNullable<CapturedInterface['sender']>;

/** The captured interfaces and their other ends, each once. */
const endsByNode = (places: readonly CapturedInterface[]): ReadonlyMap<string, readonly End[]> => {
  const ends = new Map(
    places.flatMap((end) => (end.sender ? [end, end.sender] : [end])).map((end) => [end.place, end]),
  );
  const byNode = new Map<string, End[]>();
  for (const end of ends.values()) byNode.set(end.node, [...(byNode.get(end.node) ?? []), end]);
  return byNode;
};

const ethernetHeaderBytes = 14;
