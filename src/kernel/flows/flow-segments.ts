import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { followTranslations } from '../../evidence/flows/segments.ts';
import type { Segments, Translation } from '../../evidence/flows/segments.ts';
import { trackedConnection } from '../counters/connection-tracking.ts';

/**
 * The segments of one connection, from client to server. They are looked for in the connection tracking of all nodes once the server has no
 * socket with the ports that the client uses, so that it does not matter who translates: a word, or rules that a command has made.
 */
export class FlowSegments {
  readonly #nodes: TranslatingNodes;
  #segments: Segments;
  #applied: readonly Translation[] = [];
  #ambiguity: string | undefined;
  #readAtMs = -Infinity;
  #rereadAfterMs = firstRereadAfterMs;

  constructor(first: FlowId, nodes: TranslatingNodes) {
    this.#segments = [first];
    this.#nodes = nodes;
  }

  get all(): Segments {
    return this.#segments;
  }

  /** What each node on the way changed; empty without address translation, and while it is not known. */
  get translations(): readonly Translation[] {
    return this.#applied;
  }

  /** Whether its last segment leads to the server. */
  get isWhole(): boolean {
    return this.#nodes.reaches?.(this.#segments.at(-1)!) ?? true;
  }

  /** Why its segments cannot be distinguished from those of other flows. */
  get ambiguity(): string | undefined {
    return this.#ambiguity;
  }

  /** Reads the connection tracking, unless it was read just now: each sample asks for it until it sees the server's socket. */
  find(): void {
    if (this.#applied.length > 0 || this.#ambiguity || performance.now() - this.#readAtMs < this.#rereadAfterMs) return;
    this.#readAtMs = performance.now();
    this.#rereadAfterMs *= 2;
    const { names, namespace, claim, stateless } = this.#nodes;
    const found = followTranslations(this.#segments[0], (flow) => [
      ...names.flatMap((node) => {
        const tracked = trackedConnection(namespace(node), flow);
        return tracked ? [{ node, ...tracked }] : [];
      }),
      ...(stateless?.(flow) ?? []),
    ]);
    if ('nodes' in found) {
      this.#ambiguity = `${found.nodes.join(' and ')} translate its packets differently`;
      return;
    }
    // A translation that keeps port and family leaves the flow the one that it was granted alone.
    const isSame = (a: FlowId, b: FlowId): boolean =>
      a.family === b.family && a.source === b.source && (a === found.segments[0] || a.destination === b.destination);
    const used = found.segments
      .filter((segment, index) => !found.segments.slice(0, index).some((earlier) => isSame(earlier, segment)))
      .slice(1)
      .find((segment) => !claim(segment));
    if (used)
      this.#ambiguity = `an earlier flow had its translated ports ${used.source}→${used.destination}, and nodes count by port`;
    else [this.#segments, this.#applied] = [found.segments, found.applied];
  }
}

export interface TranslatingNodes {
  /** Nodes that may translate addresses. */
  readonly names: readonly string[];
  /** Path of a node's network namespace. */
  namespace(node: string): string;
  /** Whether a segment leads to the server; absent where the server has the address to which the client connects. */
  reaches?(segment: FlowId): boolean;
  /** Returns what nodes make of a flow without tracking its connection; absent where none does. */
  stateless?(flow: FlowId): readonly Translation[];
  /** Reserves the ports of a segment for one flow; false if another flow of this lab has them or had them. */
  claim(segment: FlowId): boolean;
}

/** A server accepts within a millisecond; each further reading waits twice as long, since a flow may never be accepted. */
const firstRereadAfterMs = 10;
