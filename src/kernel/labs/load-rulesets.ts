import { setImmediate } from 'node:timers/promises';
import type { PlannedCommand } from '../../plan/model/plan.ts';
import { shellText } from '../../words/lab/shell-text.ts';
import { loadRuleset } from '../system/load-ruleset.ts';
import { MachineError } from '../system/machine-error.ts';
import type { LabProcess } from './lab-process.ts';

/** Performs the nft commands of a build, which its script leaves out; rejects with a MachineError: the command, its reason and nft's message. */
export const loadRulesets = async (
  commands: readonly PlannedCommand[],
  namespace: LabProcess['namespace'],
  signal: AbortSignal,
): Promise<void> => {
  for (const command of commands) {
    if (!('nft' in command)) continue;
    await loadRuleset({ namespace: namespace(command.in), ruleset: command.nft }, signal).catch((error: unknown) => {
      throw error instanceof MachineError ? explained(error, command) : error;
    });
    await setImmediate(); // flows of other labs are sampled meanwhile
  }
};

const explained = (error: MachineError, command: PlannedCommand): MachineError =>
  new MachineError({
    ...{ what: 'could not build the lab', command: shellText(command), why: command.why, cause: error },
    ...(error.details.output !== undefined && { output: error.details.output }),
  });
