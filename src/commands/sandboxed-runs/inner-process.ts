import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../scenarios/package-folder.ts';

/**
 * Returns the command that starts the command line of this package as the inner process of a sandbox, whichever program asks for it. Links
 * are resolved: the sandbox has its own /run, and programs are often linked there. `debug` asks it for stack traces.
 */
export const innerProcessCommand = ({ debug }: { readonly debug?: unknown } = {}): readonly string[] => [
  process.execPath,
  realpathSync(join(packageFolder(), 'dist/cli.js')),
  'inside',
  ...(debug === true ? ['--debug'] : []),
];
