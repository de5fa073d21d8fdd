import type { CapturedPtb } from '../../evidence/ledger/captured-ptbs.ts';
import { quotedFlowBytes, quoteText } from '../../evidence/ledger/set-keys.ts';
import { linkTypes } from '../../wire/formats/capture-file.ts';
import { decode } from '../../wire/layers/decode.ts';
import type { Ip, Layers } from '../../wire/layers/decoded-packet.ts';

/** Reads a Packet Too Big or Fragmentation Needed from the bytes of an IP packet; undefined when it quotes no IP packet. */
export const ptbOf = (bytes: Uint8Array): Omit<CapturedPtb, 'node' | 'direction' | 'packets'> | undefined => {
  const { layers, at } = innermost(decode({ bytes, linkType: linkTypes.raw }));
  const ip = layers.ipv6 ?? layers.ipv4;
  const mtu = (layers.icmpv6 ?? layers.icmp)?.mtu;
  if (!ip || mtu === undefined || !layers.quoted) return undefined;
  const family = layers.ipv6 ? 'ipv6' : 'ipv4';
  const quote = bytes.subarray(at + ip.headerLength + icmpBytes);
  const [protocolAt, flowAt] = family === 'ipv6' ? [6, 8] : [9, 12];
  return {
    ...{ family, mtu, from: ip.source, quoted: headersOf(layers.quoted) },
    quote: quoteText(quote[protocolAt] ?? 0, quote.subarray(flowAt, flowAt + quotedFlowBytes(family))),
  };
};

/** The packet inside all tunnels, and where it begins. */
const innermost = (layers: Layers, at = 0): { readonly layers: Layers; readonly at: number } =>
  layers.inner ? innermost(layers.inner, at + (ipOf(layers)?.headerLength ?? 0)) : { layers, at };

/** Headers of the flow and of the tunnels around it, outermost first; a packet that is no IP has none. */
const headersOf = (packet: Layers): CapturedPtb['quoted'] => {
  const outermost = ipOf(packet);
  const headers: CapturedPtb['quoted'][number][] = [];
  for (let layers: Layers | undefined = packet; layers; layers = layers.inner) {
    const ip = ipOf(layers);
    if (!ip) break;
    const { source = 0, destination = 0 } = layers.tcp ?? layers.udp ?? {};
    headers.push({
      ...{ family: layers.ipv6 ? 'ipv6' : 'ipv4', protocol: ip.protocol, source, destination },
      ...{ sourceAddress: ip.source, destinationAddress: ip.destination },
      outerBytes: outermost!.length - ip.length,
    });
  }
  return headers;
};

const ipOf = ({ ipv6, ipv4 }: Layers): Ip | undefined => ipv6 ?? ipv4;

const icmpBytes = 8;
