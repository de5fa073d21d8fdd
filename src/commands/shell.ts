import type { Perform } from './command-line/command.ts';
import { enterNode } from './running-labs/enter-node.ts';

/** `mtulab shell NODE`: an interactive shell in a node. */
export const perform: Perform = ([node], { name }, io) =>
  enterNode({ node: node!, argv: ['sh', '-c', startShell], name, io });

/**
 * Start-up files would replace the prompt, so bash does not read them. sh runs without job control: the process group
 * that owns the terminal is outside of the lab, and sh cannot give the terminal back to it.
 */
const startShell = 'if command -v bash >/dev/null; then exec bash --norc; else exec sh +m; fi';
