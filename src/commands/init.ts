import { existsSync } from 'node:fs';
import { overwriteFile } from '../kernel/system/output-file.ts';
import { read } from '../library.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printableLine } from '../text/printable.ts';
import { shellQuote } from '../text/shell-quote.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { askChoices } from './first-scenario/ask-choices.ts';
import { faults } from './first-scenario/faults.ts';
import type { CureName, FaultName } from './first-scenario/faults.ts';
import { writeScenario } from './first-scenario/write-scenario.ts';
import type { ScenarioChoices } from './first-scenario/write-scenario.ts';
import { schemaPath } from './scenarios/schema-path.ts';

/** `mtulab init [FILE]`: writes a first scenario, by a few questions on a terminal, else from its options alone. */
export const perform: Perform = async ([path = 'first.yaml'], options, io) => {
  if (existsSync(path) && options['force'] !== true)
    return reject(`${printableLine(path)} exists already; name another file, or overwrite it with --force`, io);
  const given = givenChoices(options);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const choices = isTerminal ? await askChoices(given, usual) : withUsual(given);
  if (!choices) return exitCode({ interrupted: 130 });
  const mistake = mistakeIn(choices);
  if (mistake !== undefined) return reject(mistake, io);
  const text = writeScenario(choices, schemaPath(path));
  const { problems } = read({ file: path, text });
  for (const problem of problems) io.err(formatProblem(problem));
  if (problems.length > 0) return exitCode({ invalidInput: true });
  const file = overwriteFile(path);
  file.write(text);
  file.close();
  io.out(`${printableLine(path)} is written; next: mtulab run ${printableLine(shellQuote(path))}\n`);
  return 0;
};

const reject = (text: string, io: Io): number => {
  io.err(`error: ${text}\n`);
  return exitCode({ invalidInput: true });
};

const usual = { fault: 'dropped', firstHop: 9000, path: 1500 } as const;

/** The first cure of a fault is the usual one. */
const withUsual = (given: Partial<ScenarioChoices>): ScenarioChoices => {
  const [cure] = faults[given.fault ?? usual.fault].cures;
  return { ...usual, cure, ...given };
};

const givenChoices = ({ fault, cure, firstHop, path }: Options): Partial<ScenarioChoices> => ({
  ...(fault !== undefined && { fault: fault as FaultName }),
  ...(cure !== undefined && { cure: cure as CureName }),
  ...(firstHop !== undefined && { firstHop: Number(firstHop) }),
  ...(path !== undefined && { path: Number(path) }),
});

const mistakeIn = ({ fault, cure, firstHop, path }: ScenarioChoices): string | undefined => {
  const helping: readonly CureName[] = faults[fault].cures;
  if (!helping.includes(cure))
    return `the cure '${cure}' does not fit the fault '${fault}'; one of ${helping.join(', ')}`;
  return path < firstHop
    ? undefined
    : `the path has to be narrower than the first hop: --path ${path} is not below --first-hop ${firstHop}`;
};
