import type { PacketKind } from '../../wire/summary/packet-kind.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import type { FoldedPackets } from '../../wire/summary/ladder-rows.ts';

/** The text beside the arrow of a packet. */
export const packetText = (packet: JourneySummary): string => {
  const parts = [texts[packet.kind](packet), packet.repeated && 'again', splitText(packet), ...rewrittenTexts(packet)];
  return parts.filter(Boolean).join(', ');
};

/** The text in place of packets that were left out: `… 41 segments, 20 ACKs, all delivered`. */
export const foldText = (folded: readonly FoldedPackets[]): string => {
  const endings = [...new Set(folded.map(endingText))];
  const parts = endings.map((ending) => {
    const counts = countTexts(folded.filter((packets) => endingText(packets) === ending));
    return endings.length === 1 && ending === 'delivered' && counts.length > 0
      ? `${counts.join(', ')}, ${folded.length === 1 && folded[0]!.packets === 1 ? '' : 'all\u00a0'}delivered`
      : `${counts.join(', ')} ${ending}`;
  });
  return `… ${parts.join('; ')}`;
};

const texts: Readonly<Record<PacketKind, (packet: JourneySummary) => string>> = {
  syn: ({ mss, stops }) => synText('SYN', mss, stops),
  'syn-ack': ({ mss, stops }) => synText('SYN-ACK', mss, stops),
  large: (packet) => segmentText(packet),
  small: (packet) => segmentText(packet),
  ack: ({ wants }) => (wants === undefined ? 'ACK' : `ACK ${wants}`),
  fin: () => 'FIN',
  rst: () => 'RST',
  fragment: ({ offset, bytes }) => `fragment from ${offset}, ${bytes} B`,
  tunnel: ({ about, range, bytes }) => `${about}${contentText(range)}, ${bytes} B`,
  ptb: ({ mtu, quotes }) => `PTB ${mtu}${quotes ? ` for ${quotes.join(':')}` : ''}`,
  error: ({ about = 'an ICMP error' }) => about,
  other: ({ about = 'another packet' }) => about,
};

/** The bytes of the segment in a tunnel, if there are any. */
const contentText = (range: JourneySummary['range']): string =>
  range && range[0] < range[1] ? ` with ${range.join(':')}` : '';

const synText = (name: string, mss: number | undefined, stops: JourneySummary['stops']): string => {
  const rewritten = stops
    .flatMap(({ changes = [] }) => changes.filter(({ field }) => field === 'mss'))
    .map(({ to }) => to);
  return mss === undefined ? name : `${name} mss ${[mss, ...rewritten].join('→')}`;
};

const segmentText = ({ range, bytes, about, payload }: JourneySummary): string =>
  range ? `${range.join(':')}, ${bytes} B` : `${about ?? (payload ? 'segment' : 'packet')}, ${bytes} B`;

const splitText = ({ pieces, ended }: JourneySummary): string | undefined => {
  if (ended !== 'continued' || pieces === undefined) return undefined;
  return pieces === 1 ? 'merged into another' : `split into ${pieces}`;
};

/** Rewritten fields, without the MSS of a SYN, which `synText` shows. */
const rewrittenTexts = ({ kind, stops }: JourneySummary): readonly string[] =>
  stops
    .flatMap(({ changes = [] }) => changes)
    .filter(({ field }) => field !== 'mss' || !kind.startsWith('syn'))
    .map(({ field, from, to }) => `${field} ${from ?? 'none'}→${to ?? 'none'}`);

const endingText = ({ ended, at }: FoldedPackets): string => (ended === 'dead' ? `dead at ${at}` : endingTexts[ended]);

const endingTexts: Readonly<Record<Exclude<FoldedPackets['ended'], 'dead'>, string>> = {
  delivered: 'delivered',
  continued: 'split or merged',
  'under-way': 'in flight at the end',
  unknown: 'seen',
};

const countTexts = (folded: readonly FoldedPackets[]): readonly string[] => {
  const sums = new Map<string, number>();
  for (const { kind, packets } of folded) sums.set(names[kind], (sums.get(names[kind]) ?? 0) + packets);
  return [...sums].map(([name, packets]) => `${packets} ${name}${packets === 1 ? '' : 's'}`);
};

const names: Readonly<Record<PacketKind, string>> = {
  syn: 'SYN',
  'syn-ack': 'SYN-ACK',
  large: 'segment',
  small: 'segment',
  ack: 'ACK',
  fin: 'FIN',
  rst: 'RST',
  fragment: 'fragment',
  tunnel: 'tunnel packet',
  ptb: 'PTB',
  error: 'ICMP error',
  other: 'other packet',
};
