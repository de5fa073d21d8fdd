import { randomInt } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningLabs } from '../kernel/sandbox/running-labs.ts';
import { stateFolder } from '../kernel/sandbox/state-folder.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { labOfExercise } from './lab-of-exercise.ts';
import { beginLab } from './lessons/begin-lab.ts';
import type { StartLab } from './lessons/begin-lab.ts';
import { blindCase } from './lessons/blind/blind-case.ts';
import type { BlindCase } from './lessons/blind/blind-case.ts';
import { blindExercise, labNameOfCase, nameOfCase } from './lessons/blind/blind-exercise.ts';
import { caseText } from './lessons/blind/blind-texts.ts';
import { drawScenario } from './lessons/draw-network.ts';
import { practise } from './lessons/practise.ts';
import { saveProgress } from './lessons/progress.ts';

/** `mtulab learn blind [--seed N]`: puts one of many faults into a network and gives only its symptom; the answer is judged. */
export const perform: Perform = async (_, options, io, signal) => {
  const seed = options['seed'] === undefined ? (runningSeed() ?? randomInt(1, 100_000)) : Number(options['seed']);
  return solve(blindCase(seed), options, io, signal);
};

/** The case whose lab is running, if there is one alone. */
const runningSeed = (): number | undefined => {
  const seeds = runningLabs().flatMap(({ name }) =>
    /^blind-\d+$/.test(name) ? [Number(name.slice('blind-'.length))] : [],
  );
  return seeds.length === 1 ? seeds[0] : undefined;
};

const solve = async (blind: BlindCase, options: Options, io: Io, signal: AbortSignal): Promise<number> => {
  const name = labNameOfCase(blind.seed);
  const { start, stop, tools } = labOfExercise(io, signal);
  if (options['restart'] === true) {
    await stop(name);
    saveProgress(nameOfCase(blind.seed), undefined);
  }
  const { file } = blind.scenario;
  const lab = await beginLab({ name, file, fault: blind.shows }, withScenario(blind, start), signal);
  const heading = () => caseText(blind, drawScenario(blind.documented, io.width), io.width);
  return practise(blindExercise(blind, lab, io.width), { heading, options, tools: tools(lab) }, io, signal);
};

/** The file exists only while the lab is built from it. */
const withScenario =
  ({ scenario }: BlindCase, start: StartLab): StartLab =>
  async (file, name, signal) => {
    const path = join(stateFolder({ create: true })!, file);
    writeFileSync(path, scenario.text, { mode: 0o600 });
    try {
      return await start(path, name, signal);
    } finally {
      rmSync(path, { force: true });
    }
  };
