import { formatProblem } from '../scenario/problems/format-problem.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/flags.ts';
import { readPlans } from './scenarios/plans-of.ts';
import type { ScenarioText } from '../scenario/model/scenario-text.ts';
import { readScenarioFiles } from './scenarios/scenario-files.ts';

/** `mtulab validate`: reads and plans scenario files and says of each that it is right, or everything that is wrong with it; 2 if anything is. */
export const perform: Perform = async (paths, { set }, io) => {
  const { sources, complaints } = readScenarioFiles(paths);
  for (const complaint of complaints) io.err(complaint);
  const right = sources.map((source) => validated(source, variables(set), io));
  return exitCode({ wrong: complaints.length > 0 || right.includes(false) });
};

const validated = (source: ScenarioText, set: Readonly<Record<string, string>>, io: Io): boolean => {
  const { plans, problems } = readPlans([source], { set });
  if (problems.length > 0) io.err(problems.map(formatProblem).join(''));
  else
    io.out(
      `${source.file}: ok, ${counted(plans.length, 'case')}, ${counted(plans[0]?.scenario.steps.length ?? 0, 'step')}\n`,
    );
  return problems.length === 0;
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
