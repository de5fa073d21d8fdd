import { explainSteps } from '../../path/text/explain-steps.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import { printable } from '../../text/printable.ts';
import { wrapUnder } from '../../text/wrap.ts';
import type { PredictedNetwork } from './predict-networks.ts';

/** What the plan of each scenario predicts of its steps, in lines of at most `width` characters. */
export const explainScenarios = (networks: readonly PredictedNetwork[], width?: number): string =>
  printable(
    networks
      .map(({ plan: { scenario }, steps }) => {
        const title = wrapUnder('', `${scenario.file}: ${scenarioTitle(scenario)}`, width);
        return `${title.join('\n')}\n\n${explainSteps(steps, width)}`;
      })
      .join('\n'),
  );
