import { explainFailure } from '../../plan/script/explain-failure.ts';
import { changeScript } from '../../plan/script/build-script.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { LabProcess } from './lab-process.ts';
import { MachineError } from '../system/machine-error.ts';

/** Runs the commands of a change in a lab, all by its keeper; rejects with a MachineError that names the command and its reason. */
export const applyChange = async (
  keeper: LabProcess,
  commands: readonly NodeCommand[],
  signal: AbortSignal,
): Promise<void> => {
  if (commands.length === 0) return;
  // The keeper is there already: to fork this process costs ten times as much, since it is large.
  const { code, said } = await keeper.runScript(changeScript(commands), signal);
  if (code !== 0)
    throw new MachineError({ what: 'could not change the lab', ...explainFailure(commands, said || String(code)) });
};
