import type { Reply } from '../facts.ts';
import type { Judgement } from '../judged.ts';
import type { Amount, Typed } from '../shape.ts';
import type { Observation } from '../transfer.ts';
import type { Expectation } from '../word.ts';
import { compare } from '../amount.ts';
import { transfersOf } from '../flows-of.ts';
import { judged, judgedEach, unobserved } from '../judged.ts';
import { amount, byType, fields, maybe, oneOf } from '../shape.ts';
import { told } from '../told.ts';

const words = [
  ...(['completed', 'stalled', 'unfinished', 'refused', 'unreachable', 'answered', 'lost', 'too-big'] as const),
];

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
    if (flows) return typeof wanted === 'string' ? judgeAll(wanted, flows) : judgeShares(wanted, flows);
    return facts.reply ? judgeReply(wanted, facts.reply) : unobserved(JSON.stringify(wanted), 'a transfer or a reply');
  },
};

const judgeAll = (wanted: string, flows: readonly Observation[]): Judgement =>
  judged(
    flows.every(({ outcome }) => outcome === wanted),
    { wanted, saw: flows.length === 1 ? told(flows[0]!) : shares(flows), flows },
  );

const judgeShares = (wanted: Exclude<Wanted, string>, flows: readonly Observation[]): Judgement => {
  const parts = Object.entries(wanted).map(([name, share]) => {
    const of = flows.filter(({ outcome }) => outcome === name);
    if (typeof share === 'number' || typeof share === 'string')
      return { name, met: compare(share, of.length), wanted: `${share}`, saw: `${of.length} of ${flows.length}` };
    const why = 'why' in share ? share.why : undefined;
    const met = of.length === flows.length && of.every((flow) => flow.why === why);
    return { name, met, wanted: `${why}`, saw: flows.map(told).join('; ') };
  });
  return judgedEach(
    parts,
    flows.flatMap(({ evidence }) => evidence),
  );
};

const judgeReply = (wanted: Wanted, reply: Reply): Judgement => {
  const saw = reply.word === 'too-big' ? `too-big: mtu ${reply.mtu} from ${reply.from}` : reply.word;
  if (typeof wanted === 'string') return judged(reply.word === wanted, { wanted, saw });
  const { 'too-big': big } = wanted;
  if (!big) return unobserved(JSON.stringify(wanted), 'flows to count');
  const wish = ['too-big', big.mtu === undefined ? '' : `mtu ${big.mtu}`, big.from ? `from ${big.from}` : ''];
  return judged(isSuch(reply, big), { wanted: wish.filter(Boolean).join(' ').replace(' ', ': '), saw });
};

const isSuch = (reply: Reply, { mtu, from }: { readonly mtu?: Amount; readonly from?: string }): boolean =>
  reply.word === 'too-big' && (mtu === undefined || compare(mtu, reply.mtu)) && (!from || reply.from === from);

const shares = (flows: readonly Observation[]): string => {
  const counts = new Map<string, number>();
  for (const { outcome } of flows) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
};
