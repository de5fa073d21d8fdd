import { portOf } from './offered-service.ts';
import type { OfferedService } from './offered-service.ts';

/** The port of an HTTP server that is given no other (IANA: http, 80). */
export const httpPort = 80;

/** Returns the port of a node's HTTP server, the default for a node that has none. */
export const httpPortOf = (node: { readonly services?: readonly OfferedService[] } | undefined): number =>
  portOf('http', node ?? {}) ?? httpPort;
