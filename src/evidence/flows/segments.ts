import { translatedMtu } from '../family.ts';
import type { Family } from '../family.ts';
import type { FlowId, QuotedHeader } from './flow-id.ts';

/**
 * One direction of a flow on each segment of its way, in order: address translation begins a new segment. Evidence is read in the terms of one
 * of them, so that what follows needs no other.
 */
export type Segments = readonly [FlowId, ...FlowId[]];

/** What a node that translates addresses changed in a packet: the entry of its connection tracking. */
export interface Translation {
  readonly node: string;
  readonly before: FlowId;
  readonly after: FlowId;
}

/** Why the segments of a flow are not known. */
export interface Ambiguity {
  readonly nodes: readonly string[];
}

/** Follows a flow from its first segment through all translations; two different ones of the same packets are an ambiguity. */
export const followTranslations = (
  first: FlowId,
  translationsOf: (flow: FlowId) => readonly Translation[],
): { readonly segments: Segments; readonly applied: readonly Translation[] } | Ambiguity => {
  const segments: [FlowId, ...FlowId[]] = [first];
  const applied: Translation[] = [];
  for (;;) {
    const last = segments.at(-1)!;
    const next = translationsOf(last).filter(({ after }) => !isSameFlow(after, last));
    const results = new Set(next.map(({ after }) => flowText(after)));
    if (results.size > 1) return { nodes: next.map(({ node }) => node) };
    if (!next[0] || segments.some((segment) => isSameFlow(segment, next[0]!.after))) return { segments, applied };
    segments.push(next[0].after);
    applied.push(next[0]);
  }
};

/** The same flow in the other direction. */
export const reverseFlow = <F extends FlowId>(flow: F): F => ({
  ...flow,
  ...{ source: flow.destination, destination: flow.source },
  ...{ sourceAddress: flow.destinationAddress, destinationAddress: flow.sourceAddress },
});

/** The segments of the other direction, in its order. */
export const reverseSegments = (segments: Segments): Segments =>
  segments.map(reverseFlow).reverse() as unknown as Segments;

const isSameFlow = (a: FlowId, b: FlowId): boolean => flowText(a) === flowText(b);

/**
 * Returns a function that takes what was seen of one of these segments, in either direction, and returns it as it would be on segment `as`;
 * undefined for what belongs to none. It compares these fields: all of a header, or the ports that nft counts.
 */
export const onSegment = <Field extends keyof FlowId>(
  as: FlowId,
  segments: readonly FlowId[],
  fields: readonly Field[],
): (<Entry extends Pick<FlowId, Field>>(entry: Entry) => Entry | undefined) => {
  const directions = [
    { seen: segments, wanted: identity(as, fields) },
    { seen: segments.map(reverseFlow), wanted: identity(reverseFlow(as), fields) },
  ];
  return (entry) => {
    const seen: Pick<FlowId, Field> = entry;
    const isOf = (segment: FlowId): boolean => fields.every((field) => segment[field] === seen[field]);
    const direction = directions.find(({ seen }) => seen.some(isOf));
    return direction && { ...entry, ...direction.wanted };
  };
};

const identity = <Field extends keyof FlowId>(flow: FlowId, fields: readonly Field[]): Pick<FlowId, Field> =>
  Object.fromEntries(fields.map((field) => [field, flow[field]])) as Pick<FlowId, Field>;

/** The fields that identify a flow in a whole header. */
export const headerFields = [
  ...(['family', 'protocol', 'sourceAddress', 'destinationAddress'] as const),
  ...(['source', 'destination'] as const),
] as const;

/** The families of a flow on its segments, each once. */
export const familiesOf = (flow: FlowId & { readonly segments?: readonly FlowId[] }): readonly Family[] => [
  ...new Set((flow.segments ?? [flow]).map(({ family }) => family)),
];

/** The family of the packets that the sender of a flow makes; the flow itself is in the terms of one of its segments. */
export const senderFamily = (flow: FlowId & { readonly segments?: readonly FlowId[] }): Family =>
  (flow.segments?.[0] ?? flow).family;

/** The MTU in a Packet Too Big about packets on one of these segments, as the end that sends them gets it: translated into its family. */
export const mtuAtSender = (mtu: number, quoted: FlowId, segments: readonly FlowId[]): number => {
  const isQuoted = (segment: FlowId): boolean => isSameFlow(segment, quoted);
  const back = segments.some(isQuoted) ? segments : segments.map(reverseFlow).reverse();
  let translated = mtu;
  for (let index = back.findIndex(isQuoted); index > 0; index -= 1)
    if (back[index]!.family !== back[index - 1]!.family)
      translated = translatedMtu(translated, back[index - 1]!.family);
  return translated;
};

/** The quoted headers of a Packet Too Big in the terms of a flow, where they belong to one of its segments. */
export const quotesOnSegment = (
  flow: FlowId,
  segments: readonly FlowId[],
  quoted: readonly QuotedHeader[],
): readonly QuotedHeader[] => {
  const headerOf = onSegment(flow, segments, headerFields);
  return quoted.map((header) => headerOf(header) ?? header);
};

const flowText = (flow: FlowId): string => headerFields.map((field) => flow[field]).join(' ');
