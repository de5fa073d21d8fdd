import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { DiagnosedSocket, SocketEnds } from '../system/sock-diag.ts';
import type { FlowSegments } from './flow-segments.ts';
import { bytesWritten } from './bulk-end.ts';
import { ProgramEnd } from './program-end.ts';
import type { ProgramState } from './observed-process.ts';
import type { Ending, WatchedTransfer } from './watched-flow.ts';

/** A connection that a program has opened, as far as the sockets of its two ends show it. */
export class ProgramTransfer implements WatchedTransfer {
  readonly ends: { readonly client: ProgramEnd; readonly server: ProgramEnd };
  readonly ports: WatchedTransfer['ports'];
  readonly segments: FlowSegments;
  /** Its observer samples at the sampling clock until it is over. */
  readonly ended = new Promise<void>(() => {});
  readonly #program: ProgramState;
  readonly #writtenByServer: ProgramConnection['writtenByServer'];
  /** Kept from the first time that shows it: a socket vanishes a little before the kernel reports how it ended. */
  #close: Close | undefined;
  #isStopped = false;

  constructor({ segments, client, server, program, closedSocket, writtenByServer }: ProgramConnection) {
    const [first] = segments.all;
    this.segments = segments;
    this.ports = { client: first.source, server: first.destination };
    this.#program = program;
    this.#writtenByServer = writtenByServer;
    this.ends = {
      client: new ProgramEnd({
        ...client,
        socketEnds: () => clientEnds(first),
        closedSocket: closedSocket(client.node),
      }),
      server: new ProgramEnd({
        ...server,
        socketEnds: () => serverEnds(segments.all.at(-1)!),
        closedSocket: closedSocket(server.node),
      }),
    };
  }

  /** Bytes that arrived at the end to which the other one writes more. */
  received(): number {
    const [client, server] = [this.ends.client.info(), this.ends.server.info()];
    return (bytesWritten(client) > bytesWritten(server) ? server : client)?.bytesReceived ?? 0;
  }

  /** The acknowledgment of the SYN counts as a byte of the client. */
  connected(): boolean {
    return (this.ends.client.info()?.bytesAcked ?? 0) > 0;
  }

  failure(): undefined {
    return undefined;
  }

  /** Ends the observation. */
  stop(): void {
    this.#isStopped = true;
  }

  isOver(): boolean {
    return this.#isStopped;
  }

  /** Whether neither end has anything more to send or receive, as far as that can be known. */
  isClosed(): boolean {
    return (this.#close ??= this.#readClose()) !== undefined;
  }

  /** Completed: the program has ended with exit code 0, and what each end has written was acknowledged to the last byte. */
  ending(): Ending | undefined {
    const { name } = this.#program;
    const exitCode = this.#program.exitCode();
    if (!this.isClosed()) return undefined;
    const { missing, unconnected, isServerSeen } = this.#close!;
    if (unconnected) return unconnected;
    if (!isServerSeen) return undefined;
    if (missing !== undefined) return notJudged(missing);
    if (exitCode === undefined) return notJudged(`the connection was closed, and ${name} had to be ended`);
    return exitCode === 0 ? { outcome: 'completed' } : notJudged(`${name} ended with exit code ${exitCode}`);
  }

  #readClose(): Close | undefined {
    const { client, server } = this.ends;
    const missing = this.#missing();
    const isAcknowledged = missing === undefined;
    const isConnected = this.connected();
    const isLeft = isAcknowledged && client.isReleased() && this.#program.exitCode() !== undefined;
    const isOver = client.isGone() && (isAcknowledged || server.isGone() || !isConnected);
    if (!isLeft && !isOver) return undefined;
    const isServerSeen = isAcknowledged || server.info() !== undefined;
    return { missing, isServerSeen, ...(!isConnected && { unconnected: this.#unconnected() }) };
  }

  /** In SYN_SENT a segment of the server that establishes nothing and ends the socket is an RST; what else ends it is not visible. */
  #unconnected(): Ending {
    const isAnswered = (this.ends.client.info()?.segsIn ?? 0) > 0;
    return isAnswered ? { outcome: 'refused' } : notJudged('its connection was closed before it was established');
  }

  /**
   * What is missing for the proof that everything which both ends wrote was acknowledged. An acknowledged SYN of the client and an acknowledged
   * FIN count as a byte each. After an RST the kernel forgets what it had not sent, so a destroyed socket needs an acknowledged FIN. What the
   * kernel counts as sent includes packets that the local IP layer refuses as too big, as when a Packet Too Big arrives while the socket is in
   * use (measured): where the engine has written the bytes, its own count is used.
   */
  #missing(): string | undefined {
    for (const end of ['client', 'server'] as const) {
      const { node } = this.ends[end];
      const info = this.ends[end].info();
      if (info === undefined) return `the socket in ${node} was not seen`;
      const written = end === 'server' ? this.#writtenByServer() : undefined;
      if (info.bytesSent === undefined) return 'this kernel does not count the bytes that a socket has sent';
      const acked = info.bytesAcked - (end === 'client' ? 1 : 0);
      const left = (written ?? info.bytesSent - (info.bytesRetrans ?? 0) + (info.notsentBytes ?? 0)) - acked;
      if (left > 0) return `${left} bytes of ${node} were not acknowledged`;
      if (left === 0 && !this.ends[end].isOpen())
        return `the connection ended before ${node} had an acknowledgment of its FIN, as after an RST`;
    }
    return undefined;
  }
}

/** What the sockets of a closed connection have shown. */
interface Close {
  /** What is missing for the proof that everything was acknowledged. */
  readonly missing: string | undefined;
  readonly isServerSeen: boolean;
  /** How a connection ended that was never established. */
  readonly unconnected?: Ending;
}

interface ProgramConnection {
  readonly segments: FlowSegments;
  readonly client: NodeOfEnd;
  readonly server: NodeOfEnd;
  readonly program: ProgramState;
  /** Returns how many bytes the engine's server has written to the connection; undefined where another program serves it. */
  writtenByServer(): number | undefined;
  /** Returns a function that finds a destroyed socket of a node. */
  closedSocket(node: string): (ends: SocketEnds) => DiagnosedSocket | undefined;
}

interface NodeOfEnd {
  readonly node: string;
  readonly namespace: string;
}

const clientEnds = ({ family, source, sourceAddress, destination, destinationAddress }: FlowId): SocketEnds => ({
  ...{ family, localAddress: sourceAddress, localPort: source },
  ...{ remoteAddress: destinationAddress, remotePort: destination },
});

const serverEnds = ({ family, source, sourceAddress, destination, destinationAddress }: FlowId): SocketEnds => ({
  ...{ family, localAddress: destinationAddress, localPort: destination },
  ...{ remoteAddress: sourceAddress, remotePort: source },
});

const notJudged = (reason: string): Ending => ({ outcome: 'not-judged', reason });
