import { healers } from '../../evidence/stalls/episode.ts';
import type { Episode } from '../../evidence/stalls/episode.ts';
import type { Observation } from '../lab/transfer.ts';
import type { Amount, ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { Judgement } from './judgement.ts';
import { matchesAmount } from '../language/amount.ts';
import { missingTransfer, transfersOf } from '../facts/transfers-of.ts';
import { judgement, notJudged, notObserved } from './judgement.ts';
import { amount, byType, fields, list, optional, oneOf } from '../language/shape.ts';
import { formatSeconds } from '../../text/format-duration.ts';
import { formatTransfer } from '../facts/format-transfer.ts';

const how = ['next-retransmission', 'never', ...healers] as const;

const recovery = fields('what healed it, when, and in how many flows', {
  by: optional(oneOf('what healed it, next-retransmission or never', ...how)),
  after: optional(amount('seconds after the last change, or after the request if there was no change')),
  flows: optional(amount('how many flows of the step stalled and recovered like this; every flow by default')),
});

const shape = byType(
  'how a stalled flow recovered',
  oneOf('next-retransmission: within the RTO at the last change; never: not at all; or what healed it', ...how),
  recovery,
  list('how several flows recovered, each with a number of flows', recovery, 1),
);

type Recovery = ValueOf<typeof recovery>;
type Wanted = ValueOf<typeof shape>;

/** A stalled sender notices a fix at its next retransmission, and not earlier (RFC 6298 section 5). */
export const recovered: Expectation<Wanted> = {
  about:
    'How stalled flows recovered: at their next retransmission, what healed them, after how many seconds, how many, or never.',
  shape,
  example: 'next-retransmission',
  reads: ['transfer', 'transfers'],
  settles: () => 'end',
  judge: (wanted, facts) => {
    const flows = transfersOf(facts);
    const recoveries = recoveriesOf(wanted);
    const text = `recovered: ${recoveries.map(format).join(', ')}`;
    if (!flows) return notObserved(text, missingTransfer(facts));
    const unjudged = notJudged(text, flows);
    if (unjudged) return unjudged;
    const verdicts = recoveries.map((recovery) =>
      recovery.flows === undefined
        ? judgeAll(recovery, text, flows)
        : judgeCount(recovery, recovery.flows, text, flows),
    );
    return { ...worst(verdicts), saw: [...new Set(verdicts.map(({ saw }) => saw))].join('; ') };
  },
  slowed: (_, facts) => {
    const unknown =
      transfersOf(facts)?.filter(({ episodes, timeouts }) => episodes.length === 0 && timeouts !== 0) ?? [];
    if (unknown.length === 0) return undefined;
    const flows = `${unknown.length} ${unknown.length === 1 ? 'flow' : 'flows'}`;
    return `and looks at its sockets too seldom to see every stall: ${flows} may have had timeouts`;
  },
};

const recoveriesOf = (wanted: Wanted): readonly Recovery[] => {
  if (typeof wanted === 'string') return [{ by: wanted }];
  return isList(wanted) ? wanted : [wanted];
};

const isList = (wanted: Wanted): wanted is readonly Recovery[] => Array.isArray(wanted);

const worst = (verdicts: readonly Judgement[]): Judgement =>
  verdicts.find(({ met }) => met === false) ?? verdicts.find(({ met }) => met === null) ?? verdicts[0]!;

const judgeAll = (wanted: Recovery, text: string, flows: readonly Observation[]): Judgement => {
  const unstalled = flows.find(({ episodes }) => episodes.length === 0);
  if (unstalled) return judgement(false, { wanted: text, saw: `never stalled: ${formatTransfer(unstalled)}`, flows });
  return worst(flows.map((flow) => judgeFlow(wanted, text, flow)));
};

/** A flow of which it is not known counts as either: the number is judged only when it makes no difference. */
const judgeCount = (wanted: Recovery, expected: Amount, text: string, flows: readonly Observation[]): Judgement => {
  const stalled = flows.filter(({ episodes }) => episodes.length > 0);
  const verdicts = stalled.map((flow) => judgeFlow(wanted, text, flow).met);
  const [least, unknown] = [
    verdicts.filter((met) => met === true).length,
    verdicts.filter((met) => met === null).length,
  ];
  const possible = Array.from({ length: unknown + 1 }, (_, more) => matchesAmount(expected, least + more));
  const met = possible.every((possibly) => possibly === possible[0]) ? possible[0]! : null;
  const count = unknown > 0 ? `${least} to ${least + unknown}` : `${least}`;
  return judgement(met, { wanted: text, saw: `${format({ ...wanted, flows: count })} of ${flows.length}`, flows });
};

const judgeFlow = ({ by, after }: Recovery, text: string, flow: Observation): Judgement => {
  const flows = [flow];
  const last = flow.episodes.at(-1)!;
  const saw = sawOf(last, flow);
  if (last.untilMs === undefined) return judgement(by === 'never', { wanted: text, saw, flows });
  if (by === 'never') return judgement(false, { wanted: text, saw, flows });
  const inTime = after === undefined || matchesAmount(after, recoveryMs(last, flow) / 1000);
  if (by === 'next-retransmission') {
    const { recovery } = flow;
    if (!recovery) return notObserved(text, `a change while the flow was open; ${saw}`, flows);
    const isNext = recovery.afterMs <= recovery.rtoMs * timerRounding + slackMs;
    return judgement(isNext && inTime, { wanted: text, saw, flows });
  }
  if (by && !last.healedBy) return notObserved(text, `what healed it; ${saw}`, flows);
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

const format = ({ by, after, flows }: Recovery): string => {
  const how = by === 'never' || by === 'next-retransmission' ? by : by && `by ${by}`;
  const what = [how, after !== undefined && `after ${after} s`].filter(Boolean).join(' ') || 'somehow';
  return flows === undefined ? what : `${what} ${flows}`;
};
