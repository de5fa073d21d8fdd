import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { MachineError } from './machine-error.ts';
import { inNamespace } from './sockets.ts';

/**
 * Asks a small program one question inside a network namespace and gives what it prints; rejects with a MachineError when it fails.
 * The program is forked while this thread is inside, so that no nsenter is needed; its /sys is not the node's.
 */
export const runInNamespace = async ({ namespace, argv, input }: Question, signal: AbortSignal): Promise<string> => {
  signal.throwIfAborted();
  const [program, ...rest] = argv;
  // node:child_process, not execa: the ledger is read at every step, and fork must happen before the thread leaves the namespace
  const child = inNamespace(namespace, () => spawn(program!, rest, { stdio: 'pipe', signal }));
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const ended = once(child, 'close').catch((error: Error) => [error.message]);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  signal.throwIfAborted();
  if (code === 0) return stdout;
  throw new MachineError({ what: `could not ask ${program}`, command: argv.join(' '), said: stderr || String(code) });
};

/** Where a question goes that is about the machine and no node. */
export const ownNamespace = '/proc/self/ns/net';

interface Question {
  readonly namespace: string;
  readonly argv: readonly string[];
  /** Text on its stdin. */
  readonly input?: string;
}
