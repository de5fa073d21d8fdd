import { senderFamily } from '../flows/segments.ts';
import { vlanTagBytes } from '../family.ts';
import type { RefusedCount } from '../ledger/ledger.ts';
import { fullPacketBytes } from '../sockets/sample.ts';
import type { Cause } from './episode.ts';
import type { LinkEnd, SilentFlow } from './flow-reading.ts';
import { commonPlace, isOfDirection } from './loss-points.ts';
import { packetsText } from './packet-counts-text.ts';
import type { RetransmissionWindow } from './retransmission-window.ts';

/** Returns the interface that does not send the lost packets because they exceed its own MTU; undefined when that explains not all losses. */
export const refusedByOwnMtu = (
  silent: SilentFlow,
  { dataLoss, isLarge }: Pick<RetransmissionWindow, 'dataLoss' | 'isLarge'>,
): Cause | undefined => {
  const refusals = dataLoss.map(({ linkEnd }) => linkEnd && refusalText(linkEnd, silent, isLarge));
  const texts = refusals.filter((text) => text !== undefined);
  if (texts.length === 0 || texts.length < refusals.length) return undefined;
  return { word: 'refused-by-own-mtu', ...commonPlace(dataLoss), evidence: [...texts, ...sizeTexts(silent)] };
};

/**
 * Packets that the other end accepts are counted there, which proves it. Longer ones the interface itself drops uncounted, and their size
 * proves it.
 */
const refusalText = (end: LinkEnd, silent: SilentFlow, isLarge: boolean): string | undefined => {
  const { flow, after } = silent;
  const [own, other] = [
    after.mtus?.[`${end.node} ${end.interface}`],
    after.mtus?.[`${end.peer} ${end.peerInterface}`],
  ] as const;
  const { packets, bytes } = refusedAt(end, silent);
  if (packets > 0) {
    const limit = own === undefined ? 'its MTU' : `its MTU of ${own}`;
    return `${end.place} refused ${packetsText(packets, isLarge ? 'large' : 'small', flow)} (${bytes} bytes): they exceed ${limit}`;
  }
  // What a bridge drops it drops for all, and no sender of its own learns of it.
  if (!isLarge || end.isTunnel || end.isBridge || own === undefined) return undefined;
  const counted = other !== undefined && other > own ? other + vlanTagBytes : own;
  return repeatedPacketBytes(silent) > counted ? `${end.place} sends no packets above its MTU of ${own}` : undefined;
};

/**
 * Average length in bytes of the IP packets that the sender retransmitted: a small body makes shorter ones than its MSS allows. 0 where the
 * kernel does not count their bytes (before Linux 4.19). A segment that the device of the sender refused was not retransmitted; it is the first
 * of those that wait.
 */
const repeatedPacketBytes = ({ flow, first, after }: SilentFlow): number => {
  const sender = after.sender!;
  const packets = sender.totalRetrans - (first.sender?.totalRetrans ?? Infinity);
  const bytes = (sender.bytesRetrans ?? NaN) - (first.sender?.bytesRetrans ?? NaN);
  const payload = packets > 0 ? bytes / packets : Math.min(sender.sndMss, sender.notsentBytes ?? 0);
  return payload > 0 ? fullPacketBytes(senderFamily(flow), { ...sender, sndMss: payload }) : 0;
};

/** What the other end counted since the first reading of the silence. */
const refusedAt = (end: LinkEnd, { flow, first, after }: SilentFlow): Pick<RefusedCount, 'packets' | 'bytes'> => {
  const countIn = (counts: readonly RefusedCount[] = []) =>
    counts.find(
      (count) => isOfDirection(flow, count) && count.node === end.peer && count.interface === end.peerInterface,
    );
  const [now, before] = [countIn(after.refused), countIn(first.refused)];
  return { packets: (now?.packets ?? 0) - (before?.packets ?? 0), bytes: (now?.bytes ?? 0) - (before?.bytes ?? 0) };
};

const sizeTexts = ({ flow, after }: SilentFlow): readonly string[] => [
  `${flow.from} sends packets of up to ${fullPacketBytes(senderFamily(flow), after.sender!)} bytes; its path MTU is ${after.sender!.pmtu}`,
];
