import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/**
 * Serves a connection by its first byte. An upper-case letter begins an HTTP request. A line with a number asks for that many bytes, and
 * anything else is the body of a raw upload: neither has a header that would share a segment with the body.
 */
export const serveConnection = (socket: Socket, services: Services): void => {
  socket.once('readable', () => {
    const first = socket.read() as Buffer | null;
    if (first === null) return void socket.end(); // the peer closed it without a byte
    const bytes = /^(\d{1,12})\n$/.exec(first.toString('latin1', 0, 16))?.[1];
    if (bytes !== undefined) return sendRaw(socket, Number(bytes), services);
    if (isUpperCase(first[0]!)) return serveHttp(socket, first, services);
    receiveRaw(socket, first, services);
  });
};

/** The id of a raw upload by the address and the port of its client: its connection carries no other transfer. */
export const rawUploadId = (address: string, port: number): string => `raw ${address} ${port}`;

/** Returns the address of the peer, as its own family writes it: the listener serves both. */
export const peerAddress = ({ remoteAddress }: Socket): string | undefined => remoteAddress?.replace(/^::ffff:/, '');

/** The request for a raw download of `bytes` bytes. */
export const rawRequest = (bytes: number): string => `${bytes}\n`;

interface Services {
  readonly http: Server;
  /** Body bytes that the application has read, by the id of the transfer. */
  readonly received: Map<string, number>;
  /** Writes a body as fast as the peer reads it. */
  readonly writeBody: (to: Writable, bytes: number, end?: () => void) => void;
}

const isUpperCase = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

const serveHttp = (socket: Socket, first: Buffer, { http }: Services): void => {
  socket.unshift(first);
  http.emit('connection', socket);
};

/** The connection stays open, as after an HTTP response: a FIN would end the flow before its evidence is read. */
const sendRaw = (socket: Socket, bytes: number, { writeBody }: Services): void => {
  socket.on('end', () => socket.end());
  socket.resume();
  writeBody(socket, bytes, () => {});
};

const receiveRaw = (socket: Socket, first: Buffer, { received }: Services): void => {
  const id = rawUploadId(peerAddress(socket)!, socket.remotePort!);
  const count = (chunk: Buffer): void => void received.set(id, (received.get(id) ?? 0) + chunk.length);
  count(first);
  socket.on('data', count);
  socket.on('end', () => socket.end());
};
