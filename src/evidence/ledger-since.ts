import type { Ledger } from './ledger.ts';

/** What a ledger counted after an earlier reading of the same nodes; entries that did not move are left out. */
export const ledgerSince = (now: Ledger, before: Ledger): Ledger => ({
  tooBig: since(now.tooBig, before.tooBig),
  syns: now.syns.filter((syn) => !before.syns.some((old) => keyOf(old) === keyOf(syn))),
  segments: since(now.segments, before.segments),
});

const since = <C extends Counted>(now: readonly C[], before: readonly C[]): readonly C[] => {
  const old = new Map(before.map((entry) => [keyOf(entry), entry]));
  return now.map((entry) => less(entry, old.get(keyOf(entry)))).filter(({ packets }) => packets > 0);
};

const less = <C extends Counted>(now: C, old: C | undefined): C =>
  old
    ? {
        ...now,
        packets: now.packets - old.packets,
        ...(now.bytes !== undefined && { bytes: now.bytes - (old.bytes ?? 0) }),
      }
    : now;

/** All that names an entry, without what it counts. */
const keyOf = (entry: object): string => JSON.stringify({ ...entry, packets: undefined, bytes: undefined });

interface Counted {
  readonly packets: number;
  readonly bytes?: number;
}
