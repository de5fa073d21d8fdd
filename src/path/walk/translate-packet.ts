import { minimumIpv6Mtu, otherFamily, translatedMtu, translationBytes } from '../../evidence/family.ts';
import type { FamilyTranslator } from '../../words/lab/family-translator.ts';
import type { InterfaceView, NodeViews } from '../../words/lab/node-view.ts';
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
  if (into === 'ipv4' && !isError && nodes.get(source)?.translated?.by !== translator)
    return { loss: `has no IPv4 address for ${source}` };
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

/** The interface of a translator as hooks see it: what it sends there comes back in the other family. */
export const deviceView = (name: string, { device }: FamilyTranslator): InterfaceView => ({
  ...{ name: device, place: `${name}:${device}`, peer: name, mtu: 65_535 },
  ...{ address: noAddress, gateway: noAddress },
});

const noAddress = { ipv6: '', ipv4: '' } as const;
