import { protocols } from '../../evidence/flows/flow-id.ts';
import type { DatagramSocket } from '../../words/lab/datagram-socket.ts';
import { readLearnedPathMtu } from '../counters/route-exceptions.ts';
import { destroyedSocketsIn, watchClosedSockets } from '../system/closed-sockets.ts';
import type { ClosedSockets } from '../system/closed-sockets.ts';
import { netlinkIn } from '../system/netlink-socket.ts';
import { netlinkProtocols } from '../system/netlink.ts';
import { readUdpSockets } from '../system/sock-diag.ts';
import type { DiagnosedSocket } from '../system/sock-diag.ts';
import type { FlowPort } from './claimed-ports.ts';
import type { FlowContext } from './flow-context.ts';
import { reportTakesMs } from './nodes-closed-sockets.ts';
import type { ObservedProcess } from './observed-process.ts';
import { activeMs, nextTick } from './sampling-clock.ts';
import { SocketOwners } from './socket-owners.ts';

/** The UDP sockets that one program opens, from its start: each is found by sock_diag, or by the report of its end. */
export class ProgramDatagramSockets {
  readonly #program: ObservedProcess;
  readonly #context: FlowContext;
  readonly #closed: ClosedSockets;
  readonly #owners: SocketOwners;
  /** By cookie. */
  readonly #found = new Map<string, FoundSocket>();
  readonly #closedCookies = new Set<string>();
  #isDescribed = true;

  constructor(program: ObservedProcess, context: FlowContext) {
    this.#program = program;
    this.#context = context;
    this.#closed = watchClosedSockets(context.namespace(program.node), 'udp');
    this.#owners = new SocketOwners(program);
  }

  /** Call at each tick of the sampling clock: finds new sockets, and what became of those known. */
  update(): void {
    const closed = this.#closed.take();
    for (const { cookie } of closed) this.#closedCookies.add(cookie);
    const open = readUdpSockets(this.#context.namespace(this.#program.node));
    this.#isDescribed &&= open !== undefined;
    const sockets = [...closed.map((socket) => ({ ...socket, inode: 0 })), ...(open ?? [])].filter(isForOthers);
    for (const socket of sockets) {
      const known = this.#found.get(socket.cookie);
      if (known) this.#found.set(socket.cookie, { ...known, socket });
    }
    for (const socket of this.#owners.own(sockets)) this.#found.set(socket.cookie, { socket });
    const abandoned = sockets.filter(({ inode }) => inode === 0);
    const isClaimed = (source: FlowPort): boolean => this.#context.ports.has({ ...source, protocol: 'udp' });
    for (const found of this.#owners.ownAmongAbandoned(abandoned, isClaimed))
      this.#found.set(found.socket.cookie, { ...found, isBrief: true });
  }

  /** Returns the sockets, in the order in which they were found; undefined where the kernel does not describe all of them. */
  async finish(): Promise<readonly DatagramSocket[] | undefined> {
    const namespace = this.#context.namespace(this.#program.node);
    const last = destroyedSocketsIn(namespace, 'udp'); // their reports follow those of the program's
    const areReported = (): boolean => last.every((cookie) => this.#closedCookies.has(cookie));
    const deadline = activeMs() + reportTakesMs;
    for (this.update(); !areReported() && activeMs() < deadline; this.update()) await nextTick();
    if (!this.#isDescribed || !areReported()) return undefined;
    return [...this.#found.values()].map((found) => this.#describe(found));
  }

  close(): void {
    this.#closed.close();
  }

  #describe({ socket, isBrief, doubt }: FoundSocket): DatagramSocket {
    const { family, localAddress, localPort, remoteAddress, remotePort } = socket;
    const isForBoth = localAddress === '::' && remotePort === 0;
    return {
      ...(!isForBoth && { family }),
      port: localPort,
      ...(remotePort !== 0 && {
        peer: {
          node: this.#context.nodeAt(remoteAddress) ?? remoteAddress,
          port: remotePort,
          pmtu: this.#learnedPathMtu(socket),
        },
      }),
      ...(isBrief && { isBrief }),
      ...(doubt !== undefined && { doubt }),
    };
  }

  #learnedPathMtu({ family, ...ends }: DiagnosedSocket): number | null {
    const namespace = this.#context.namespace(this.#program.node);
    const flow = {
      ...{ family, protocol: protocols.udp },
      ...{ sourceAddress: ends.localAddress, source: ends.localPort },
      ...{ destinationAddress: ends.remoteAddress, destination: ends.remotePort },
    };
    return netlinkIn(
      { namespace, protocol: netlinkProtocols.route },
      (exchange) => readLearnedPathMtu(exchange, flow) ?? null,
    );
  }
}

interface FoundSocket {
  readonly socket: DiagnosedSocket;
  readonly isBrief?: true;
  readonly doubt?: string;
}

/** Not a socket without a port, and not one that stays inside the node. */
const isForOthers = ({ localPort, localAddress, remoteAddress }: DiagnosedSocket): boolean =>
  localPort !== 0 &&
  !loopback.test(localAddress) &&
  !loopback.test(remoteAddress) &&
  !isOwn(localAddress, remoteAddress);

const isOwn = (local: string, remote: string): boolean => local === remote && local !== '::' && local !== '0.0.0.0';

const loopback = /^(::1$|127\.)/;
