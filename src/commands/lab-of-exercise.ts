import { runningLabs } from '../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../kernel/sandbox/running-labs.ts';
import { takeTerminal } from '../kernel/system/take-terminal.ts';
import type { Io } from './command-line/command.ts';
import type { StartLab } from './lessons/begin-lab.ts';
import type { SessionTools } from './lessons/session.ts';

/** What an exercise does with its lab, by the commands that a user would type: `up`, `down`, `shell` and `do`. */
export const labOfExercise = (io: Io, signal: AbortSignal): LabOfExercise => ({
  start: async (file, name, signal) => {
    const { perform } = await import('./up.ts');
    return perform([file], { name, set: [] }, { ...io, out: () => undefined }, signal);
  },
  stop: async (name) => {
    if (!runningLabs().some((lab) => lab.name === name)) return;
    const { perform } = await import('./down.ts');
    await perform([name], {}, { ...io, err: () => undefined }, signal);
  },
  tools: ({ name }) => ({
    isTerminal: process.stdin.isTTY && process.stdout.isTTY,
    shell: async (node) => {
      const { perform } = await import('./shell.ts');
      await perform([node], { name }, io, signal);
      takeTerminal(0);
    },
    perform: async (step) => (await import('./do.ts')).perform([step], { name }, io, signal),
  }),
});

export interface LabOfExercise {
  readonly start: StartLab;
  stop(name: string): Promise<void>;
  tools(lab: Pick<RunningLabRecord, 'name'>): SessionTools & { readonly isTerminal: boolean };
}
