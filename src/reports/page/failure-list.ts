import type { StepResult } from '../../events/events.ts';
import type { CollectedScenario } from '../model/collect-run.ts';
import { failureSummary } from '../story/failure-lines.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import type { ScenarioIds } from './step-ids.ts';
import { causeText } from './step-notes.ts';

/** What did not pass, with its cause, before everything else: why someone opens the page. */
export const failureList = (
  scenarios: readonly CollectedScenario[],
  ids: readonly ScenarioIds[],
): Markup | undefined => {
  const items = scenarios.flatMap((scenario, index) => failuresOf(scenario, ids[index]!));
  return items.length > 0
    ? markup`<section class="failures" aria-label="what did not pass"><h2>What did not pass</h2><ul>${items}</ul></section>`
    : undefined;
};

const failuresOf = (
  { title, result, reason, steps }: CollectedScenario,
  { scenario, steps: stepIds }: ScenarioIds,
): readonly Markup[] => {
  if (result !== 'fail' && result !== 'error') return [];
  const failed = steps.flatMap((step, index) =>
    step.result === 'fail' || step.result === 'error'
      ? [markup`<li><a href="#${stepIds[index]!}">${title}: ${step.name}</a>${failureText(step)}</li>`]
      : [],
  );
  return failed.length > 0
    ? failed
    : [markup`<li><a href="#${scenario}">${title}</a><p>${reason ?? 'it did not finish'}</p></li>`];
};

const failureText = (step: StepResult): Markup => {
  const causes = [
    ...new Set(
      step.verdicts.flatMap(({ cause, place }) => (cause ? [`${causeText(cause)}${place ? ` at ${place}` : ''}`] : [])),
    ),
  ];
  return markup`<p>${failureSummary(step)}</p>${causes.map((cause) => markup`<p class="cause">${cause}</p>`)}`;
};
