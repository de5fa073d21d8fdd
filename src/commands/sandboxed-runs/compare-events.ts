import type { Event, Result, StepResult } from '../../events/events.ts';
import type { Family } from '../../evidence/family.ts';
import { comparePrediction } from '../../path/predictions/compare-prediction.ts';
import { predictSteps } from '../../path/predictions/predict-steps.ts';
import type { PredictedStep } from '../../path/predictions/predict-steps.ts';
import type { Plan } from '../../plan/model/plan.ts';
import { summarize, worstResult } from '../../run/summarize-results.ts';
import type { ObservedBehaviours } from '../../kernel/machine/probe-behaviours.ts';
import { behavioursOf } from '../../run/applicable-expectations.ts';
import type { Verdict } from '../../words/language/verdict.ts';
import type { Dictionary } from '../../words/dictionary.ts';

/**
 * Yields the events of a run with one more verdict on each step: whether what was measured is among what is predicted for it. A step that
 * contradicts its prediction fails; one of which nothing is predicted, or nothing was measured, stays as it is.
 */
export async function* compareEvents(
  events: AsyncIterable<Event>,
  plans: readonly Plan[],
  dictionary: Dictionary,
): AsyncGenerator<Event> {
  const predictions = new Map<number, readonly PredictedStep[]>();
  const contradicted = new Set<number>();
  const results: Result[] = [];
  let behaviours: ObservedBehaviours = {};
  for await (const event of events) {
    if (event.kind === 'run') behaviours = event.machine.behaviours ?? {};
    if (event.kind === 'scenario' && plans[event.id])
      predictions.set(event.id, predictSteps(plans[event.id]!, dictionary));
    if (event.kind === 'step-end') {
      const predicted = predictions.get(event.id)?.[event.index];
      const step = compareStep(event, predicted && predictedHere(predicted, behaviours));
      if (step.result !== event.result) contradicted.add(event.id);
      yield { ...event, ...step };
    } else if (event.kind === 'scenario-end') {
      const result = contradicted.has(event.id) ? worstResult([event.result, 'fail']) : event.result;
      results.push(result);
      yield { ...event, result };
    } else yield event.kind === 'end' ? { ...event, summary: summarize(results) } : event;
  }
}

/** Predictions are for kernels with all behaviours: nothing is predicted of a step that depends on one which this kernel lacks. */
const predictedHere = ({ step, prediction }: PredictedStep, observed: ObservedBehaviours): PredictedStep => {
  const lacking = behavioursOf([step]).find((name) => observed[name]?.present !== true);
  if (lacking === undefined) return { step, prediction };
  const unknown = `predictions are for kernels where ${lacking} is true`;
  return { step, prediction: Object.fromEntries(Object.keys(prediction).map((family) => [family, { unknown }])) };
};

const compareStep = (
  step: StepResult,
  predicted: PredictedStep | undefined,
): Pick<StepResult, 'verdicts' | 'result'> => {
  const verdicts = Object.entries(predicted?.prediction ?? {}).flatMap(([family, prediction]): readonly Verdict[] => {
    const source = step.facts.once ? 'once' : (family as Family);
    const facts = step.facts[source];
    if (!facts) return [];
    const verdict = { expectation: 'prediction', ...comparePrediction(prediction, facts) };
    return [source === 'once' ? verdict : { ...verdict, family: family as Family }];
  });
  const isContradicted = verdicts.some(({ met }) => met === false);
  return {
    verdicts: [...step.verdicts, ...verdicts],
    result: isContradicted ? worstResult([step.result, 'fail']) : step.result,
  };
};
