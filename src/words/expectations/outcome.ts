import { pingOutcomes } from '../facts/facts.ts';
import type { Facts, PingReply } from '../facts/facts.ts';
import type { Judgement } from './judgement.ts';
import type { Amount, Typed } from '../language/shape.ts';
import { transferOutcomes } from '../lab/transfer.ts';
import type { Observation } from '../lab/transfer.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { transfersOf } from '../facts/transfers-of.ts';
import { judgement, judgeParts, notObserved } from './judgement.ts';
import { amount, byType, fields, maybe, oneOf } from '../language/shape.ts';
import { formatTransfer } from '../facts/format-transfer.ts';

const words = [...new Set([...transferOutcomes, ...pingOutcomes])];

const shape = byType(
  'what the receiving application saw',
  oneOf('one word for every flow of the step, or for the reply to a ping', ...words),
  fields('how many flows ended how, or what made a ping too big', {
    completed: maybe(amount('flows that brought every byte')),
    stalled: maybe(amount('flows that stalled')),
    unfinished: maybe(
      byType(
        'flows that moved and did not come to the end, or why the one flow did not',
        amount('flows that moved but did not come to the end'),
        fields('why', { why: oneOf('what held it back', 'slow', 'receiver-window') }),
      ),
    ),
    refused: maybe(amount('flows whose connection was refused')),
    unreachable: maybe(amount('flows that no route led to')),
    'too-big': maybe(
      fields('a ping that was too big', {
        mtu: maybe(amount('the MTU that was told')),
        from: maybe(oneOf('a router by Packet Too Big, or the own kernel that knew already', 'router', 'local')),
      }),
    ),
  }),
);

type Wanted = Typed<typeof shape>;

/** The receiver's side alone decides: a sender that misses its ACKs backs off while the receiver has every byte. */
export const outcome: Expectation<Wanted> = {
  about:
    'What the receiving application saw: completed, stalled, unfinished, refused, unreachable; for a ping answered, lost, too-big.',
  shape,
  example: 'stalled',
  reads: ['transfer', 'transfers', 'reply'],
  settles: (wanted) => (wanted === 'stalled' ? 'evidence' : 'end'),
  outcomes: (wanted) => (typeof wanted === 'string' ? [wanted] : Object.keys(wanted)),
  judge: (wanted, facts) => {
    const flows = transfersOf(facts);
    if (flows) return withWhy(typeof wanted === 'string' ? judgeAll(wanted, flows) : judgeShares(wanted, flows), facts);
    return facts.reply ? judgeReply(wanted, facts.reply) : notObserved(wishOf(wanted), 'a transfer or a reply');
  },
};

/** Captures tell where the packets of a stalled flow died. */
const withWhy = (judgement: Judgement, { journeys }: Facts): Judgement =>
  journeys ? { ...judgement, evidence: [...judgement.evidence, ...journeys.why] } : judgement;

const judgeAll = (wanted: string, flows: readonly Observation[]): Judgement =>
  judgement(
    flows.every(({ outcome }) => outcome === wanted),
    { wanted, saw: flows.length === 1 ? formatTransfer(flows[0]!) : shares(flows), flows },
  );

const judgeShares = (wanted: Exclude<Wanted, string>, flows: readonly Observation[]): Judgement => {
  const { unfinished, 'too-big': _, ...others } = wanted;
  if (typeof unfinished === 'object') return judgeWhy(unfinished.why, flows);
  const wishes = { ...others, ...(unfinished !== undefined && { unfinished }) };
  const parts = Object.entries(wishes).map(([name, wish]) => {
    const count = flows.filter(({ outcome }) => outcome === name).length;
    return { name, met: matchesAmount(wish, count), wanted: `${wish}`, saw: `${count} of ${flows.length}` };
  });
  const evidence = flows.flatMap((flow) => flow.evidence);
  return parts.length > 0 ? judgeParts(parts, evidence) : notObserved(wishOf(wanted), 'a reply');
};

const judgeWhy = (wish: string, flows: readonly Observation[]): Judgement =>
  judgement(
    flows.every(({ outcome, why }) => outcome === 'unfinished' && why === wish),
    { wanted: `unfinished (${wish})`, saw: [...new Set(flows.map(formatTransfer))].join('; '), flows },
  );

const judgeReply = (wanted: Wanted, reply: PingReply): Judgement => {
  const saw = reply.word === 'too-big' ? `too-big: mtu ${reply.mtu} from ${reply.from}` : reply.word;
  const sentence = { wanted: wishOf(wanted), saw };
  if (typeof wanted === 'string') return judgement(reply.word === wanted, sentence);
  const { 'too-big': big } = wanted;
  return big ? judgement(isSuch(reply, big), sentence) : notObserved(sentence.wanted, 'flows to count');
};

const wishOf = (wanted: Wanted): string => {
  if (typeof wanted === 'string') return wanted;
  const { 'too-big': big, ...shares } = wanted;
  if (!big)
    return Object.entries(shares)
      .map(([word, share]) => `${word} ${wishedShare(share)}`)
      .join(', ');
  const told = [big.mtu === undefined ? [] : [`mtu ${big.mtu}`], big.from ? [`from ${big.from}`] : []].flat();
  return ['too-big', ...(told.length > 0 ? [told.join(' ')] : [])].join(': ');
};

const wishedShare = (share: Amount | { readonly why: string }): string =>
  typeof share === 'object' ? `(${share.why})` : `${share}`;

const isSuch = (reply: PingReply, { mtu, from }: { readonly mtu?: Amount; readonly from?: string }): boolean =>
  reply.word === 'too-big' && (mtu === undefined || matchesAmount(mtu, reply.mtu)) && (!from || reply.from === from);

const shares = (flows: readonly Observation[]): string => {
  const counts = new Map<string, number>();
  for (const { outcome } of flows) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
};
