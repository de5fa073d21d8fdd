import type { Scenario } from './scenario.ts';

/** Returns the title of a scenario, with the values of its `vary` case in brackets. */
export const scenarioTitle = ({ title, case: values }: Pick<Scenario, 'title' | 'case'>): string =>
  values ? `${title} (${values})` : title;
