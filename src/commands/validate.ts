import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printableLine } from '../text/printable.ts';
import type { Io, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';
import { readNetworks } from './scenarios/read-networks.ts';
import type { ScenarioText } from '../scenario/model/scenario-text.ts';
import { readScenarioFiles } from './scenarios/scenario-files.ts';

/**
 * `mtulab validate`: reads and checks scenario files, and prints `ok` or every problem for each; exits with 2 if there
 * is a problem.
 */
export const perform: Perform = async (paths, { set }, io) => {
  const { sources, complaints } = readScenarioFiles(paths);
  for (const complaint of complaints) io.err(complaint);
  const results = sources.map((source) => isValid(source, variables(set), io));
  return exitCode({ invalidInput: complaints.length > 0 || results.includes(false) });
};

const isValid = (source: ScenarioText, set: Readonly<Record<string, string>>, io: Io): boolean => {
  const { networks, problems, hints } = readNetworks([source], { set });
  const steps = networks[0]?.plan.scenario.steps.length ?? 0;
  io.err(hints.map(formatProblem).join(''));
  if (problems.length > 0) io.err(problems.map(formatProblem).join(''));
  else
    io.out(`${printableLine(source.file)}: ok, ${countText(networks.length, 'case')}, ${countText(steps, 'step')}\n`);
  return problems.length === 0;
};

const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
