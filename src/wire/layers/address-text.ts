import ipaddr from 'ipaddr.js';

/** An address of 4 or 16 bytes in its usual text (RFC 5952). */
export const addressText = (bytes: Uint8Array): string =>
  bytes.length === 4 ? bytes.join('.') : new ipaddr.IPv6([...bytes]).toRFC5952String();

/** A link-layer address: 02:00:00:00:00:01. */
export const macText = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
