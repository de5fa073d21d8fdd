import type { CollectedRun } from './collect-run.ts';

/** Reads what `--report json` has written. Throws an Error whose message says what it is instead. */
export const parseRun = (text: string): CollectedRun => {
  const report: unknown = JSON.parse(text);
  const scenarios = fieldOf(report, 'scenarios');
  if (!Array.isArray(scenarios) || !scenarios.every(isScenario))
    throw new Error('it has no scenarios; `mtulab run scenarios --report json=FILE` writes such a report');
  const version = fieldOf(report, 'version');
  if (version !== undefined && version !== jsonVersion)
    throw new Error(`its version is ${String(version)}, and this mtulab reads ${jsonVersion}`);
  return {
    ...(report as object),
    scenarios: scenarios.map((scenario) => ({ ...scenario, steps: (fieldOf(scenario, 'steps') ?? []) as [] })),
  };
};

/** Of the JSON report; it rises with every change that breaks a reader. */
export const jsonVersion = 1;

const isScenario = (value: unknown): value is CollectedRun['scenarios'][number] => {
  const steps = fieldOf(value, 'steps') ?? [];
  return (
    ['file', 'title', 'result'].every((key) => typeof fieldOf(value, key) === 'string') &&
    Array.isArray(steps) &&
    steps.every((step) => typeof fieldOf(step, 'facts') === 'object' && Array.isArray(fieldOf(step, 'verdicts')))
  );
};

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
