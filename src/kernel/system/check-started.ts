import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { MachineError } from './machine-error.ts';
import { systemErrorText } from './system-error-text.ts';

/** Resolves if a program was started; otherwise rejects with a MachineError, and its pipes may not exist. */
export const checkStarted = async (child: ChildProcess, program: string): Promise<void> => {
  if (child.pid !== undefined) return;
  const [error] = (await once(child, 'error')) as [Error];
  throw new MachineError({ what: `cannot start ${program}: ${systemErrorText(error)}`, cause: error });
};
