import type { CollectedRun } from '../../reports/model/collect-run.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';
import type { ReadFiles } from '../scenarios/read-files.ts';

/** One of several machines that share a run; both numbers from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Parses `2/3`. Throws an Error with what is expected. */
export const parseShard = (text: string): Shard => {
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index > count)
    throw new Error('Expected a shard and their number, such as 2/3 for the second of three.');
  return { index, count };
};

/**
 * Returns the files with the scenarios of one shard: the longest are given away first, each to the shard that has least to do, so that all
 * shards end at about the same time. Each machine gets the same division from the same files and durations. What cannot be run is in every
 * shard, and what is skipped in the first.
 */
export const shardScenarios = (files: ReadFiles, { index, count }: Shard, measured?: CollectedRun): ReadFiles => {
  const durations = durationsOf(files.scenarios, measured);
  const loads = Array.from({ length: count }, () => 0);
  const longestFirst = files.scenarios.map((_, id) => id).sort((a, b) => durations[b]! - durations[a]! || a - b);
  const own = new Set<number>();
  for (const id of longestFirst) {
    const shard = loads.indexOf(Math.min(...loads));
    loads[shard]! += durations[id]!;
    if (shard === index - 1) own.add(id);
  }
  return {
    ...files,
    scenarios: files.scenarios.filter((_, id) => own.has(id)),
    skipped: index === 1 ? files.skipped : [],
  };
};

/** Milliseconds; a scenario that was not measured counts as long as the median of the others. */
const durationsOf = (scenarios: ReadFiles['scenarios'], measured: CollectedRun | undefined): readonly number[] => {
  const known = new Map(measured?.scenarios.map((each) => [`${each.file}\n${each.title}`, each.ms]));
  const found = scenarios.map((scenario) => known.get(`${scenario.file}\n${scenarioTitle(scenario)}`));
  const sorted = found.filter((ms) => ms !== undefined).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 1;
  return found.map((ms) => ms ?? median);
};
