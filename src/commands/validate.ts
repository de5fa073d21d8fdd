import { predict, read } from '../library.ts';
import type { Scenario } from '../library.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printableLine } from '../text/printable.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';

/**
 * `mtulab validate`: reads and checks scenario files, and prints `ok` or every problem for each; exits with 2 if there
 * is a problem.
 */
export const perform: Perform = async (paths, { set }, io) => {
  const files = read(paths, { set: variables(set) });
  const found = [...files.problems, ...files.hints, ...predict(files).hints];
  for (const text of [...files.complaints, ...found.map(formatProblem)]) io.err(text);
  for (const file of new Set(files.scenarios.map((scenario) => scenario.file)))
    io.out(
      okLine(
        file,
        files.scenarios.filter((scenario) => scenario.file === file),
      ),
    );
  return exitCode({ invalidInput: files.wrong.length > 0 });
};

const okLine = (file: string, cases: readonly Scenario[]): string =>
  `${printableLine(file)}: ok, ${countText(cases.length, 'case')}, ${countText(cases[0]!.steps.length, 'step')}\n`;

const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
