import { startTime } from '../kernel/system/processes.ts';
import { removeRunningLab, runningLabs } from '../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../kernel/sandbox/running-labs.ts';
import { until } from '../kernel/system/until.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { chooseLab } from './running-labs/choose-lab.ts';

/** `mtulab down [NAME | --all]`: ends labs and waits until the last process of each is gone. */
export const perform: Perform = async ([name], { all, name: named }, io, signal) => {
  const chosen = all === true ? runningLabs() : chooseLab(name ?? named, 'mtulab down NAME, or --all');
  if (typeof chosen === 'string') {
    io.err(chosen);
    return exitCode({ wrong: true });
  }
  const labs = 'pid' in chosen ? [chosen] : chosen;
  await Promise.all(labs.map((lab) => takeDown(lab, signal)));
  io.err(labs.map((lab) => `${lab.name} is down\n`).join('') || 'no lab was up\n');
  return 0;
};

/** The end of PID 1 is the end of everything in its namespaces; the start time was looked at a moment ago. */
const takeDown = async (lab: RunningLabRecord, signal: AbortSignal): Promise<void> => {
  if (startTime(lab.pid) === lab.started) process.kill(lab.pid, 'SIGKILL');
  const gone = () => startTime(lab.pid) !== lab.started;
  await until(`the end of the lab ${lab.name}`, gone, { everyMs: 2, withinMs: 2000 }, signal);
  removeRunningLab(lab);
};
