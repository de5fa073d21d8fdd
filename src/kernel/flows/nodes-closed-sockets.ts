import { destroyedSocketsIn, watchClosedSockets } from '../system/closed-sockets.ts';
import type { ClosedSockets } from '../system/closed-sockets.ts';
import { activeMs, nextTick } from './sampling-clock.ts';
import { endsText } from '../system/sock-diag.ts';
import type { DiagnosedSocket, SocketEnds } from '../system/sock-diag.ts';

/** The TCP sockets that were destroyed in some nodes since this was made, each with its last TCP_INFO. */
export class NodesClosedSockets {
  readonly #watches = new Map<string, ClosedSockets>();
  readonly #sockets = new Map<string, Map<string, DiagnosedSocket>>();
  readonly #cookies = new Set<string>();
  readonly #namespace: (node: string) => string;

  /** `namespace`: path of a node's network namespace. */
  constructor(nodes: readonly string[], namespace: (node: string) => string) {
    this.#namespace = namespace;
    try {
      for (const node of nodes) {
        this.#watches.set(node, watchClosedSockets(namespace(node)));
        this.#sockets.set(node, new Map());
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Reads what the kernel has reported meanwhile. */
  read(): void {
    for (const node of this.#watches.keys()) this.#readNode(node);
  }

  socketsOf(node: string): readonly DiagnosedSocket[] {
    return [...(this.#sockets.get(node)?.values() ?? [])];
  }

  /**
   * Resolves to whether the kernel has reported every socket of a node that was destroyed before the call, which it shows by the reports of some
   * that are destroyed now; false when that is late, since reports may be lost.
   */
  async isReported(node: string): Promise<boolean> {
    const last = destroyedSocketsIn(this.#namespace(node));
    const areReported = (): boolean => last.every((cookie) => this.#cookies.has(cookie));
    const deadline = activeMs() + reportTakesMs;
    for (; !areReported() && activeMs() < deadline; this.#readNode(node)) await nextTick();
    return areReported();
  }

  /** Returns the destroyed socket with these ends; undefined while none was reported. */
  find(node: string, ends: SocketEnds): DiagnosedSocket | undefined {
    this.#readNode(node);
    return this.#sockets.get(node)?.get(endsText(ends));
  }

  close(): void {
    for (const watch of this.#watches.values()) watch.close();
    this.#watches.clear();
  }

  #readNode(node: string): void {
    for (const socket of this.#watches.get(node)?.take() ?? []) {
      this.#cookies.add(socket.cookie);
      if (socket.info) this.#sockets.get(node)!.set(endsText(socket), socket);
    }
  }
}

/** The kernel reports a destroyed socket from a work queue. */
export const reportTakesMs = 1000;
