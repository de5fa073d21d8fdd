import type { HttpServer } from './http-server.ts';

/** The servers of all nodes that hold one address, as one server: any of them may accept a connection. */
export interface SharedServer extends HttpServer {
  /** Returns the node that has accepted the connection from an address and a port, also after it was closed. */
  holder(address: string, port: number): string | undefined;
}

/** Joins the servers of the holders of an address, which listen on the same port. */
export const sharedServer = (holders: readonly Holder[]): SharedServer => {
  const accepted = new Map<string, string>();
  const socket: HttpServer['socket'] = (address, port) => {
    for (const { node, server } of holders) {
      const found = server.socket(address, port);
      if (found) accepted.set(`${address} ${port}`, node);
      if (found) return found;
    }
    return undefined;
  };
  return {
    ...{ port: holders[0]!.server.port, socket },
    holder: (address, port) => (socket(address, port), accepted.get(`${address} ${port}`)),
    written: (address, port) => {
      const counts = holders.flatMap(({ server }) => server.written(address, port) ?? []);
      return counts[0];
    },
    received: (id) => holders.reduce((sum, { server }) => sum + server.received(id), 0),
    close: () => holders.forEach(({ server }) => server.close()),
  };
};

interface Holder {
  readonly node: string;
  readonly server: HttpServer;
}
