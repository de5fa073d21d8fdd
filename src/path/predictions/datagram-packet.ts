import { udpIpHeaderBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Discovery } from '../../words/lab/datagrams.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { FlowPacket } from './handshakes.ts';
import type { Sender } from './sender.ts';

/** A datagram of a socket that does something about the path MTU. */
export interface Datagram {
  readonly sender: Sender;
  readonly flow: FlowPacket;
  /** Length of the payload. */
  readonly bytes: number;
  readonly discovery: Discovery;
}

/** Such sockets accept no path MTU (ip6_sk_accept_pmtu). */
export const ignoresPathMtu: ReadonlySet<Discovery> = new Set(['interface', 'omit']);

/** The largest packet that a datagram makes; undefined where its socket does not send it (linux/in.h, IP_PMTUDISC_*). */
export const largestPacket = ({ sender, flow, bytes: payload, discovery }: Datagram): Packet | undefined => {
  const { family, pathMtu, linkMtu, isLocked } = sender;
  const bytes = payload + udpIpHeaderBytes(family);
  const limit = discovery === 'probe' || ignoresPathMtu.has(discovery) ? linkMtu : pathMtu;
  const hasDf = discovery === 'do' || discovery === 'probe' || (discovery === 'want' && !isLocked);
  const packet = { family, kind: 'datagram', ...flow } as const;
  const mayFragment = family === 'ipv4' && { mayFragment: true as const };
  if (bytes <= limit) return { ...packet, bytes, ...(!hasDf && mayFragment) };
  if (refuses.has(discovery)) return undefined;
  return { ...packet, bytes: fragmentBytes(family, limit), isFragmented: true, ...mayFragment };
};

/** Such sockets make no fragments (ip_sk_ignore_df, ip6_sk_ignore_df). */
const refuses: ReadonlySet<Discovery> = new Set(['do', 'probe', 'interface']);

/** All fragments but the last carry a multiple of 8 bytes behind the headers of IP (RFC 791, RFC 8200 4.5). */
const fragmentBytes = (family: Family, mtu: number): number => {
  const headers = family === 'ipv6' ? 48 : 20;
  return headers + ((mtu - headers) & ~7);
};
