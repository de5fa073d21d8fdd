/** What the application of a client of QUIC saw of a download; times are milliseconds since it began. */
export interface QuicDownload {
  /** Milliseconds since 1970. */
  readonly beganAtMs: number;
  /** When the handshake was complete; absent where it was not. */
  readonly handshakeMs?: number;
  /** When the last byte of the body arrived; absent before the first. */
  readonly lastByteMs?: number;
  readonly endedMs: number;
  /** Bytes of the body. */
  readonly received: number;
  /** Why the connection failed or was closed. */
  readonly error?: string;
}

/** The UDP port of a QUIC server that is given no other (IANA: https, 443). */
export const quicPort = 443;

/** The largest UDP payload in bytes that a server sends without a setting: what every path has to carry (RFC 9000 section 14). */
export const leastDatagramSize = 1200;

/** The largest UDP payload in bytes that fits into a packet of IPv4, whose length has 16 bits. */
export const mostDatagramSize = 65_507;
