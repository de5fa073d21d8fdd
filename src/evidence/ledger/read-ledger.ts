import type { Family } from '../family.ts';
import { families } from '../family.ts';
import type { Ledger, PtbHook, SegmentCount, PtbCount } from './ledger.ts';
import { ptbSet, segmentSet, synSet } from './set-names.ts';
import type { LedgerCounts } from './ledger-since.ts';

/** What one node counted, out of the raw elements of its nft sets; each part has sets of its own. */
export const readLedger: { readonly [Part in keyof Ledger]: (node: string, elements: Elements) => Ledger[Part] } = {
  ptbs: (node, elements) => tooBigOf(node, ptbSets, elements),
  syns: (node, elements) =>
    synSets.flatMap(({ kind, direction }) =>
      elements(synSet(kind, direction)).map(({ key }) => ({
        node,
        kind,
        direction,
        ...named(key),
        mss: key.readUInt16BE(24),
      })),
    ),
  segments: (node, elements) => segmentsOf(node, elements),
};

/** What one node counted of one flow, both ways; Packet Too Big messages of all flows, since one teaches every sender to its destination. */
export const readFlowCounts = (
  node: string,
  { family, source, destination }: Ports,
  elements: Elements,
): LedgerCounts => {
  const isMine = ({ key }: SetElement): boolean => {
    const [a, b] = [key.readUInt16BE(16), key.readUInt16BE(20)];
    return (a === source && b === destination) || (a === destination && b === source);
  };
  return {
    ptbs: tooBigOf(
      node,
      ptbSets.filter((set) => set.family === family),
      elements,
    ),
    segments: segmentsOf(node, (set) => elements(set).filter(isMine)),
  };
};

/** An element of a dynamic set with a counter: each field of its key takes a multiple of four bytes, numbers in network order. */
export interface SetElement {
  readonly key: Buffer;
  readonly packets: number;
  readonly bytes: number;
}

type Elements = (set: string) => readonly SetElement[];

/** A flow, in whichever direction. */
type Ports = Pick<PtbCount, 'family' | 'source' | 'destination'>;

const tooBigOf = (
  node: string,
  sets: readonly Pick<PtbCount, 'family' | 'hook'>[],
  elements: Elements,
): readonly PtbCount[] =>
  sets.flatMap(({ family, hook }) =>
    elements(ptbSet(family, hook)).map(({ key, packets }) => ({ node, hook, family, ...told(key, family), packets })),
  );

const segmentsOf = (node: string, elements: Elements): readonly SegmentCount[] =>
  segmentSets.flatMap(({ size, direction }) =>
    elements(segmentSet(size, direction)).map(({ key, packets, bytes }) => ({
      node,
      size,
      direction,
      ...named(key),
      packets,
      bytes,
    })),
  );

const hooks: readonly PtbHook[] = ['made', 'left', 'arrived', 'taken'];
const directions = ['in', 'out'] as const;
const pairs = <A, B>(as: readonly A[], bs: readonly B[]) => as.flatMap((a) => bs.map((b) => [a, b] as const));
const ptbSets = pairs(families, hooks).map(([family, hook]): Pick<PtbCount, 'family' | 'hook'> => ({ family, hook }));
const synSets = pairs(['syn', 'syn-ack'] as const, directions).map(([kind, direction]) => ({ kind, direction }));
const segmentSets = pairs(['large', 'small'] as const, directions).map(([size, direction]) => ({ size, direction }));

/** ICMPv6 tells the MTU in 32 bits, ICMP in 16; then the first 4 bytes of the quoted TCP header. */
const told = (key: Buffer, family: Family) => ({
  mtu: family === 'ipv6' ? key.readUInt32BE(0) : key.readUInt16BE(0),
  source: key.readUInt16BE(4),
  destination: key.readUInt16BE(6),
});

/** An interface name takes IFNAMSIZ, 16 bytes. */
const named = (key: Buffer) => ({
  interface: key.toString('latin1', 0, 16).replace(/\0.*$/s, ''),
  source: key.readUInt16BE(16),
  destination: key.readUInt16BE(20),
});
