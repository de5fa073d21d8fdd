import type { Ledger, SegmentCount, PtbCount } from './ledger.ts';

/** What a ledger counted after an earlier reading of the same nodes; entries that did not move are left out. */
export const ledgerSince = (now: LedgerCounts, before: LedgerCounts): LedgerCounts => ({
  ptbs: since(now.ptbs, before.ptbs, tooBigKey),
  segments: since(now.segments, before.segments, segmentsKey),
});

/** The part of a ledger that goes on counting. */
export type LedgerCounts = Pick<Ledger, 'ptbs' | 'segments'>;

const since = <C extends PtbCount | SegmentCount>(
  now: readonly C[],
  before: readonly C[],
  keyOf: (entry: C) => string,
): readonly C[] => {
  if (before.length === 0) return now;
  const old = new Map(before.map((entry) => [keyOf(entry), entry]));
  return now.map((entry) => less(entry, old.get(keyOf(entry)))).filter(({ packets }) => packets > 0);
};

const less = <C extends PtbCount | SegmentCount>(now: C, old: C | undefined): C => {
  if (!old) return now;
  const bytes = 'bytes' in now && 'bytes' in old ? { bytes: now.bytes - old.bytes } : {};
  return { ...now, packets: now.packets - old.packets, ...bytes };
};

/** All that names an entry; spelt out, since JSON.stringify took a fifth of a busy run. */
const tooBigKey = ({ node, hook, family, mtu, source, destination }: PtbCount): string =>
  `${node} ${hook} ${family} ${mtu} ${source} ${destination}`;

const segmentsKey = ({ node, interface: name, direction, size, source, destination }: SegmentCount): string =>
  `${node} ${name} ${direction} ${size} ${source} ${destination}`;
