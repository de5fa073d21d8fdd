import { plan, predict, read } from '../library.ts';
import type { Plan } from '../library.ts';
import { describePlan } from '../plan/text/describe-plan.ts';
import { standaloneScript } from '../plan/script/standalone-script.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printable, printableJson } from '../text/printable.ts';
import type { Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';

/**
 * `mtulab plan`: prints what would be built, as text; with `--script` as a shell script, with `--format json` as data.
 */
export const perform: Perform = async (paths, options, io) => {
  const files = read(paths, { set: variables(options['set'] ?? []) });
  const found = [...files.problems, ...files.hints, ...predict(files).hints];
  for (const text of [...files.complaints, ...found.map(formatProblem)]) io.err(text);
  if (files.wrong.length > 0) return exitCode({ invalidInput: true });
  const plans = files.scenarios.map(plan);
  if (options['script'] && plans.length !== 1) {
    io.err(`error: --script builds one network, but there are ${plans.length}; choose a case of \`vary\` with --set\n`);
    return exitCode({ invalidInput: true });
  }
  io.out(formatPlans(plans, options, io.width));
  return 0;
};

const formatPlans = (plans: readonly Plan[], options: Options, width: number | undefined): string => {
  if (options['script']) return printable(plans.map(standaloneScript).join(''));
  return options['format'] === 'json'
    ? `${printableJson(JSON.stringify(plans, null, 2))}\n`
    : printable(plans.map((plan) => describePlan(plan, width)).join('\n'));
};
