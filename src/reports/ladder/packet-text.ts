import type { PacketKind } from '../../wire/summary/packet-kind.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import type { FoldedPackets } from '../../wire/summary/ladder-rows.ts';

/** What stands beside the arrow of a packet. */
export const packetText = (packet: JourneySummary): string => {
  const said = [texts[packet.kind](packet), packet.repeated && 'again', pieces(packet), ...rewritten(packet)];
  return said.filter(Boolean).join(', ');
};

/** What was left out: `… 41 segments, 20 ACKs, all delivered`. */
export const foldText = (folded: readonly FoldedPackets[]): string => {
  const endings = [...new Set(folded.map(endOf))];
  const parts = endings.map((ending) => {
    const those = counts(folded.filter((one) => endOf(one) === ending));
    return endings.length === 1 && ending === 'delivered' && those.length > 0
      ? `${those.join(', ')}, ${folded.length === 1 && folded[0]!.packets === 1 ? '' : 'all\u00a0'}delivered`
      : `${those.join(', ')} ${ending}`;
  });
  return `… ${parts.join('; ')}`;
};

const texts: Readonly<Record<PacketKind, (packet: JourneySummary) => string>> = {
  syn: ({ mss, stops }) => handshake('SYN', mss, stops),
  'syn-ack': ({ mss, stops }) => handshake('SYN-ACK', mss, stops),
  large: (packet) => segment(packet),
  small: (packet) => segment(packet),
  ack: ({ wants }) => (wants === undefined ? 'ACK' : `ACK ${wants}`),
  fin: () => 'FIN',
  rst: () => 'RST',
  fragment: ({ offset, bytes }) => `fragment from ${offset}, ${bytes} B`,
  ptb: ({ mtu, quotes }) => `PTB ${mtu}${quotes ? ` for ${quotes.join(':')}` : ''}`,
  error: ({ about = 'an ICMP error' }) => about,
  other: ({ about = 'another packet' }) => about,
};

const handshake = (name: string, mss: number | undefined, stops: JourneySummary['stops']): string => {
  const written = stops
    .flatMap(({ changes = [] }) => changes.filter(({ field }) => field === 'mss'))
    .map(({ to }) => to);
  return mss === undefined ? name : `${name} mss ${[mss, ...written].join('→')}`;
};

const segment = ({ range, bytes, about, payload }: JourneySummary): string =>
  range ? `${range.join(':')}, ${bytes} B` : `${about ?? (payload ? 'segment' : 'packet')}, ${bytes} B`;

const pieces = ({ pieces, ended }: JourneySummary): string | undefined =>
  ended === 'continued' && pieces !== undefined ? `goes on as ${pieces}` : undefined;

/** What a clamp does to the MSS has been said. */
const rewritten = ({ kind, stops }: JourneySummary): readonly string[] =>
  stops
    .flatMap(({ changes = [] }) => changes)
    .filter(({ field }) => field !== 'mss' || !kind.startsWith('syn'))
    .map(({ field, from, to }) => `${field} ${from ?? 'none'}→${to ?? 'none'}`);

const endOf = ({ ended, at }: FoldedPackets): string => (ended === 'dead' ? `dead at ${at}` : endings[ended]);

const endings: Readonly<Record<Exclude<FoldedPackets['ended'], 'dead'>, string>> = {
  delivered: 'delivered',
  continued: 'cut or merged',
  'under-way': 'still under way',
  unknown: 'seen',
};

const counts = (folded: readonly FoldedPackets[]): readonly string[] => {
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
  ptb: 'PTB',
  error: 'ICMP error',
  other: 'other packet',
};
