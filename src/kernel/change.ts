import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { explainFailure } from '../plan/explain-failure.ts';
import { renderChange } from '../plan/script.ts';
import type { Command } from '../words/command.ts';
import { MachineError } from './machine-error.ts';

/** Runs the commands of a change in a lab, all by one sh; rejects with a MachineError that names the command and its reason. */
export const change = async (keeper: number, commands: readonly Command[], signal: AbortSignal): Promise<void> => {
  if (commands.length === 0) return;
  const sh = spawn('nsenter', [`--mount=/proc/${keeper}/ns/mnt`, `--root=/proc/${keeper}/root`, 'sh', '-s'], {
    stdio: 'pipe',
    signal,
  });
  sh.stdin.on('error', () => {});
  sh.stdin.end(renderChange(commands));
  sh.stdout.resume();
  const ended = once(sh, 'close').catch((error: Error) => [error.message]);
  const [said, [code]] = await Promise.all([text(sh.stderr), ended]);
  signal.throwIfAborted();
  if (code !== 0)
    throw new MachineError({ what: 'could not change the lab', ...explainFailure(commands, said || String(code)) });
};
