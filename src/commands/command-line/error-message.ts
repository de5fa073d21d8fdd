import { systemErrorText } from '../../kernel/system/system-error-text.ts';

/**
 * Returns what to print about something thrown: the message of an expected error, and one sentence about any other;
 * with `debug` the stack.
 */
export const errorMessage = (error: unknown, { debug = false }: { readonly debug?: boolean } = {}): string => {
  if (!(error instanceof Error)) return String(error);
  if (debug) return error.stack ?? error.message;
  if (isSpawnError(error)) return spawnErrorText(error);
  return expected.includes(error.name) ? error.message : `internal error: ${error.message} (${error.name}); ${remedy}`;
};

const expected = ['Error', 'MachineError'];
const remedy = '--debug shows where it happened';

interface SpawnError extends NodeJS.ErrnoException {
  readonly path: string;
}

/** An error of a program that could not be started, as node:child_process throws it. */
const isSpawnError = (error: NodeJS.ErrnoException): error is SpawnError =>
  error.path !== undefined && error.syscall?.startsWith('spawn') === true;

const spawnErrorText = (error: SpawnError): string =>
  error.code === 'ENOENT' && !error.path.includes('/')
    ? `cannot start ${error.path}: there is no such program in PATH`
    : `cannot start ${error.path}: ${systemErrorText(error)}`;
