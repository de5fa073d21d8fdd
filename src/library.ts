import type { Event } from './events/events.ts';
import type { Plan } from './plan/model/plan.ts';
import type { Scenario } from './scenario/model/scenario.ts';
import { runInSandbox } from './commands/sandboxed-runs/run-in-sandbox.ts';
import type { SandboxedRunOptions } from './commands/sandboxed-runs/run-in-sandbox.ts';
import { readFiles } from './commands/scenarios/read-files.ts';
import type { ReadFiles } from './commands/scenarios/read-files.ts';
import { plansOf } from './commands/scenarios/read-plans.ts';
import type { ScenarioOptions } from './commands/scenarios/read-scenarios.ts';

/**
 * Reads and checks scenario files, folders of them, or bundled scenarios by name; never throws. `scenarios` can be run, `wrong` lists each file
 * or path that cannot with all of its problems, `skipped` what the chosen families exclude.
 */
export const read = (paths: string | readonly string[], { set = {}, ...rest }: ReadOptions = {}): ReadFiles =>
  readFiles(typeof paths === 'string' ? [paths] : paths, { set, ...rest });

/** Plans a scenario: its nodes, links, addresses and routes, and the commands that build it, as frozen data that survives JSON. */
export const plan = (scenario: Scenario): Plan => plansOf([scenario])[0]!;

/**
 * Builds the network of each scenario, performs and judges its steps, removes everything, and yields what happens as plain data. The last event
 * has the summary; what is wrong or skipped is part of it. To stop early, abort `signal` or leave the loop.
 */
export const run = (files: ReadFiles, options: SandboxedRunOptions = {}): AsyncGenerator<Event> =>
  runInSandbox(files, options);

/** Values for the variables of the files, and the families to run. */
export type ReadOptions = Partial<ScenarioOptions>;
export type { Event, Plan, ReadFiles, Scenario };
export type { SandboxedRunOptions as RunOptions };
