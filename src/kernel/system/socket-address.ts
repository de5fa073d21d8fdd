import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import { addressFamilies } from './socket-constants.ts';

/** Encodes `struct sockaddr_in6` or `sockaddr_in`: the family in host order, the port in network order. */
export const socketAddress = (family: Family, address: string, port: number): Buffer => {
  const encoded = Buffer.alloc(family === 'ipv6' ? 28 : 16);
  encoded.writeUInt16LE(addressFamilies[family], 0);
  encoded.writeUInt16BE(port, 2);
  encoded.set(ipaddr.parse(address).toByteArray(), family === 'ipv6' ? 8 : 4);
  return encoded;
};
