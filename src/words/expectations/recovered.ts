import { healers } from '../../evidence/stalls/episode.ts';
import type { Episode } from '../../evidence/stalls/episode.ts';
import type { Observation } from '../lab/transfer.ts';
import type { Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { Judgement } from './judgement.ts';
import { matchesAmount } from '../language/amount.ts';
import { transfersOf } from '../facts/transfers-of.ts';
import { judgement, notObserved } from './judgement.ts';
import { amount, byType, fields, maybe, oneOf } from '../language/shape.ts';
import { formatSeconds } from '../../text/format-duration.ts';
import { formatTransfer } from '../facts/format-transfer.ts';

const shape = byType(
  'how a stalled flow came to move again',
  oneOf(
    'next-retransmission: within the RTO that stood at the last change; never: not at all; or what healed it',
    ...(['next-retransmission', 'never', ...healers] as const),
  ),
  fields('what healed it and when', {
    by: maybe(oneOf('what healed it', ...healers)),
    after: maybe(amount('seconds since the last change; since the request where nothing was changed meanwhile')),
  }),
);

type Wanted = Typed<typeof shape>;

/** A cure reaches a stalled sender when it retransmits next, and not before (facts of RFC 6298 section 5). */
export const recovered: Expectation<Wanted> = {
  about:
    'How a stalled flow came to move again: at its next retransmission, by what, after how many seconds, or never.',
  shape,
  example: 'next-retransmission',
  reads: ['transfer', 'transfers'],
  settles: () => 'end',
  judge: (wanted, facts) => {
    const flows = transfersOf(facts);
    const sentence = `recovered: ${typeof wanted === 'string' ? wanted : sentenceOf(wanted)}`;
    if (!flows) return notObserved(sentence, 'a transfer');
    const unhurt = flows.find(({ episodes }) => episodes.length === 0);
    if (unhurt)
      return judgement(false, { wanted: sentence, saw: `it never stalled: ${formatTransfer(unhurt)}`, flows });
    const verdicts = flows.map((flow) => judgeOne(wanted, sentence, flow));
    return verdicts.find(({ met }) => met === false) ?? verdicts.find(({ met }) => met === null) ?? verdicts[0]!;
  },
};

const judgeOne = (wanted: Wanted, sentence: string, flow: Observation): Judgement => {
  const flows = [flow];
  const last = flow.episodes.at(-1)!;
  const saw = sawOf(last, flow);
  if (last.untilMs === undefined) return judgement(wanted === 'never', { wanted: sentence, saw, flows });
  if (wanted === 'never') return judgement(false, { wanted: sentence, saw, flows });
  if (wanted === 'next-retransmission') {
    const { recovery } = flow;
    if (!recovery) return notObserved(sentence, `a change that the flow lived through; ${saw}`, flows);
    return judgement(recovery.afterMs <= recovery.rtoMs * timerWheel + slackMs, { wanted: sentence, saw, flows });
  }
  const { by, after } = typeof wanted === 'string' ? { by: wanted, after: undefined } : wanted;
  if (by && !last.healedBy) return notObserved(sentence, `what healed it; ${saw}`, flows);
  const inTime = after === undefined || matchesAmount(after, healedMs(last, flow) / 1000);
  return judgement((!by || last.healedBy === by) && inTime, { wanted: sentence, saw, flows });
};

/**
 * The kernel rounds a timeout up by as much as an eighth: each level of its timer wheel has an eighth of the reach as its grain
 * (kernel/time/timer.c, LVL_GRAN). Measured without TCP, by SO_RCVTIMEO at 250 Hz, 30 times each: 1.6 s end up to 36 ms late, 2.1 s up
 * to 248 ms, 15 s up to 270 ms, 16.5 s up to 2006 ms.
 */
const timerWheel = 9 / 8;

/** Between the timer and the acknowledgement that is seen lie a round trip, one sample and a busy machine. */
const slackMs = 150;

const healedMs = ({ untilMs }: Episode, { recovery }: Observation): number => recovery?.afterMs ?? untilMs!;

const sawOf = (last: Episode, flow: Observation): string => {
  if (last.untilMs === undefined) return `no recovery: ${formatTransfer(flow)}`;
  const by = last.healedBy ? ` by ${last.healedBy}` : '';
  const { recovery } = flow;
  if (!recovery) return `recovered${by} ${formatSeconds(last.untilMs)} after the request`;
  return `recovered${by} ${formatSeconds(recovery.afterMs)} after the change, at an RTO of ${formatSeconds(recovery.rtoMs)}`;
};

const sentenceOf = ({ by, after }: Exclude<Wanted, string>): string =>
  [by && `by ${by}`, after !== undefined && `after ${after} s`].filter(Boolean).join(' ') || 'somehow';
