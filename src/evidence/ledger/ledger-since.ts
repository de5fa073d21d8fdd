import type { Ledger, Segments, TooBig } from './ledger.ts';

/** What a ledger counted after an earlier reading of the same nodes; entries that did not move are left out. */
export const ledgerSince = (now: Counts, before: Counts): Counts => ({
  tooBig: since(now.tooBig, before.tooBig, tooBigKey),
  segments: since(now.segments, before.segments, segmentsKey),
});

/** The part of a ledger that goes on counting. */
export type Counts = Pick<Ledger, 'tooBig' | 'segments'>;

const since = <C extends TooBig | Segments>(
  now: readonly C[],
  before: readonly C[],
  keyOf: (entry: C) => string,
): readonly C[] => {
  if (before.length === 0) return now;
  const old = new Map(before.map((entry) => [keyOf(entry), entry]));
  return now.map((entry) => less(entry, old.get(keyOf(entry)))).filter(({ packets }) => packets > 0);
};

const less = <C extends TooBig | Segments>(now: C, old: C | undefined): C => {
  if (!old) return now;
  const bytes = 'bytes' in now && 'bytes' in old ? { bytes: now.bytes - old.bytes } : {};
  return { ...now, packets: now.packets - old.packets, ...bytes };
};

/** All that names an entry; spelt out, since JSON.stringify took a fifth of a busy run. */
const tooBigKey = ({ node, hook, family, mtu, source, destination }: TooBig): string =>
  `${node} ${hook} ${family} ${mtu} ${source} ${destination}`;

const segmentsKey = ({ node, interface: name, direction, size, source, destination }: Segments): string =>
  `${node} ${name} ${direction} ${size} ${source} ${destination}`;
