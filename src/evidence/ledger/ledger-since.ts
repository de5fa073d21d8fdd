import type { FragmentCount, Ledger, PtbCount, SegmentCount } from './ledger.ts';

/** Returns what a ledger counted after an earlier reading of the same nodes; unchanged entries are left out. */
export const ledgerSince = (now: LedgerCounts, before: LedgerCounts): LedgerCounts => ({
  ptbs: ptbsSince(now.ptbs, before.ptbs),
  segments: since(now.segments, before.segments, segmentKey),
  fragments: since(now.fragments, before.fragments, fragmentKey),
});

/** The same for Packet Too Big messages alone. */
export const ptbsSince = (now: readonly PtbCount[], before: readonly PtbCount[]): readonly PtbCount[] =>
  since(now, before, ptbKey);

/** The parts of a ledger whose counters increase during a flow. */
export type LedgerCounts = Omit<Ledger, 'syns'>;

type Count = PtbCount | SegmentCount | FragmentCount;

const since = <C extends Count>(now: readonly C[], before: readonly C[], keyOf: (entry: C) => string): readonly C[] => {
  if (before.length === 0) return now;
  const earlier = new Map(before.map((entry) => [keyOf(entry), entry]));
  return now.map((entry) => subtract(entry, earlier.get(keyOf(entry)))).filter(({ packets }) => packets > 0);
};

const subtract = <C extends Count>(now: C, earlier: C | undefined): C => {
  if (!earlier) return now;
  const bytes = 'bytes' in now && 'bytes' in earlier ? { bytes: now.bytes - earlier.bytes } : {};
  return { ...now, packets: now.packets - earlier.packets, ...bytes };
};

/** All fields that identify an entry; written out, since JSON.stringify took a fifth of a busy run. */
const ptbKey = ({ node, hook, family, mtu, quote }: PtbCount): string => `${node} ${hook} ${family} ${mtu} ${quote}`;

const segmentKey = ({ node, interface: name, direction, size, family, source, destination }: SegmentCount): string =>
  `${node} ${name} ${direction} ${size} ${family} ${source} ${destination}`;

const fragmentKey = ({ node, interface: name, direction, ...addresses }: FragmentCount): string =>
  `${node} ${name} ${direction} ${addresses.sourceAddress} ${addresses.destinationAddress}`;
