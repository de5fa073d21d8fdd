import type { FactOf, Facts } from '../facts/facts.ts';
import { pingOutcomes } from '../lab/ping-outcomes.ts';
import type { Judgement } from './judgement.ts';
import type { Amount, ValueOf } from '../language/shape.ts';
import { transferOutcomes } from '../lab/transfer.ts';
import type { Observation } from '../lab/transfer.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { missingTransfer, transfersOf } from '../facts/transfers-of.ts';
import { judgeDatagrams } from './judge-datagrams.ts';
import { judgement, judgeParts, notJudged, notObserved } from './judgement.ts';
import { amount, byType, fields, optional, oneOf } from '../language/shape.ts';
import { formatTransfer } from '../facts/format-transfer.ts';

const words = [...new Set([...transferOutcomes, ...pingOutcomes])];

const shape = byType(
  'the outcome for the receiving application',
  oneOf(
    'the outcome of every flow of the step, of a ping, or of every datagram. A step that expects stalled ends at the first proof of a stall, even of one that would heal later: give the action `for`, and the stall must last that long. A flow whose stall heals by itself within the step is completed, or unfinished; `recovered` expects what healed it',
    ...words,
  ),
  fields('how many flows or datagrams had each outcome, or details of a ping that was too big', {
    completed: optional(amount('flows that delivered every byte')),
    stalled: optional(amount('flows that stalled and did not recover within the step')),
    unfinished: optional(
      byType(
        'flows that made progress but did not finish, or why one flow did not',
        amount('flows that made progress but did not finish'),
        fields('why', { why: oneOf('what held the flow back', 'slow', 'receiver-window') }),
      ),
    ),
    refused: optional(amount('flows or datagrams that were refused')),
    unreachable: optional(amount('flows or datagrams without a route to the server')),
    answered: optional(amount('datagrams that were answered')),
    lost: optional(amount('datagrams that were sent and not answered')),
    'too-big': optional(
      byType(
        'datagrams that the local kernel did not send, or a ping that was too big',
        amount('datagrams that the local kernel did not send, since it knew a smaller path MTU'),
        fields('a ping that was too big', {
          mtu: optional(amount('the MTU in the answer')),
          from: optional(
            oneOf(
              'who refused it: a router with Packet Too Big, or the local kernel, which already knew the path MTU',
              'router',
              'local',
            ),
          ),
        }),
      ),
    ),
  }),
);

type Wanted = ValueOf<typeof shape>;

/** Only the receiver decides: a sender whose ACKs are lost backs off although the receiver has every byte. */
export const outcome: Expectation<Wanted> = {
  about:
    'The outcome for the receiving application: completed, stalled, unfinished, refused or unreachable; for a ping or datagrams answered, lost, too-big or unreachable.',
  shape,
  example: 'stalled',
  reads: ['transfer', 'transfers', 'reply', 'datagrams'],
  settles: (wanted) => (wanted === 'stalled' ? 'evidence' : 'end'),
  outcomes: (wanted) => (typeof wanted === 'string' ? [wanted] : Object.keys(wanted)),
  judge: (wanted, facts) => {
    const flows = transfersOf(facts);
    if (flows) return withWhy(typeof wanted === 'string' ? judgeAll(wanted, flows) : judgeCounts(wanted, flows), facts);
    if (facts.datagrams) return judgeDatagrams(wanted, facts.datagrams);
    return facts.reply
      ? judgeReply(wanted, facts.reply)
      : notObserved(format(wanted), missingTransfer(facts, 'a transfer or a reply'));
  },
};

/** Adds where the packets of a stalled flow were lost, if captures show it. */
const withWhy = (judgement: Judgement, { journeys }: Facts): Judgement =>
  journeys ? { ...judgement, evidence: [...judgement.evidence, ...journeys.why] } : judgement;

const judgeAll = (wanted: string, flows: readonly Observation[]): Judgement =>
  judgement(
    isMet(flows, ({ outcome }) => outcome === wanted),
    { wanted, saw: flows.length === 1 ? formatTransfer(flows[0]!) : formatCounts(flows), flows },
  );

const judgeCounts = (wanted: Exclude<Wanted, string>, flows: readonly Observation[]): Judgement => {
  const { unfinished, 'too-big': _, ...others } = wanted;
  if (typeof unfinished === 'object') return judgeWhy(unfinished.why, flows);
  const counts = { ...others, ...(unfinished !== undefined && { unfinished }) };
  const parts = Object.entries(counts).map(([name, expected]) => {
    const count = flows.filter(({ outcome }) => outcome === name).length;
    return {
      name,
      met: matchesAmount(expected, count),
      wanted: `${expected}`,
      saw: `${count} of ${flows.length}`,
    };
  });
  const evidence = flows.flatMap((flow) => flow.evidence);
  if (parts.length === 0) return notObserved(format(wanted), 'a reply');
  return notJudged(format(wanted), flows) ?? judgeParts(parts, evidence);
};

const judgeWhy = (expected: string, flows: readonly Observation[]): Judgement =>
  judgement(
    isMet(flows, ({ outcome, why }) => outcome === 'unfinished' && why === expected),
    { wanted: `unfinished (${expected})`, saw: [...new Set(flows.map(formatTransfer))].join('; '), flows },
  );

/** Null when every flow that was judged agrees and another was not judged. */
const isMet = (flows: readonly Observation[], agrees: (flow: Observation) => boolean): boolean | null => {
  const judged = flows.filter(({ outcome }) => outcome !== 'not-judged');
  if (!judged.every(agrees)) return false;
  return judged.length === flows.length ? true : null;
};

const judgeReply = (wanted: Wanted, reply: FactOf<'reply'>): Judgement => {
  const saw = reply.word === 'too-big' ? `too-big: mtu ${reply.mtu} from ${reply.from}` : reply.word;
  const texts = { wanted: format(wanted), saw };
  if (typeof wanted === 'string') return judgement(reply.word === wanted, texts);
  const { 'too-big': tooBig } = wanted;
  return typeof tooBig === 'object'
    ? judgement(matchesTooBig(reply, tooBig), texts)
    : notObserved(texts.wanted, 'flows to count');
};

const format = (wanted: Wanted): string => {
  if (typeof wanted === 'string') return wanted;
  const { 'too-big': tooBig } = wanted;
  if (typeof tooBig !== 'object')
    return Object.entries(wanted)
      .map(
        ([word, expected]) =>
          `${word} ${typeof expected === 'object' ? `(${'why' in expected ? expected.why : ''})` : expected}`,
      )
      .join(', ');
  const { mtu, from } = tooBig;
  const details = [...(mtu === undefined ? [] : [`mtu ${mtu}`]), ...(from ? [`from ${from}`] : [])].join(' ');
  return ['too-big', ...(details ? [details] : [])].join(': ');
};

const matchesTooBig = (
  reply: FactOf<'reply'>,
  { mtu, from }: { readonly mtu?: Amount; readonly from?: string },
): boolean =>
  reply.word === 'too-big' && (mtu === undefined || matchesAmount(mtu, reply.mtu)) && (!from || reply.from === from);

const formatCounts = (flows: readonly Observation[]): string => {
  const counts = new Map<string, number>();
  for (const { outcome, reason } of flows) {
    const text = outcome === 'not-judged' ? `not judged (${reason})` : outcome;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
};
