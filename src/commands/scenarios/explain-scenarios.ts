import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import { predictSteps } from '../../path/predictions/predict-steps.ts';
import { explainSteps } from '../../path/text/explain-steps.ts';
import { printable } from '../../text/printable.ts';
import { formatProblem } from '../../scenario/problems/format-problem.ts';
import { dictionary } from '../../words/dictionary.ts';
import type { Io } from '../command-line/command.ts';
import { exitCode } from '../command-line/exit-code.ts';
import { readPlans } from './read-plans.ts';
import { readScenarioFiles } from './scenario-files.ts';

/** Prints what the plan of each scenario predicts of its steps, or the problems of the files. */
export const explainScenarios = (
  paths: readonly string[],
  set: Readonly<Record<string, string>>,
  io: Pick<Io, 'out' | 'err' | 'width'>,
): number => {
  const { sources, complaints } = readScenarioFiles(paths);
  const { plans, problems, hints } = readPlans(sources, { set });
  for (const text of [...complaints, ...[...problems, ...hints].map(formatProblem)]) io.err(text);
  if (complaints.length + problems.length > 0) return exitCode({ invalidInput: true });
  const texts = plans.map((plan) => {
    const { scenario } = plan;
    return `${scenario.file}: ${scenarioTitle(scenario)}\n\n${explainSteps(predictSteps(plan, dictionary), io.width)}`;
  });
  io.out(printable(texts.join('\n')));
  return 0;
};
