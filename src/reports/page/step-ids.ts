import { basename } from 'node:path';
import type { CollectedScenario } from '../model/collect-run.ts';

/** The id of each scenario and each of its steps in the page: made from their names, so that a link outlives another run and another step. */
export const pageIds = (scenarios: readonly CollectedScenario[]): readonly ScenarioIds[] => {
  const taken = new Set<string>();
  return scenarios.map(({ file, title, steps }) => {
    const name = basename(file).replace(/\.ya?ml$/, '');
    const scenario = unique(slug(isOneOfSeveral(file, scenarios) ? `${name} ${caseOf(title)}` : name), taken);
    return { scenario, steps: steps.map((step) => unique(`${scenario}.${slug(step.name)}`, taken)) };
  });
};

export interface ScenarioIds {
  readonly scenario: string;
  readonly steps: readonly string[];
}

const isOneOfSeveral = (file: string, scenarios: readonly CollectedScenario[]): boolean =>
  scenarios.filter((other) => other.file === file).length > 1;

/** What the title of a case of `vary` has in brackets at its end. */
const caseOf = (title: string): string => /\(([^()]*)\)$/.exec(title)?.[1] ?? '';

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '') || 'step';

const longestSlug = 40;

const unique = (id: string, taken: Set<string>): string => {
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id}-${number}`;
  taken.add(free);
  return free;
};
