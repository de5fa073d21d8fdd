import type { Perform } from './command-line/command.ts';
import { enterNode } from './running-labs/enter-node.ts';

/** `mtulab shell NODE`: an interactive shell in a node. */
export const perform: Perform = ([node], { name }, io) =>
  enterNode({ node: node!, argv: ['sh', '-c', bestShell], name, io });

/** Start-up files would take the prompt away. Without job control, since the group that has the terminal lies outside the lab and sh cannot give it back. */
const bestShell = 'if command -v bash >/dev/null; then exec bash --norc; else exec sh +m; fi';
