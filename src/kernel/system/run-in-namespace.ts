import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { checkStarted } from './check-started.ts';
import { MachineError } from './machine-error.ts';
import { inNamespace } from './network-namespace.ts';

/**
 * Runs a short program inside a network namespace and returns its stdout; rejects with a MachineError when it fails.
 * The program is forked while this thread is inside, so no nsenter is needed; its /sys is not the node's.
 */
export const runInNamespace = async ({ namespace, argv, input }: Program, signal: AbortSignal): Promise<string> => {
  signal.throwIfAborted();
  const [program, ...args] = argv;
  // node:child_process, not execa: the ledger is read at every step, and fork must happen before the thread leaves the namespace
  const child = inNamespace(namespace, () => spawn(program!, args, { stdio: 'pipe', signal }));
  await checkStarted(child, program!);
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const closed = once(child, 'close').catch((error: Error) => [error.message]);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  signal.throwIfAborted();
  if (code === 0) return stdout;
  throw new MachineError({ what: `${program} failed`, command: argv.join(' '), output: stderr || String(code) });
};

interface Program {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly argv: readonly string[];
  /** Text on its stdin. */
  readonly input?: string;
}
