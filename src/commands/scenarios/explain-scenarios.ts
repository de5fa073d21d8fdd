import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import { explainSteps } from '../../path/text/explain-steps.ts';
import { wrapUnder } from '../../text/wrap.ts';
import { printable } from '../../text/printable.ts';
import { formatProblem } from '../../scenario/problems/format-problem.ts';
import type { Io } from '../command-line/command.ts';
import { exitCode } from '../command-line/exit-code.ts';
import { readNetworks } from './read-networks.ts';
import { readScenarioFiles } from './scenario-files.ts';

/** Prints what the plan of each scenario predicts of its steps, or the problems of the files. */
export const explainScenarios = (
  paths: readonly string[],
  set: Readonly<Record<string, string>>,
  io: Pick<Io, 'out' | 'err' | 'width'>,
): number => {
  const { sources, complaints } = readScenarioFiles(paths);
  const { networks, problems, hints } = readNetworks(sources, { set });
  for (const text of [...complaints, ...[...problems, ...hints].map(formatProblem)]) io.err(text);
  if (complaints.length + problems.length > 0) return exitCode({ invalidInput: true });
  const texts = networks.map(({ plan, steps }) => {
    const { scenario } = plan;
    const title = wrapUnder('', `${scenario.file}: ${scenarioTitle(scenario)}`, io.width);
    return `${title.join('\n')}\n\n${explainSteps(steps, io.width)}`;
  });
  io.out(printable(texts.join('\n')));
  return 0;
};
