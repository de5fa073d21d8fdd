import ipaddr from 'ipaddr.js';
import type { Family } from '../family.ts';
import { protocols } from '../flows/flow-id.ts';
import type { FragmentCount, PtbCount, SegmentCount } from './ledger.ts';

/** Decodes `EtherType . interface . source port . destination port` (the fields of src/plan/commands/ledger-rules.ts). */
export const decodeFlowKey = (key: Buffer): FlowPorts & Pick<SegmentCount, 'interface'> => ({
  ...flowPorts(key),
  interface: interfaceName(key, 4),
});

/** The family and the ports in the key of a flow. */
export const flowPorts = (key: Buffer): FlowPorts => ({
  family: key.readUInt16BE(0) === etherTypeIpv6 ? 'ipv6' : 'ipv4',
  source: key.readUInt16BE(20),
  destination: key.readUInt16BE(24),
});

type FlowPorts = Pick<SegmentCount, 'family' | 'source' | 'destination'>;

/** Decodes `interface . source address . destination address` of IPv4. */
export const decodeFragmentKey = (
  key: Buffer,
): Pick<FragmentCount, 'interface' | 'sourceAddress' | 'destinationAddress'> => ({
  interface: interfaceName(key, 0),
  sourceAddress: addressText(key.subarray(16, 20)),
  destinationAddress: addressText(key.subarray(20, 24)),
});

/** Decodes `MTU . quoted protocol . quoted addresses and ports`; the MTU has 32 bits in ICMPv6 and 16 in ICMP. */
export const decodePtbKey = (key: Buffer, family: Family): Pick<PtbCount, 'mtu' | 'quote' | 'quoted'> => {
  const quote = quoteText(key.readUInt8(4), key.subarray(8, 8 + quotedFlowBytes(family)));
  return {
    mtu: family === 'ipv6' ? key.readUInt32BE(0) : key.readUInt16BE(0),
    quote,
    quoted: quotedHeaders(family, quote),
  };
};

/** Remembers the latest, since every reading of every silent flow decodes the quotes of all flows. */
const quotedHeaders = (family: Family, quote: string): PtbCount['quoted'] => {
  const headers = decodedQuotes.get(quote) ?? [quotedHeader(family, Buffer.from(quote, 'hex'))];
  if (decodedQuotes.size > 10_000) decodedQuotes.clear();
  decodedQuotes.set(quote, headers);
  return headers;
};

const decodedQuotes = new Map<string, PtbCount['quoted']>();

/** Identifies a quote by its protocol and the bytes of its addresses and ports, in hexadecimal digits. */
export const quoteText = (protocol: number, flow: Uint8Array): string =>
  Buffer.from([protocol, ...flow]).toString('hex');

/** Bytes of the quoted addresses and ports, which follow each other where there are neither options nor extension headers. */
export const quotedFlowBytes = (family: Family): number => 2 * addressBytes(family) + 4;

const quotedHeader = (family: Family, quote: Buffer): PtbCount['quoted'][number] => {
  const [protocol, bytes] = [quote.readUInt8(0), addressBytes(family)];
  const ports = 1 + 2 * bytes;
  const hasPorts = protocol === protocols.tcp || protocol === protocols.udp;
  return {
    ...{ family, protocol, outerBytes: 0 },
    sourceAddress: addressText(quote.subarray(1, 1 + bytes)),
    destinationAddress: addressText(quote.subarray(1 + bytes, ports)),
    source: hasPorts ? quote.readUInt16BE(ports) : 0,
    destination: hasPorts ? quote.readUInt16BE(ports + 2) : 0,
  };
};

const addressBytes = (family: Family): number => (family === 'ipv6' ? 16 : 4);

const addressText = (bytes: Uint8Array): string =>
  bytes.length === 4 ? bytes.join('.') : new ipaddr.IPv6([...bytes]).toRFC5952String();

/** An interface name takes IFNAMSIZ, 16 bytes. */
const interfaceName = (key: Buffer, at: number): string => key.toString('latin1', at, at + 16).replace(/\0.*$/s, '');

/** ETH_P_IPV6 (include/uapi/linux/if_ether.h) */
const etherTypeIpv6 = 0x86dd;
