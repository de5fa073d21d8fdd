import Logger, { LogLevel } from '@matrixai/logger';

/** The name that both ends give their protocol in TLS (ALPN, RFC 7301): a line with a number asks for as many bytes. */
export const applicationProtocol = 'mtulab-bytes';

/** The largest UDP payload in bytes that an end accepts (RFC 9000 section 18.2: 65527). */
export const largestUdpPayload = 65_527;

/**
 * Milliseconds after which an end forgets a connection of which nothing arrives (RFC 9000 section 10.1), as after its client was killed. Longer than
 * the silence that proves a stall, also on a machine that is 100 times slower.
 */
export const idleTimeoutMs = 600_000;

/** The library reports each of its steps; what fails is reported by its promises and events. */
export const silentLogger = (): Logger => new Logger('quic', LogLevel.ERROR, []);
