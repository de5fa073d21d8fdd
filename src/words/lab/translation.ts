import ipaddr from 'ipaddr.js';
import { otherFamily } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { FamilyTranslator } from './family-translator.ts';
import type { NodeView, NodeViews } from './node-view.ts';

/** The interface of a translator, in every node of that kind. */
export const translatorDevice = 'siit0';

/** The IPv6 address that has an IPv4 address in its last 32 bits. */
export const embeddedAddress = (prefix: string, ipv4: string): string => {
  const [network] = ipaddr.parseCIDR(prefix);
  const bytes = [...network.toByteArray().slice(0, 12), ...ipaddr.IPv4.parse(ipv4).octets];
  return new ipaddr.IPv6(bytes).toRFC5952String();
};

/** Whether a node translates packets of a family to this destination, which has the other one. */
export const translatedAt = (
  { name, translates }: NodeView,
  destination: string,
  family: Family,
  nodes: NodeViews,
): boolean => {
  if (!translates) return false;
  if (family === 'ipv4' && translates.beyond?.nodes.some(({ node }) => node === destination)) return true;
  const { translated } = nodes.get(destination) ?? {};
  const isInPrefix = translated?.by === name && translated.family === family;
  return isInPrefix || translates.map.some(({ node, has }) => node === destination && has !== family);
};

/** Returns what a translator makes of a flow, without state; undefined for a flow that it does not translate. */
export const translatedFlow = ({ prefix, map, beyond }: FamilyTranslator, flow: FlowId): FlowId | undefined => {
  const { family, sourceAddress, destinationAddress } = flow;
  const translate = (address: string): string | undefined => {
    const entry = map.find((pair) => pair[family] === address);
    if (entry) return entry[otherFamily(family)];
    return family === 'ipv6' ? embeddedIpv4(prefix, address) : embeddedAddress(prefix, address);
  };
  const isEntry = (address: string): boolean => map.some((pair) => pair[family] === address);
  const isTranslated = beyond
    ? isBehind(beyond, flow, isEntry)
    : isEntry(destinationAddress) || (family === 'ipv6' && embeddedIpv4(prefix, destinationAddress) !== undefined);
  const [source, destination] = [sourceAddress, destinationAddress].map(translate);
  if (!isTranslated || source === undefined || destination === undefined) return undefined;
  return {
    ...flow,
    ...{ family: otherFamily(family), sourceAddress: source, destinationAddress: destination },
  };
};

/** A CLAT translates between the nodes that it serves and what lies behind the other translator, whose prefix it uses. */
const isBehind = (
  { nodes }: NonNullable<FamilyTranslator['beyond']>,
  { family, sourceAddress, destinationAddress }: FlowId,
  isEntry: (address: string) => boolean,
): boolean =>
  family === 'ipv6'
    ? isEntry(destinationAddress)
    : isEntry(sourceAddress) && nodes.some(({ ipv4 }) => ipv4 === destinationAddress);

/** The IPv4 address in an address of the prefix; undefined for any other address. */
const embeddedIpv4 = (prefix: string, address: string): string | undefined => {
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.match(ipaddr.IPv6.parseCIDR(prefix)) ? parsed.toByteArray().slice(12).join('.') : undefined;
};
