import { processStartTime } from '../kernel/system/processes.ts';
import { removeRunningLab, runningLabs } from '../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../kernel/sandbox/running-labs.ts';
import { until } from '../kernel/system/until.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { wrapLines } from '../text/wrap.ts';
import { chooseLab } from './running-labs/choose-lab.ts';

/** `mtulab down [NAME | --all]`: stops labs and waits until the last process of each has ended. */
export const perform: Perform = async ([name], { all, name: nameOption }, io, signal) => {
  const chosen = all === true ? runningLabs() : chooseLab(name ?? nameOption, 'mtulab down NAME, or --all');
  if (typeof chosen === 'string') {
    io.err(wrapLines(chosen, io.width));
    return exitCode({ invalidInput: true });
  }
  const labs = 'pid' in chosen ? [chosen] : chosen;
  await Promise.all(labs.map((lab) => stopLab(lab, signal)));
  io.err(labs.map((lab) => `${lab.name} was stopped\n`).join('') || 'no lab was running\n');
  return 0;
};

/**
 * When PID 1 ends, everything in its namespaces ends; the start time is compared first, since another process may have
 * the PID by now.
 */
const stopLab = async (lab: RunningLabRecord, signal: AbortSignal): Promise<void> => {
  const hasEnded = () => processStartTime(lab.pid) !== lab.started;
  if (!hasEnded()) process.kill(lab.pid, 'SIGKILL');
  await until(`the lab ${lab.name} to stop`, hasEnded, { everyMs: 2, withinMs: 2000 }, signal);
  removeRunningLab(lab);
};
