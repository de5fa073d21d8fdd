import type { Event } from './events/events.ts';
import type { Plan } from './plan/model/plan.ts';
import type { ScenarioText } from './scenario/model/scenario-text.ts';
import type { Scenario } from './scenario/model/scenario.ts';
import { runInSandbox } from './commands/sandboxed-runs/run-in-sandbox.ts';
import type { SandboxedRunOptions } from './commands/sandboxed-runs/run-in-sandbox.ts';
import { planScenario } from './commands/scenarios/plan-scenarios.ts';
import { predictNetworks } from './commands/scenarios/predict-networks.ts';
import type { Predictions } from './commands/scenarios/predict-networks.ts';
import { readFiles } from './commands/scenarios/read-files.ts';
import type { ReadFiles } from './commands/scenarios/read-files.ts';
import type { ScenarioOptions } from './commands/scenarios/read-scenarios.ts';

/**
 * Reads and checks scenario files, folders of them, bundled scenarios by name, or texts; never throws. `scenarios` can be run, `wrong` lists
 * each file or path that cannot with all of its problems, `skipped` what the chosen families exclude.
 */
export const read = (from: ReadFrom | readonly ReadFrom[], { set = {}, ...rest }: ReadOptions = {}): ReadFiles =>
  readFiles(isList(from) ? from : [from], { set, ...rest });

/** Plans a scenario: its nodes, links, addresses and routes, and the commands that build it, as frozen data that survives JSON. */
export const plan = (scenario: Scenario): Plan => planScenario(scenario);

/** Predicts each step of the scenarios from their plans alone, as far as these decide it; `hints` name what does not fit. */
export const predict = (files: Pick<ReadFiles, 'scenarios' | 'locate'>): Predictions => predictNetworks(files);

/**
 * Builds the network of each scenario, performs and judges its steps, removes everything, and yields what happens as plain data. The last event
 * has the summary; what is wrong or skipped is part of it. To stop early, abort `signal` or leave the loop.
 */
export const run = (files: ReadFiles, options: SandboxedRunOptions = {}): AsyncGenerator<Event> =>
  runInSandbox(files, options);

/** A file, a folder, the name of a bundled scenario, or the text of a scenario with a name for its messages. */
export type ReadFrom = string | ScenarioText;

/** Values for the variables of the files, and the families to run. */
export type ReadOptions = Partial<ScenarioOptions>;
export type { Event, Plan, Predictions, ReadFiles, Scenario, ScenarioText };
export type { SandboxedRunOptions as RunOptions };

const isList = (from: ReadFrom | readonly ReadFrom[]): from is readonly ReadFrom[] => Array.isArray(from);
