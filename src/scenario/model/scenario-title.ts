import type { Scenario } from './scenario.ts';

/** What a scenario is called; a case of `vary` names its values. */
export const scenarioTitle = ({ title, case: values }: Pick<Scenario, 'title' | 'case'>): string =>
  values ? `${title} (${values})` : title;
