import type { Family } from '../family.ts';
import { families } from '../family.ts';
import type { FlowId } from '../flows/flow-id.ts';
import { familiesOf, onSegment } from '../flows/segments.ts';
import type { FragmentCount, Ledger, PtbCount, PtbHook, RefusedCount, SegmentCount } from './ledger.ts';
import { decodeFlowKey, decodeFragmentKey, decodePtbKey, flowPorts } from './set-keys.ts';
import { fragmentSet, ptbSet, segmentSet, synSet } from './set-names.ts';
import type { LedgerCounts } from './ledger-since.ts';

/** Decodes the counts of one node from the raw elements of its nft sets; each part of the ledger has its own sets. */
export const readLedger: { readonly [Part in keyof Ledger]: (node: string, elements: SetReader) => Ledger[Part] } = {
  ptbs: (node, elements) => readPtbs(node, families, elements),
  syns: (node, elements) =>
    synSets.flatMap(({ kind, direction }) =>
      elements(synSet(kind, direction)).map(({ key }) => ({
        node,
        kind,
        direction,
        ...decodeFlowKey(key),
        mss: key.readUInt16BE(28),
      })),
    ),
  segments: (node, elements) => readSegments(node, elements, (ports) => ports),
  fragments: (node, elements) => readFragments(node, elements),
};

/**
 * Decodes the counts of one node for one flow, in both directions and in the terms of `flow`, also where the node sees it on another of its
 * segments; Packet Too Big messages of all flows of its families, since one message updates the path MTU of every sender to its destination.
 */
export const readFlowCounts = (
  node: string,
  flow: FlowId,
  elements: SetReader,
  segments: readonly FlowId[] = [flow],
): LedgerCounts => {
  const portsOf = onSegment(flow, segments, ['family', 'source', 'destination']);
  const addressesOf = onSegment(flow, segments, ['sourceAddress', 'destinationAddress']);
  const families = familiesOf({ ...flow, segments });
  const fragments = families.includes('ipv4') ? readFragments(node, elements) : [];
  return {
    ptbs: readPtbs(node, families, elements),
    segments: readSegments(node, elements, portsOf),
    fragments: fragments.flatMap((entry) => addressesOf(entry) ?? []),
  };
};

/** Decodes what one node dropped of one flow, in both directions, because the other end of the link could not have sent it. */
export const readRefused = (
  node: string,
  flow: FlowId,
  elements: readonly SetElement[],
  segments: readonly FlowId[] = [flow],
): readonly RefusedCount[] => {
  const portsOf = onSegment(flow, segments, ['family', 'source', 'destination']);
  return elements.flatMap(({ key, packets, bytes }) => {
    const ports = portsOf(flowPorts(key));
    return ports ? [{ node, ...decodeFlowKey(key), ...ports, packets, bytes }] : [];
  });
};

/** An element of a dynamic set with a counter: each field of its key is padded to a multiple of four bytes, numbers in network order. */
export interface SetElement {
  readonly key: Buffer;
  readonly packets: number;
  readonly bytes: number;
}

type SetReader = (set: string) => readonly SetElement[];

const readPtbs = (node: string, of: readonly Family[], elements: SetReader): readonly PtbCount[] =>
  pairs(of, hooks).flatMap(([family, hook]) =>
    elements(ptbSet(family, hook)).map(({ key, packets }) => ({
      node,
      hook,
      family,
      ...decodePtbKey(key, family),
      packets,
    })),
  );

/** Decodes only the wanted entries: a busy lab has thousands, and a flow has eight in each node. `portsOf` may rename their ports. */
const readSegments = (
  node: string,
  elements: SetReader,
  portsOf: (ports: FlowPorts) => FlowPorts | undefined,
): readonly SegmentCount[] =>
  segmentSets.flatMap(({ size, direction }) =>
    elements(segmentSet(size, direction)).flatMap(({ key, packets, bytes }) => {
      const ports = portsOf(flowPorts(key));
      return ports ? [{ node, size, direction, ...decodeFlowKey(key), ...ports, packets, bytes }] : [];
    }),
  );

type FlowPorts = ReturnType<typeof flowPorts>;

const readFragments = (node: string, elements: SetReader): readonly FragmentCount[] =>
  directions.flatMap((direction) =>
    elements(fragmentSet(direction)).map(({ key, packets }) => ({
      ...{ node, direction, packets },
      ...decodeFragmentKey(key),
    })),
  );

const hooks: readonly PtbHook[] = ['made', 'passed', 'left', 'arrived', 'taken'];
const directions = ['in', 'out'] as const;
const pairs = <A, B>(as: readonly A[], bs: readonly B[]) => as.flatMap((a) => bs.map((b) => [a, b] as const));
const synSets = pairs(['syn', 'syn-ack'] as const, directions).map(([kind, direction]) => ({ kind, direction }));
const segmentSets = pairs(['large', 'small'] as const, directions).map(([size, direction]) => ({ size, direction }));
