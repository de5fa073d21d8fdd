import type { BuildRound } from '../../plan/script/build-rounds.ts';
import type { HeldFramesCommand } from '../emulation/link-emulation.ts';
import type { LabProcess } from './lab-process.ts';
import { ScriptError } from './lab-process.ts';
import { performCommands } from './perform-commands.ts';

/** Performs rounds of a build, one after the other; rejects with a ScriptError, or with a MachineError that names the command. */
export const buildNetwork = async (
  rounds: readonly BuildRound[],
  { runScript, ...lab }: Pick<LabProcess, 'runScript' | 'namespace' | 'filesFolder'>,
  holdFrames: (commands: readonly HeldFramesCommand[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  for (const { script, performed } of rounds) {
    const { code, stderr } = script === '' ? succeeded : await runScript(script, signal);
    if (code !== 0) throw new ScriptError(stderr, code);
    await performCommands(
      performed.filter((command) => !('netem' in command)),
      lab,
      signal,
    );
    await holdFrames(performed.filter((command) => 'netem' in command));
  }
};

const succeeded = { code: 0, stderr: '' };
