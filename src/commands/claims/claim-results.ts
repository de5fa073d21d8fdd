import type { Result } from '../../events/events.ts';
import { scenarioName } from '../scenarios/bundled-scenarios.ts';

/** The result of each scenario in a JSON report, by the scenario's name: of several cases the worst one. */
export type ResultsByName = ReadonlyMap<string, Result>;

/** The part of a JSON report that says how each scenario ended, and on which kernel. */
export interface RunReport {
  readonly scenarios: readonly { readonly file: string; readonly result: Result }[];
  readonly machine?: { readonly kernel?: string };
}

/** Results by the name of the scenario. */
export const resultsByName = ({ scenarios }: RunReport): ResultsByName => {
  const results = new Map<string, Result>();
  for (const { file, result } of scenarios) {
    const name = scenarioName(file);
    results.set(name, worst([...(results.has(name) ? [results.get(name)!] : []), result]));
  }
  return results;
};

/** The result of a claim: the worst of its scenarios, and undefined if one of them was not run. */
export const claimResult = (scenarios: readonly string[], results: ResultsByName): Result | undefined =>
  scenarios.every((name) => results.has(name)) ? worst(scenarios.map((name) => results.get(name)!)) : undefined;

const worst = (results: readonly Result[]): Result => ranked.find((result) => results.includes(result))!;

const ranked = ['error', 'fail', 'skip', 'pass'] as const;
