import { explainFailure } from '../../plan/script/explain-failure.ts';
import { changeScript } from '../../plan/script/change-script.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { LinkEmulation } from '../emulation/link-emulation.ts';
import type { LabProcess } from './lab-process.ts';
import { MachineError } from '../system/machine-error.ts';

/** Runs the commands of a change in the lab process, and changes what holds frames back; rejects with a MachineError that names the failed command and its reason. */
export const applyChange = async (
  { labProcess, emulation }: ChangedLab,
  commands: readonly NodeCommand[],
  signal: AbortSignal,
): Promise<void> => {
  const scripted = commands.filter((command) => !('netem' in command));
  // Not by a child of this process, which is large: forking it costs ten times as much.
  const { code, stderr } =
    scripted.length === 0 ? unchanged : await labProcess.runScript(changeScript(scripted), signal);
  if (code !== 0)
    throw new MachineError({ what: 'could not change the lab', ...explainFailure(scripted, stderr || String(code)) });
  await emulation.hold(
    commands.filter((command) => 'netem' in command),
    signal,
  );
};

interface ChangedLab {
  readonly labProcess: Pick<LabProcess, 'runScript'>;
  readonly emulation: Pick<LinkEmulation, 'hold'>;
}

const unchanged = { code: 0, stderr: '' };
