import type { Ledger, SegmentCount, PtbCount } from './ledger.ts';

/** Returns what a ledger counted after an earlier reading of the same nodes; unchanged entries are left out. */
export const ledgerSince = (now: LedgerCounts, before: LedgerCounts): LedgerCounts => ({
  ptbs: since(now.ptbs, before.ptbs, ptbKey),
  segments: since(now.segments, before.segments, segmentKey),
});

/** The parts of a ledger whose counters increase during a flow. */
export type LedgerCounts = Pick<Ledger, 'ptbs' | 'segments'>;

const since = <C extends PtbCount | SegmentCount>(
  now: readonly C[],
  before: readonly C[],
  keyOf: (entry: C) => string,
): readonly C[] => {
  if (before.length === 0) return now;
  const earlier = new Map(before.map((entry) => [keyOf(entry), entry]));
  return now.map((entry) => subtract(entry, earlier.get(keyOf(entry)))).filter(({ packets }) => packets > 0);
};

const subtract = <C extends PtbCount | SegmentCount>(now: C, earlier: C | undefined): C => {
  if (!earlier) return now;
  const bytes = 'bytes' in now && 'bytes' in earlier ? { bytes: now.bytes - earlier.bytes } : {};
  return { ...now, packets: now.packets - earlier.packets, ...bytes };
};

/** All fields that identify an entry; written out, since JSON.stringify took a fifth of a busy run. */
const ptbKey = ({ node, hook, family, mtu, source, destination }: PtbCount): string =>
  `${node} ${hook} ${family} ${mtu} ${source} ${destination}`;

const segmentKey = ({ node, interface: name, direction, size, source, destination }: SegmentCount): string =>
  `${node} ${name} ${direction} ${size} ${source} ${destination}`;
