import ipaddr from 'ipaddr.js';

/** Formats an IPv4 or IPv6 address of 4 or 16 bytes (RFC 5952). */
export const addressText = (bytes: Uint8Array): string => remembered(addresses, bytes, formatAddress);

/** Formats a MAC address: 02:00:00:00:00:01. */
export const macText = (bytes: Uint8Array): string => remembered(macs, bytes, formatMac);

const addresses = new Map<string, string>();
const macs = new Map<string, string>();
/** The few addresses of a capture are in all its packets; the limit is for captures of scans. */
const maxRemembered = 4096;

/** Formats equal bytes once: formatting takes most of the time of decoding, and equal texts share their memory. */
const remembered = (texts: Map<string, string>, bytes: Uint8Array, format: (bytes: Uint8Array) => string): string => {
  const key = keyOf(bytes);
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size === maxRemembered) texts.clear();
  const text = format(bytes);
  texts.set(key, text);
  return text;
};

/** The bytes, at most 16, two by two as the characters of a text, and their number. */
const keyOf = (bytes: Uint8Array): string => {
  const pair = (at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
  const length = bytes.length;
  return length <= 6
    ? String.fromCharCode(length, pair(0), pair(2), pair(4))
    : String.fromCharCode(length, pair(0), pair(2), pair(4), pair(6), pair(8), pair(10), pair(12), pair(14));
};

const formatAddress = (bytes: Uint8Array): string =>
  bytes.length === 4 ? bytes.join('.') : new ipaddr.IPv6([...bytes]).toRFC5952String();

const formatMac = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
