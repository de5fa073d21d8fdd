import { minimumIpv6Mtu, otherFamily, translatedMtu, translationBytes } from '../../evidence/family.ts';
import type { FamilyTranslator } from '../../words/lab/family-translator.ts';
import type { InterfaceView, NodeView, NodeViews } from '../../words/lab/node-view.ts';
import type { Loss, Packet } from '../../words/lab/packet.ts';

/**
 * Returns the packet that a translator makes of one (RFC 7915, as tayga does it): names of nodes stand for addresses of both families, so only
 * lengths change, what a Packet Too Big reports, and whether routers may fragment it.
 */
export const translatePacket = (
  packet: Packet,
  { translator, nodes }: { readonly translator: string; readonly nodes: NodeViews },
): { readonly packet: Packet } | Pick<Loss, 'loss'> => {
  const { source, kind, bytes, family } = packet;
  const into = otherFamily(family);
  const isError = kind === 'packet-too-big'; // an address without translation becomes that of the translator
  const { translates } = nodes.get(translator)!;
  const isMapped =
    translates!.beyond?.nodes.some(({ node }) => node === source) ||
    translates!.map.some(({ node, has }) => node === source && has === family);
  if (into === 'ipv4' && !isError && !isMapped) return { loss: `has no IPv4 address for ${source}` };
  if (kind === 'echo' && packet.isFragmented) return { loss: 'translates no fragments of ICMP' };
  const { mtu, mayFragment, ...kept } = packet;
  const reported = mtu !== undefined && { mtu: translatedMtu(mtu, into) };
  if (isError) return { packet: { ...kept, family: into, ...reported } };
  const translated = bytes + (into === 'ipv6' ? translationBytes : -translationBytes);
  if (into === 'ipv4') return { packet: { ...kept, family: into, bytes: translated, ...maySplit(kind, translated) } };
  const isSplit = mayFragment && translated > minimumIpv6Mtu; // into fragments that fit every link of IPv6
  return { packet: { ...kept, family: into, ...(isSplit ? fragments : { bytes: translated }) } };
};

/**
 * An IPv6 sender goes no lower than 1280 bytes, so routers of IPv4 may split its packets of that length (RFC 7915 section 5.1): those of tayga once it has
 * heard of a link that is too small for them, so that a retransmission passes.
 */
const maySplit = (kind: Packet['kind'], bytes: number): Pick<Packet, 'mayFragment' | 'mayFragmentLater'> => {
  if (bytes > minimumIpv6Mtu - translationBytes) return {};
  return kind === 'echo' || kind === 'datagram' ? { mayFragmentLater: true } : { mayFragment: true };
};

/** Their length is a multiple of 8 behind 48 bytes of headers. */
const fragments = { bytes: minimumIpv6Mtu, isFragmented: true } as const;

/** Returns a packet of IPv4 from the device of a translator as it leaves the node: NAT64 gives it the address of the node (RFC 6146). */
export const withOwnSource = (packet: Packet, { name, translates }: NodeView): Packet => {
  const { family, isReply, kind, source, translations = [] } = packet;
  const isShared = translates?.pool !== undefined && family === 'ipv4';
  if (!isShared || isReply || kind === 'packet-too-big' || source === name) return packet;
  return { ...packet, source: name, translations: [...translations, { at: name, source }] };
};

/** Whether a packet is not one of IPv4 that NAT64 has no connection for: only answers and errors pass towards those behind it. */
export const mayPassTranslator = ({ family, isReply, kind }: Packet, { translates }: NodeView): boolean =>
  translates?.pool === undefined || family === 'ipv6' || isReply === true || kind === 'packet-too-big';

/** Returns a packet that has reached a translator with the destination that connection tracking gives it: that of the connection. */
export const withDestinationBehind = (packet: Packet, { name, translates }: NodeView): Packet => {
  const { family, destination, translations = [] } = packet;
  const last = translations.at(-1);
  if (translates?.pool === undefined || family !== 'ipv4' || destination !== name || last?.at !== name) return packet;
  return { ...packet, destination: last.source, translations: translations.slice(0, -1) };
};

/** The interface of a translator as hooks see it: what it sends there comes back in the other family. */
export const deviceView = (name: string, { device }: FamilyTranslator): InterfaceView => ({
  ...{ name: device, place: `${name}:${device}`, peer: name, mtu: 65_535 },
  ...{ address: noAddress, gateway: noAddress },
});

const noAddress = { ipv6: '', ipv4: '' } as const;
