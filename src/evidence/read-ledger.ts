import { families } from './family.ts';
import type { Ledger, PtbHook, Segments, Syn, TooBig } from './ledger.ts';
import { ptbSet, segmentSet, synSet } from './ledger-sets.ts';

/** One node's part of the ledger out of `nft -j list table inet mtulab` (the parsed JSON); unknown sets are passed over. */
export const readLedger = (node: string, nftJson: unknown): Ledger => {
  const sets = setsOf(nftJson);
  const counted = <T>(set: string, read: (key: Key, count: Count) => T): readonly T[] =>
    (sets.get(set) ?? []).map(({ key, ...count }) => read(key, count));
  return {
    tooBig: ptbSets.flatMap(({ family, hook }) =>
      counted(ptbSet(family, hook), (key, { packets }) => ({ node, hook, family, packets, ...quoted(key) })),
    ),
    syns: synSets.flatMap(({ kind, direction }) =>
      counted(synSet(kind, direction), (key): Syn => ({ node, kind, direction, ...named(key), mss: Number(key[3]) })),
    ),
    segments: segmentSets.flatMap(({ size, direction }) =>
      counted(segmentSet(size, direction), (key, count): Segments => ({
        node,
        size,
        direction,
        ...named(key),
        ...count,
      })),
    ),
  };
};

/** The parts of several nodes as one. */
export const together = (parts: readonly Ledger[]): Ledger => ({
  tooBig: parts.flatMap(({ tooBig }) => tooBig),
  syns: parts.flatMap(({ syns }) => syns),
  segments: parts.flatMap(({ segments }) => segments),
});

type Key = readonly (string | number)[];
type Count = { readonly packets: number; readonly bytes: number };

const hooks: readonly PtbHook[] = ['made', 'left', 'arrived', 'taken'];
const directions = ['in', 'out'] as const;
const pairs = <A, B>(as: readonly A[], bs: readonly B[]) => as.flatMap((a) => bs.map((b) => [a, b] as const));
const ptbSets = pairs(families, hooks).map(([family, hook]): Pick<TooBig, 'family' | 'hook'> => ({ family, hook }));
const synSets = pairs(['syn', 'syn-ack'] as const, directions).map(([kind, direction]) => ({ kind, direction }));
const segmentSets = pairs(['large', 'small'] as const, directions).map(([size, direction]) => ({ size, direction }));

/** The quoted ports are one number of 32 bits: the first 4 bytes of the quoted TCP header. */
const quoted = (key: Key) => {
  const ports = Number(key[1]);
  return { mtu: Number(key[0]), source: Math.floor(ports / 65536), destination: ports % 65536 };
};

const named = (key: Key) => ({ interface: String(key[0]), source: Number(key[1]), destination: Number(key[2]) });

const setsOf = (nftJson: unknown): ReadonlyMap<string, readonly ({ readonly key: Key } & Count)[]> => {
  const { nftables = [] } = nftJson as NftList;
  const sets = nftables.flatMap(({ set }) => (set ? [set] : []));
  return new Map(sets.map(({ name, elem = [] }) => [name, elem.flatMap(element)]));
};

/** nft 1.0 wraps an element that has a counter in `elem`; one without a counter proves nothing and is passed over. */
const element = ({ elem }: NftElement) =>
  elem?.counter ? [{ key: elem.val.concat, packets: elem.counter.packets, bytes: elem.counter.bytes }] : [];

interface NftList {
  readonly nftables?: readonly { readonly set?: { readonly name: string; readonly elem?: readonly NftElement[] } }[];
}

interface NftElement {
  readonly elem?: { readonly val: { readonly concat: Key }; readonly counter?: Count };
}
