import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { holderOf, processesOf, socketInodesOf } from '../system/processes-of-program.ts';
import type { DiagnosedSocket } from '../system/sock-diag.ts';
import type { FlowPort, RemoteEnd } from './claimed-ports.ts';
import type { ObservedProcess } from './observed-process.ts';

/** Distinguishes the sockets of one program from those of all others in its node, by the descriptors of its processes. */
export class SocketOwners {
  /** Processes of the program that held a socket which was found. */
  readonly holders = new Set<number>();
  readonly #program: ObservedProcess;
  /** Cookies of the sockets whose owner is known. */
  readonly #known = new Set<string>();

  constructor(program: ObservedProcess) {
    this.#program = program;
  }

  /** Call before the program starts: sockets that are there already are those of others, also when nobody holds them any more. */
  leaveOut(sockets: readonly DiagnosedSocket[]): void {
    for (const { cookie } of sockets) this.#known.add(cookie);
  }

  /** Returns the open sockets that the program holds, each once; one that nobody holds is abandoned. */
  own(sockets: readonly DiagnosedSocket[]): readonly DiagnosedSocket[] {
    const unknown = sockets.filter(({ cookie, inode }) => inode !== 0 && !this.#known.has(cookie));
    const pid = this.#program.pid();
    if (unknown.length === 0 || pid === undefined) return [];
    const held = [...processesOf(pid)].map((each) => ({ pid: each, inodes: socketInodesOf([each]) }));
    return unknown.filter(({ cookie, inode }) => {
      const holders = held.filter(({ inodes }) => inodes.has(inode));
      for (const holder of holders) this.holders.add(holder.pid);
      if (holders.length > 0 || holderOf(inode)) this.#known.add(cookie);
      return holders.length > 0;
    });
  }

  /**
   * Returns the sockets that were closed before anyone was seen to hold them, unless a flow of the engine may have had their connection. The
   * kernel does not report who held them: where another program ran in the node, that is a doubt.
   */
  ownAmongAbandoned(
    sockets: readonly DiagnosedSocket[],
    isOfEngine: (source: FlowPort, to: RemoteEnd | undefined) => boolean,
  ): readonly { readonly socket: DiagnosedSocket; readonly doubt?: string }[] {
    const unknown = sockets.filter(({ cookie }) => !this.#known.has(cookie));
    for (const { cookie } of unknown) this.#known.add(cookie);
    const { name, node } = this.#program;
    return unknown
      .filter(
        (socket) =>
          !familiesOf(socket).some((family) => isOfEngine({ family, port: socket.localPort }, remoteEndOf(socket))),
      )
      .map((socket) => ({
        socket,
        ...(this.#program.isNodeShared() && {
          doubt: `the socket with port ${socket.localPort} was closed before its owner was seen: ${name} or another program in ${node}`,
        }),
      }));
  }
}

/** Undefined for a socket that was reset, whose remote port the kernel clears. */
const remoteEndOf = ({ remoteAddress, remotePort }: DiagnosedSocket): RemoteEnd | undefined =>
  remotePort === 0 ? undefined : { address: remoteAddress, port: remotePort };

/** The kernel clears the addresses of a socket that is reset: one of IPv6 may have had a connection over IPv4 (::ffff:10.0.0.1). */
const familiesOf = ({ family, localAddress }: Pick<DiagnosedSocket, 'family' | 'localAddress'>): readonly Family[] =>
  localAddress === '::' ? families : [family];
