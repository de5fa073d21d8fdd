import { realpathSync } from 'node:fs';

/**
 * Returns the command that starts this program again as the inner process of a sandbox. Links are resolved: the sandbox
 * has its own /run, and programs are often linked there. `debug` asks it for stack traces.
 */
export const innerProcessCommand = ({ debug }: { readonly debug?: unknown } = {}): readonly string[] => [
  process.execPath,
  realpathSync(process.argv[1]!),
  'inside',
  ...(debug === true ? ['--debug'] : []),
];
