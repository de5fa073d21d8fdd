import { explainFailure } from '../../plan/script/explain-failure.ts';
import { changeScript } from '../../plan/script/change-script.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { LabProcess } from './lab-process.ts';
import { MachineError } from '../system/machine-error.ts';

/** Runs the commands of a change in the lab process; rejects with a MachineError that names the failed command and its reason. */
export const applyChange = async (
  labProcess: LabProcess,
  commands: readonly NodeCommand[],
  signal: AbortSignal,
): Promise<void> => {
  if (commands.length === 0) return;
  // Not by a child of this process, which is large: forking it costs ten times as much.
  const { code, stderr } = await labProcess.runScript(changeScript(commands), signal);
  if (code !== 0)
    throw new MachineError({ what: 'could not change the lab', ...explainFailure(commands, stderr || String(code)) });
};
