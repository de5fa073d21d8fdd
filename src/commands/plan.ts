import { describePlan } from '../plan/text/describe-plan.ts';
import { standaloneScript } from '../plan/script/standalone-script.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import { printable, printableJson } from '../text/printable.ts';
import type { Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/shared-flags.ts';
import { predictSteps } from '../path/predictions/predict-steps.ts';
import { dictionary } from '../words/dictionary.ts';
import { pathHints } from './scenarios/read-networks.ts';
import { readPlans } from './scenarios/read-plans.ts';
import type { Plans } from './scenarios/read-plans.ts';
import { readScenarioFiles } from './scenarios/scenario-files.ts';

/**
 * `mtulab plan`: prints what would be built, as text; with `--script` as a shell script, with `--format json` as data.
 */
export const perform: Perform = async (paths, options, io) => {
  const { sources, complaints } = readScenarioFiles(paths);
  const { plans, problems, hints, locate } = readPlans(sources, { set: variables(options['set'] ?? []) });
  const networks = plans.map((plan) => ({ plan, steps: predictSteps(plan, dictionary) }));
  const all = [...problems, ...hints, ...pathHints(networks, locate)];
  for (const text of [...complaints, ...all.map(formatProblem)]) io.err(text);
  if (complaints.length + problems.length > 0) return exitCode({ invalidInput: true });
  if (options['script'] && plans.length !== 1) {
    io.err(`error: --script builds one network, but there are ${plans.length}; choose a case of \`vary\` with --set\n`);
    return exitCode({ invalidInput: true });
  }
  io.out(formatPlans(plans, options, io.width));
  return 0;
};

const formatPlans = (plans: Plans['plans'], options: Options, width: number | undefined): string => {
  if (options['script']) return printable(plans.map(standaloneScript).join(''));
  return options['format'] === 'json'
    ? `${printableJson(JSON.stringify(plans, null, 2))}\n`
    : printable(plans.map((plan) => describePlan(plan, width)).join('\n'));
};
