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
 * When PID 1 ends, everything in its namespaces ends; when the shim ends, the kernel kills unshare, which would else wait for PID 1 and
 * hold the shim, as long as one of them is stopped.
 */
const stopLab = async (lab: RunningLabRecord, signal: AbortSignal): Promise<void> => {
  const isRunning = ({ pid, started }: ProcessOfLab): boolean => processStartTime(pid) === started;
  const remaining = (): readonly ProcessOfLab[] => [lab, ...(lab.shim ? [lab.shim] : [])].filter(isRunning);
  for (const { pid } of remaining()) kill(pid);
  const hasEnded = (): boolean => remaining().length === 0;
  await until(`the lab ${lab.name} to stop`, hasEnded, { everyMs: 2, withinMs: 2000 }, signal);
  removeRunningLab(lab);
};

/** The end of one process ends the other, which may then be gone by itself. */
const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** The start time is compared before a kill, since another process may have the PID by now. */
type ProcessOfLab = Pick<RunningLabRecord, 'pid' | 'started'>;
