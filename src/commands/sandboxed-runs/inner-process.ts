import { realpathSync } from 'node:fs';

/** How the sandbox starts this program again as its inner process; a link below /run, where programs are often linked, is not seen from in there. */
export const innerProcessCommand = (): readonly string[] => [
  process.execPath,
  realpathSync(process.argv[1]!),
  'inside',
];
