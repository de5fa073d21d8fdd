import type { Command } from './command.ts';
import { format, jobs, onlyFamily, set, timeScale, verbose } from './flags.ts';

/** Every command of the command line, in the order of `--help`; a new one is its file and one entry here. */
export const catalogue: readonly Command[] = [
  {
    name: 'run',
    about: 'build the network of each scenario, perform its steps, and say what happened and why',
    args: '<path...>',
    options: [
      {
        flags: '--report <kind[=path]>',
        about: 'text, tap or json, to standard output or a file; may be repeated',
        repeatable: true,
      },
      jobs,
      set,
      ...onlyFamily,
      verbose,
      { flags: '--strict-skip', about: 'a skipped scenario is a failure' },
      { flags: '--bisect', about: 'for `git bisect run`: 125 where nothing can be said (skips, machine failures)' },
      timeScale,
    ],
    more: 'A path is a scenario file or a folder of them.',
    owns: true,
    load: () => import('./run.ts'),
  },
  {
    name: 'doctor',
    about: 'try what this machine can do, and say what is missing and how to get it',
    options: [format],
    load: () => import('./doctor.ts'),
  },
  {
    name: 'inside',
    about: 'the inner process of a sandbox; started by the others',
    hidden: true,
    load: () => import('./inside.ts'),
  },
];
