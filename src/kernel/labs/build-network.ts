import type { BuildRound } from '../../plan/script/build-rounds.ts';
import type { LabProcess } from './lab-process.ts';
import { ScriptError } from './lab-process.ts';
import { performCommands } from './perform-commands.ts';

/** Performs rounds of a build, one after the other; rejects with a ScriptError, or with a MachineError that names the command. */
export const buildNetwork = async (
  rounds: readonly BuildRound[],
  { runScript, ...lab }: Pick<LabProcess, 'runScript' | 'namespace' | 'filesFolder'>,
  signal: AbortSignal,
): Promise<void> => {
  for (const { script, performed } of rounds) {
    const { code, stderr } = script === '' ? succeeded : await runScript(script, signal);
    if (code !== 0) throw new ScriptError(stderr, code);
    await performCommands(performed, lab, signal);
  }
};

const succeeded = { code: 0, stderr: '' };
