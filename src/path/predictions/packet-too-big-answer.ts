import type { CauseWord } from '../../evidence/stalls/episode.ts';
import { minimumIpv6Mtu, translationBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Packet } from '../../words/lab/packet.ts';
import { walk } from '../walk/walk.ts';
import type { NetworkView } from '../walk/network-view.ts';
import type { WayEnd } from '../walk/way.ts';
import type { Sender } from './sender.ts';

/** What a sender makes of a packet that no longer fits: it learns a smaller path MTU, or it does not, for a reason. */
export type Answer =
  | { readonly kind: 'learned'; readonly mtu: number; readonly because: string }
  | { readonly kind: 'unknown'; readonly why: string }
  | NotLearned;

interface NotLearned {
  readonly kind: 'not-learned';
  readonly cause?: CauseWord;
  readonly place?: string;
  readonly because: string;
  /** The application does not hear of it either. */
  readonly isUnheard?: true;
}

/** Returns what becomes of the Packet Too Big for a packet, on each way that it may take. */
export const packetTooBigAnswers = (
  network: NetworkView,
  { sender, packet, tooBig }: { readonly sender: Sender; readonly packet: Packet; readonly tooBig: TooBig },
): readonly Answer[] => {
  const { node, mtu, place } = tooBig;
  const { family } = packet;
  const message: Packet = {
    ...{ family, kind: 'packet-too-big', bytes: messageBytes[family], mtu },
    ...{ source: node, destination: packet.source },
    // Those of a reply are about its destination.
    ...(packet.translations && !packet.isReply && { translations: packet.translations }),
  };
  const isTcp = packet.kind === 'segment';
  const carries = `${place} carries ${mtu} bytes`;
  return walk(network, { from: node, packet: message }).map(
    ({ end, packet: { mtu: reported = mtu, quotesAnother, family: arrived } }) => {
      const sent = `${carries}, and ${node} sends Packet Too Big (MTU ${reported})`;
      if (end.kind === 'unknown') return { kind: 'unknown', why: end.why };
      if (end.kind === 'delivered')
        return end.node === sender.node
          ? received(network, sender, {
              reported,
              bytes: packet.bytes + translated(family, sender.family),
              isTcp,
              place: node,
              sent,
              quotesAnother,
            })
          : {
              ...{ kind: 'not-learned', cause: 'packet-too-big-misdelivered', place: end.node },
              because: `${sent}, which reaches ${end.node} instead of ${sender.node}`,
            };
      return lost(end, { sent, carries, node, isSmaller: reported < packet.bytes + translated(family, arrived) });
    },
  );
};

/** The bytes that a packet of one family has more as one of the other, where a translator is on its way. */
const translated = (from: Family, to: Family): number => {
  if (from === to) return 0;
  return to === 'ipv6' ? translationBytes : -translationBytes;
};

type TooBig = Extract<WayEnd, { readonly kind: 'too-big' }>;

/** RFC 4443 fills the minimum MTU of IPv6, RFC 1812 quotes as much as fits into 576 bytes. */
const messageBytes = { ipv6: minimumIpv6Mtu, ipv4: 576 } as const;

/** A message that does not lower the path MTU changes nothing (tcp_v6_err, tcp_v4_err); below 1280 bytes IPv6 ignores it (RFC 8201). */
const received = (
  network: NetworkView,
  { node, family, pathMtu, isLocked }: Sender,
  { reported, bytes, isTcp, place, sent, quotesAnother }: Received,
): Answer => {
  const mode = family === 'ipv4' ? (network.traits.sysctlOf(node, 'net.ipv4.ip_no_pmtu_disc') ?? '0') : '0';
  if (quotesAnother)
    return {
      ...{ kind: 'not-learned', cause: 'packet-too-big-ignored', place: node },
      because: `${sent}, which quotes a packet that ${node} has not sent`,
    };
  // icmp_unreach: mode 2 takes none, mode 3 only those for protocols that check more than the ports, and mode 1 not the MTU in it.
  if (mode === '2' || (mode === '3' && !isTcp))
    return {
      ...{ kind: 'not-learned', cause: 'packet-too-big-ignored', place: node, isUnheard: true },
      because: `${sent}, which ${node} ignores`,
    };
  if (mode === '1' && !isLocked && pathMtu > leastIpv4PathMtu)
    return {
      ...{ kind: 'learned', mtu: leastIpv4PathMtu },
      because: `${sent}, which reaches ${node}, and ${node} takes ${leastIpv4PathMtu} bytes for it (ip_no_pmtu_disc)`,
    };
  if (reported >= bytes)
    return {
      ...{ kind: 'not-learned', place },
      ...(reported === pathMtu && { cause: 'packet-too-big-wrong' }),
      because: `${sent}, which is no less than its packets have`,
    };
  const isTooSmall = family === 'ipv6' ? reported < minimumIpv6Mtu : reported === 0;
  if (isLocked || isTooSmall || reported >= pathMtu)
    return {
      ...{ kind: 'not-learned', cause: 'packet-too-big-ignored', place: node },
      because: `${sent}, which ${node} ignores`,
    };
  const mtu = family === 'ipv4' ? Math.max(reported, leastIpv4PathMtu) : reported;
  return { kind: 'learned', mtu, because: `${sent}, which reaches ${node}` };
};

interface Received {
  readonly reported: number;
  /** Length of the packet that did not fit. */
  readonly bytes: number;
  readonly isTcp: boolean;
  readonly place: string;
  readonly sent: string;
  readonly quotesAnother: true | undefined;
}

/** Net.ipv4.route.min_pmtu. */
const leastIpv4PathMtu = 552;

const lost = (
  end: Exclude<WayEnd, { readonly kind: 'delivered' | 'unknown' }>,
  { sent, carries, node, isSmaller }: Unheard,
): Answer => {
  if (end.kind !== 'lost-in-node') {
    const where = 'place' in end ? end.place : end.node;
    return { kind: 'not-learned', cause: 'packet-too-big-lost', because: `${sent}, which is lost at ${where}` };
  }
  return end.isBeforeCounting
    ? {
        kind: 'not-learned',
        cause: 'packet-too-big-not-sent',
        place: node,
        because: `${carries}, and ${node} ${end.loss}`,
      }
    : {
        kind: 'not-learned',
        // A message that would not have helped explains nothing: what it is about is lost without one.
        ...(isSmaller ? { cause: 'packet-too-big-lost', place: end.node } : { cause: 'silent-drop', place: node }),
        because: `${sent}; ${end.node} ${end.loss}`,
      };
};

interface Unheard {
  readonly sent: string;
  readonly carries: string;
  /** The node that sends the message. */
  readonly node: string;
  /** It reports less than the length of the packet that it is about. */
  readonly isSmaller: boolean;
}
