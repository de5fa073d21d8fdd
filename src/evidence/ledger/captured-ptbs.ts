import type { PtbCount } from './ledger.ts';

/** Packet Too Big messages with the same content that passed the interfaces of one node in one direction. */
export interface CapturedPtb extends Omit<PtbCount, 'hook'> {
  readonly direction: 'in' | 'out';
}

/** What a capture of Packet Too Big messages has seen since it began. */
export interface CapturedPtbs {
  readonly ptbs: readonly CapturedPtb[];
  /** Nodes whose kernel dropped some messages because they were not read in time. */
  readonly incomplete: ReadonlySet<string>;
}

/**
 * Joins the counts of nft with a capture, which is right where they differ: it sees messages before the first hook and after the last one,
 * reads quotes that nft cannot, and knows the sender. Only nft knows what was made and taken.
 */
export const withCapturedPtbs = (
  counted: readonly PtbCount[],
  { ptbs, incomplete }: CapturedPtbs,
): readonly PtbCount[] => {
  const captured = new Map<string, CapturedPtb[]>();
  for (const ptb of ptbs) captured.set(contentOf(ptb), [...(captured.get(contentOf(ptb)) ?? []), ptb]);
  const hooks = new Map<string, PtbCount[]>();
  for (const ptb of counted) hooks.set(contentOf(ptb), [...(hooks.get(contentOf(ptb)) ?? []), ptb]);
  return [...new Set([...hooks.keys(), ...captured.keys()])].flatMap((content) => {
    const seen = captured.get(content);
    const hooked = hooks.get(content) ?? [];
    return seen ? joined(hooked, seen, incomplete.has(seen[0]!.node)) : hooked;
  });
};

const sumOf = (counts: readonly { readonly packets: number }[]): number =>
  counts.reduce((sum, { packets }) => sum + packets, 0);

const contentOf = ({ node, family, mtu, quote }: Omit<PtbCount, 'hook'>): string => `${node} ${family} ${mtu} ${quote}`;

const joined = (
  hooked: readonly PtbCount[],
  seen: readonly CapturedPtb[],
  isIncomplete: boolean,
): readonly PtbCount[] => {
  const { direction: _, packets: __, ...content } = seen[0]!;
  const at = (hook: PtbCount['hook']): number => sumOf(hooked.filter((count) => count.hook === hook));
  const passed = (direction: CapturedPtb['direction']): number =>
    sumOf(seen.filter((ptb) => ptb.direction === direction));
  const missedSome = isIncomplete || passed('in') < at('arrived'); // or it began after the first of these messages
  const counts: Readonly<Record<PtbCount['hook'], number>> = {
    made: passed('in') === 0 ? Math.max(at('made'), passed('out')) : at('made'),
    arrived: Math.max(at('arrived'), passed('in')),
    left: missedSome ? at('left') : passed('out'),
    passed: at('passed'),
    taken: at('taken'),
    'first-hook': at('arrived'),
    'last-hook': at('left'),
  };
  return Object.entries(counts).flatMap(([hook, packets]) =>
    packets > 0 ? [{ ...content, hook: hook as PtbCount['hook'], packets }] : [],
  );
};
