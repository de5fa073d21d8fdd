import { describe } from '../plan/text/describe-plan.ts';
import { standalone } from '../plan/script/standalone-script.ts';
import { excerpt } from '../scenario/problems/format-problem.ts';
import type { Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { variables } from './command-line/flags.ts';
import { plansOf } from './scenarios/plans-of.ts';
import { sourcesOf } from './scenarios/scenario-files.ts';

/** `mtulab plan`: what would be built, without building it; `--script` prints it as a shell script, `--format json` as data. */
export const perform: Perform = async (paths, options, io) => {
  const { sources, complaints } = sourcesOf(paths);
  const { plans, problems } = plansOf(sources, { set: variables(options['set'] ?? []) });
  for (const text of [...complaints, ...problems.map(excerpt)]) io.err(text);
  if (complaints.length + problems.length > 0) return exitCode({ wrong: true });
  if (options['script'] && plans.length !== 1) {
    io.err(`error: a script builds one network and these are ${plans.length}; --set chooses a case of \`vary\`\n`);
    return exitCode({ wrong: true });
  }
  io.out(printed(plans, options));
  return 0;
};

const printed = (plans: ReturnType<typeof plansOf>['plans'], options: Options): string => {
  if (options['script']) return plans.map(standalone).join('');
  return options['format'] === 'json' ? `${JSON.stringify(plans, null, 2)}\n` : plans.map(describe).join('\n');
};
