import type { Family } from '../family.ts';
import { families } from '../family.ts';
import type { Ledger, PtbHook, SegmentCount, PtbCount } from './ledger.ts';
import { ptbSet, segmentSet, synSet } from './set-names.ts';
import type { LedgerCounts } from './ledger-since.ts';

/** Decodes the counts of one node from the raw elements of its nft sets; each part of the ledger has its own sets. */
export const readLedger: { readonly [Part in keyof Ledger]: (node: string, elements: SetReader) => Ledger[Part] } = {
  ptbs: (node, elements) => readPtbs(node, ptbSets, elements),
  syns: (node, elements) =>
    synSets.flatMap(({ kind, direction }) =>
      elements(synSet(kind, direction)).map(({ key }) => ({
        node,
        kind,
        direction,
        ...decodeFlowKey(key),
        mss: key.readUInt16BE(24),
      })),
    ),
  segments: (node, elements) => readSegments(node, elements),
};

/**
 * Decodes the counts of one node for one flow, in both directions; Packet Too Big messages of all flows of the family, since one message
 * updates the path MTU of every sender to its destination.
 */
export const readFlowCounts = (
  node: string,
  { family, source, destination }: FlowPorts,
  elements: SetReader,
): LedgerCounts => {
  const isOfFlow = ({ key }: SetElement): boolean => {
    const [a, b] = [key.readUInt16BE(16), key.readUInt16BE(20)];
    return (a === source && b === destination) || (a === destination && b === source);
  };
  return {
    ptbs: readPtbs(
      node,
      ptbSets.filter((set) => set.family === family),
      elements,
    ),
    segments: readSegments(node, (set) => elements(set).filter(isOfFlow)),
  };
};

/** An element of a dynamic set with a counter: each field of its key is padded to a multiple of four bytes, numbers in network order. */
export interface SetElement {
  readonly key: Buffer;
  readonly packets: number;
  readonly bytes: number;
}

type SetReader = (set: string) => readonly SetElement[];

/** The ports of a flow, in either direction. */
type FlowPorts = Pick<PtbCount, 'family' | 'source' | 'destination'>;

const readPtbs = (
  node: string,
  sets: readonly Pick<PtbCount, 'family' | 'hook'>[],
  elements: SetReader,
): readonly PtbCount[] =>
  sets.flatMap(({ family, hook }) =>
    elements(ptbSet(family, hook)).map(({ key, packets }) => ({
      node,
      hook,
      family,
      ...decodePtbKey(key, family),
      packets,
    })),
  );

const readSegments = (node: string, elements: SetReader): readonly SegmentCount[] =>
  segmentSets.flatMap(({ size, direction }) =>
    elements(segmentSet(size, direction)).map(({ key, packets, bytes }) => ({
      node,
      size,
      direction,
      ...decodeFlowKey(key),
      packets,
      bytes,
    })),
  );

const hooks: readonly PtbHook[] = ['made', 'passed', 'left', 'arrived', 'taken'];
const directions = ['in', 'out'] as const;
const pairs = <A, B>(as: readonly A[], bs: readonly B[]) => as.flatMap((a) => bs.map((b) => [a, b] as const));
const ptbSets = pairs(families, hooks).map(([family, hook]): Pick<PtbCount, 'family' | 'hook'> => ({ family, hook }));
const synSets = pairs(['syn', 'syn-ack'] as const, directions).map(([kind, direction]) => ({ kind, direction }));
const segmentSets = pairs(['large', 'small'] as const, directions).map(([size, direction]) => ({ size, direction }));

/** The MTU has 32 bits in ICMPv6 and 16 in ICMP; the first 4 bytes of the quoted TCP header follow. */
const decodePtbKey = (key: Buffer, family: Family) => ({
  mtu: family === 'ipv6' ? key.readUInt32BE(0) : key.readUInt16BE(0),
  source: key.readUInt16BE(4),
  destination: key.readUInt16BE(6),
});

/** An interface name takes IFNAMSIZ, 16 bytes. */
const decodeFlowKey = (key: Buffer) => ({
  interface: key.toString('latin1', 0, 16).replace(/\0.*$/s, ''),
  source: key.readUInt16BE(16),
  destination: key.readUInt16BE(20),
});
