import { protocols } from '../../evidence/flows/flow-id.ts';
import type { Observation } from '../../words/lab/transfer.ts';
import { MachineError } from '../system/machine-error.ts';
import { LISTEN, readTcpSockets } from '../system/sock-diag.ts';
import type { DiagnosedSocket } from '../system/sock-diag.ts';
import type { FlowContext } from './flow-context.ts';
import { FlowObserver } from './flow-observer.ts';
import { FlowSegments } from './flow-segments.ts';
import type { NodesClosedSockets } from './nodes-closed-sockets.ts';
import type { ObservedProcess } from './observed-process.ts';
import { ProgramTransfer } from './program-transfer.ts';
import { SocketOwners } from './socket-owners.ts';
import { translatingNodes } from './translating-nodes.ts';

/** The TCP connections that one program opens, from its start: each is found by sock_diag and observed like a flow of the engine. */
export class ProgramFlows {
  readonly #program: ObservedProcess;
  readonly #context: FlowContext;
  readonly #closed: NodesClosedSockets;
  readonly #owners: SocketOwners;
  readonly #listening = new Set<number>();
  readonly #flows: ProgramFlow[] = [];
  readonly #unobserved: Observation[] = [];

  constructor(program: ObservedProcess, context: FlowContext, closed: NodesClosedSockets) {
    this.#program = program;
    this.#context = context;
    this.#closed = closed;
    this.#owners = new SocketOwners(program);
    this.#owners.leaveOut(readTcpSockets(context.namespace(program.node)));
  }

  /** Call at each tick of the sampling clock: finds new connections. */
  update(signal: AbortSignal): void {
    const { node } = this.#program;
    this.#closed.read();
    const sockets = readTcpSockets(this.#context.namespace(node));
    for (const { state, localPort } of sockets) if (state === LISTEN) this.#listening.add(localPort);
    const open = sockets.filter((socket) => this.#isOutgoing(socket));
    for (const socket of this.#owners.own(open)) this.#adopt(socket, signal);
    const abandoned = [
      ...this.#closed.socketsOf(node).filter((socket) => this.#isOutgoing(socket) || this.#isDisconnected(socket)),
      ...open.filter(({ inode }) => inode === 0),
    ];
    for (const { socket, doubt } of this.#owners.ownAmongAbandoned(abandoned, (source, to) =>
      this.#context.ports.mayConnect(source, to),
    ))
      this.#adopt(socket, signal, doubt);
  }

  /** The processes of the program that were seen to hold a connection: of a browser that is not the one that was started. */
  get holders(): ReadonlySet<number> {
    return this.#owners.holders;
  }

  /** Whether every connection was closed or is proved to be stalled, and any was. */
  isSettled(): boolean {
    return this.#flows.some(isProved) && this.isDone();
  }

  /** Whether nothing more is to be seen of any connection. */
  isDone(): boolean {
    return this.#flows.every((flow) => isProved(flow) || flow.transfer.isClosed());
  }

  /** Ends the observation and returns its results, in the order in which the connections were found. */
  async finish(): Promise<readonly Observation[]> {
    for (const { transfer } of this.#flows) transfer.stop();
    return [...(await Promise.all(this.#flows.map(({ observation }) => observation))), ...this.#unobserved];
  }

  beforeChange(): void {
    for (const { observer } of this.#flows) observer.beforeChange();
  }

  afterChange(): void {
    for (const { observer } of this.#flows) observer.afterChange();
  }

  close(): void {
    for (const { observer, transfer } of this.#flows) {
      observer.close();
      for (const end of Object.values(transfer.ends)) end.probe(false);
    }
  }

  /** Not a listener, not a connection that a listener has accepted, and not one inside the node. */
  #isOutgoing({ state, localPort, localAddress, remotePort, remoteAddress }: DiagnosedSocket): boolean {
    const isInside = remoteAddress === localAddress || /^(::1$|127\.)/.test(remoteAddress);
    return state !== LISTEN && remotePort !== 0 && !isInside && !this.#listening.has(localPort);
  }

  /** The kernel clears the remote port of a socket that its program resets (SO_LINGER), and of one that could not connect. */
  #isDisconnected({ localPort, remotePort }: DiagnosedSocket): boolean {
    return remotePort === 0 && localPort !== 0 && !this.#listening.has(localPort);
  }

  #adopt(socket: DiagnosedSocket, signal: AbortSignal, doubt?: string): void {
    const to = this.#context.nodeAt(socket.remoteAddress);
    const reason =
      doubt ??
      (socket.remotePort === 0 ? disconnected(socket) : undefined) ??
      this.#portConflict(socket) ??
      (to === undefined ? unknownNode(socket) : undefined);
    if (reason !== undefined || to === undefined) return void this.#unobserved.push(notJudged(socket, reason!));
    const { node: from } = this.#program;
    const request = { kind: 'download', from, to, family: socket.family } as const;
    const transfer = this.#transferOf(socket, { from, to });
    const observer = new FlowObserver({ request, transfer, context: this.#context });
    const observation = observer.observe({ until: 'lasting', withinMs: Infinity }, signal);
    observation.catch(() => {}); // `finish` may never be called
    this.#flows.push({ transfer, observer, observation });
  }

  #transferOf(socket: DiagnosedSocket, { from, to }: Readonly<Record<'from' | 'to', string>>): ProgramTransfer {
    const { namespace } = this.#context;
    const first = {
      ...{ family: socket.family, protocol: protocols.tcp },
      ...{ sourceAddress: socket.localAddress, source: socket.localPort },
      ...{ destinationAddress: socket.remoteAddress, destination: socket.remotePort },
    };
    const segments = new FlowSegments(first, translatingNodes({ from, to }, this.#context));
    return new ProgramTransfer({
      segments,
      writtenByServer: () => {
        const { sourceAddress, source } = segments.all.at(-1)!;
        return this.#context.written(to, sourceAddress, source);
      },
      client: { node: from, namespace: namespace(from) },
      server: { node: to, namespace: namespace(to) },
      program: this.#program,
      closedSocket: (node) => (ends) => this.#closed.find(node, ends),
    });
  }

  #portConflict({ family, localPort, remoteAddress, remotePort }: DiagnosedSocket): string | undefined {
    const to = { address: remoteAddress, port: remotePort };
    try {
      return void this.#context.ports.claim({ family, port: localPort }, to);
    } catch (error) {
      if (!(error instanceof MachineError)) throw error;
      return error.message;
    }
  }
}

interface ProgramFlow {
  readonly transfer: ProgramTransfer;
  readonly observer: FlowObserver;
  readonly observation: Promise<Observation>;
}

const isProved = ({ observer }: ProgramFlow): boolean => observer.isProved();

const disconnected = ({ localPort }: DiagnosedSocket): string =>
  `a socket with port ${localPort} was closed before it was seen, and the kernel does not report whether and where it was connected`;

const unknownNode = ({ remoteAddress }: DiagnosedSocket): string =>
  `no node of the lab has the address ${remoteAddress}`;

const notJudged = ({ family, localPort, remotePort, info }: DiagnosedSocket, reason: string): Observation => ({
  ...{ outcome: 'not-judged', reason, received: info?.bytesReceived ?? 0, elapsedMs: 0, episodes: [] },
  ...(remotePort !== 0 && { family }), // the kernel has cleared the addresses of others
  ...{ ports: { client: localPort, server: remotePort }, evidence: [] },
});
