import { healers } from '../../evidence/stalls/episode.ts';
import type { Episode } from '../../evidence/stalls/episode.ts';
import type { Observation } from '../lab/transfer.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { Judgement } from './judgement.ts';
import { matchesAmount } from '../language/amount.ts';
import { transfersOf } from '../facts/transfers-of.ts';
import { judgement, notJudged, notObserved } from './judgement.ts';
import { amount, byType, fields, optional, oneOf } from '../language/shape.ts';
import { formatSeconds } from '../../text/format-duration.ts';
import { formatTransfer } from '../facts/format-transfer.ts';

const shape = byType(
  'how a stalled flow recovered',
  oneOf(
    'next-retransmission: within the RTO at the last change; never: not at all; or what healed it',
    ...(['next-retransmission', 'never', ...healers] as const),
  ),
  fields('what healed it and when', {
    by: optional(oneOf('what healed it', ...healers)),
    after: optional(amount('seconds after the last change, or after the request if there was no change')),
  }),
);

type Wanted = ValueOf<typeof shape>;

/** A stalled sender notices a fix at its next retransmission, and not earlier (RFC 6298 section 5). */
export const recovered: Expectation<Wanted> = {
  about: 'How a stalled flow recovered: at its next retransmission, what healed it, after how many seconds, or never.',
  shape,
  example: 'next-retransmission',
  reads: ['transfer', 'transfers'],
  settles: () => 'end',
  judge: (wanted, facts) => {
    const flows = transfersOf(facts);
    const text = `recovered: ${typeof wanted === 'string' ? wanted : format(wanted)}`;
    if (!flows) return notObserved(text, 'a transfer');
    const unjudged = notJudged(text, flows);
    if (unjudged) return unjudged;
    const unstalled = flows.find(({ episodes }) => episodes.length === 0);
    if (unstalled) return judgement(false, { wanted: text, saw: `never stalled: ${formatTransfer(unstalled)}`, flows });
    const verdicts = flows.map((flow) => judgeFlow(wanted, text, flow));
    return verdicts.find(({ met }) => met === false) ?? verdicts.find(({ met }) => met === null) ?? verdicts[0]!;
  },
};

const judgeFlow = (wanted: Wanted, text: string, flow: Observation): Judgement => {
  const flows = [flow];
  const last = flow.episodes.at(-1)!;
  const saw = sawOf(last, flow);
  if (last.untilMs === undefined) return judgement(wanted === 'never', { wanted: text, saw, flows });
  if (wanted === 'never') return judgement(false, { wanted: text, saw, flows });
  if (wanted === 'next-retransmission') {
    const { recovery } = flow;
    if (!recovery) return notObserved(text, `a change while the flow was open; ${saw}`, flows);
    return judgement(recovery.afterMs <= recovery.rtoMs * timerRounding + slackMs, { wanted: text, saw, flows });
  }
  const { by, after } = typeof wanted === 'string' ? { by: wanted, after: undefined } : wanted;
  if (by && !last.healedBy) return notObserved(text, `what healed it; ${saw}`, flows);
  const inTime = after === undefined || matchesAmount(after, recoveryMs(last, flow) / 1000);
  return judgement((!by || last.healedBy === by) && inTime, { wanted: text, saw, flows });
};

/**
 * The kernel rounds a timeout up by at most an eighth, the granularity of each level of its timer wheel relative to its range
 * (kernel/time/timer.c, LVL_GRAN). Measured without TCP, with SO_RCVTIMEO at 250 Hz, 30 times each: 1.6 s end up to 36 ms late, 2.1 s
 * up to 248 ms, 15 s up to 270 ms, 16.5 s up to 2006 ms.
 */
const timerRounding = 9 / 8;

/** Between the timer and the observed acknowledgement there are a round trip, one sample and delays of a busy machine. */
const slackMs = 150;

const recoveryMs = ({ untilMs }: Episode, { recovery }: Observation): number => recovery?.afterMs ?? untilMs!;

const sawOf = (last: Episode, flow: Observation): string => {
  if (last.untilMs === undefined) return `no recovery: ${formatTransfer(flow)}`;
  const by = last.healedBy ? ` by ${last.healedBy}` : '';
  const { recovery } = flow;
  if (!recovery) return `recovered${by} ${formatSeconds(last.untilMs)} after the request`;
  return `recovered${by} ${formatSeconds(recovery.afterMs)} after the change, at an RTO of ${formatSeconds(recovery.rtoMs)}`;
};

const format = ({ by, after }: Exclude<Wanted, string>): string =>
  [by && `by ${by}`, after !== undefined && `after ${after} s`].filter(Boolean).join(' ') || 'somehow';
