import { describePlan } from '../plan/text/describe-plan.ts';
import { standaloneScript } from '../plan/script/standalone-script.ts';
import { formatProblem } from '../scenario/problems/format-problem.ts';
import type { Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/flags.ts';
import { readPlans } from './scenarios/plans-of.ts';
import { readScenarioFiles } from './scenarios/scenario-files.ts';

/** `mtulab plan`: what would be built, without building it; `--script` prints it as a shell script, `--format json` as data. */
export const perform: Perform = async (paths, options, io) => {
  const { sources, complaints } = readScenarioFiles(paths);
  const { plans, problems } = readPlans(sources, { set: variables(options['set'] ?? []) });
  for (const text of [...complaints, ...problems.map(formatProblem)]) io.err(text);
  if (complaints.length + problems.length > 0) return exitCode({ wrong: true });
  if (options['script'] && plans.length !== 1) {
    io.err(`error: a script builds one network and these are ${plans.length}; --set chooses a case of \`vary\`\n`);
    return exitCode({ wrong: true });
  }
  io.out(printed(plans, options));
  return 0;
};

const printed = (plans: ReturnType<typeof readPlans>['plans'], options: Options): string => {
  if (options['script']) return plans.map(standaloneScript).join('');
  return options['format'] === 'json' ? `${JSON.stringify(plans, null, 2)}\n` : plans.map(describePlan).join('\n');
};
