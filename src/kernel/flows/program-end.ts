import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import { withDescriptorOf } from '../system/borrowed-descriptor.ts';
import { MachineError } from '../system/machine-error.ts';
import { holderOf } from '../system/processes-of-program.ts';
import { findTcpSocket } from '../system/sock-diag.ts';
import type { DiagnosedSocket, SocketEnds } from '../system/sock-diag.ts';
import { keepaliveOf, restoreKeepalive, setKeepaliveProbes } from '../system/tcp-sockets.ts';
import type { Endpoint } from './endpoint.ts';
import { reportTakesMs } from './nodes-closed-sockets.ts';
import { activeMs } from './sampling-clock.ts';

/** One end of the flow of a program: the socket with these addresses and ports in a node, read by sock_diag. */
export class ProgramEnd implements Endpoint {
  readonly #place: EndPlace;
  #last: DiagnosedSocket | undefined;
  #isClosed = false;
  #missingSinceMs: number | undefined;
  #keepalive: ReturnType<typeof keepaliveOf> | undefined;

  constructor(place: EndPlace) {
    this.#place = place;
  }

  get node(): string {
    return this.#place.node;
  }

  info(): TcpInfo | undefined {
    if (!this.#isClosed) this.#read();
    return this.#last?.info;
  }

  /** Whether no process holds the socket any more; the kernel may still send what is in its queue. */
  isReleased(): boolean {
    return this.isGone() || this.#last?.inode === 0;
  }

  /** Whether packets may still find the socket. */
  isOpen(): boolean {
    return !this.#isClosed && this.#last !== undefined && this.#missingSinceMs === undefined;
  }

  /**
   * Whether nothing more will be seen of the socket. After an RST the kernel finds it no longer, but destroys it only when its program closes
   * it; one that was destroyed is reported at once.
   */
  isGone(): boolean {
    return this.#isClosed || activeMs() - (this.#missingSinceMs ?? Infinity) >= reportTakesMs;
  }

  /** The socket gets its own settings again when the probes end. */
  probe(on: boolean): string | undefined {
    if (on === (this.#keepalive !== undefined) || this.#isClosed) return undefined;
    const previous = this.#keepalive;
    this.#keepalive = undefined;
    return this.#withSocket((fd) => {
      if (previous) return restoreKeepalive(fd, previous);
      this.#keepalive = keepaliveOf(fd);
      setKeepaliveProbes(fd, true);
    });
  }

  /** The kernel reports the end of a socket a little later; until then this is the last state that was read. */
  #read(): void {
    const { namespace, socketEnds, closedSocket } = this.#place;
    const ends = socketEnds();
    const open = findTcpSocket(namespace, ends);
    const closed = open ? undefined : closedSocket(ends);
    this.#isClosed = closed !== undefined;
    this.#missingSinceMs = open ? undefined : (this.#missingSinceMs ?? activeMs());
    this.#last = open ?? closed ?? this.#last;
  }

  #withSocket(fn: (fd: number) => void): string | undefined {
    const { node } = this.#place;
    const holder = this.#last && holderOf(this.#last.inode);
    if (!holder) return `no process holds the socket in ${node} any more, so it cannot send a small packet`;
    try {
      return void withDescriptorOf(holder, fn);
    } catch (error) {
      if (!(error instanceof MachineError)) throw error;
      return `the socket in ${node} cannot be made to send a small packet: ${error.message}`;
    }
  }
}

interface EndPlace {
  readonly node: string;
  /** Path of the node's network namespace. */
  readonly namespace: string;
  /** Returns addresses and ports as the socket of this end has them. */
  socketEnds(): SocketEnds;
  /** Returns the socket with these ends if it was destroyed. */
  closedSocket(ends: SocketEnds): DiagnosedSocket | undefined;
}
