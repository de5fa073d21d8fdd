import ipaddr from 'ipaddr.js';
import { remembered } from './remembered.ts';

/** Formats an IPv4 or IPv6 address of 4 or 16 bytes (RFC 5952). */
export const addressText = (bytes: Uint8Array): string => remembered(addresses, bytes, formatAddress);

/** Formats a MAC address: 02:00:00:00:00:01. */
export const macText = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');

const addresses = new Map<string, string>();

const formatAddress = (bytes: Uint8Array): string =>
  bytes.length === 4 ? bytes.join('.') : new ipaddr.IPv6([...bytes]).toRFC5952String();
