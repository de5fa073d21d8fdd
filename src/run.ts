import { byTiming, measuresShortTimes } from './run/by-timing.ts';
import { startOrder } from './run/start-order.ts';
import type { Event, Result } from './events/events.ts';
import { mergeGenerators } from './run/merge-generators.ts';
import type { RunEnvironment } from './run/environment.ts';
import type { Plan } from './plan/model/plan.ts';
import { summarize, worstResult } from './run/summarize-results.ts';
import { scenarioTitle } from './scenario/model/scenario-title.ts';
import { performSteps } from './run/perform-steps.ts';

/** Takes every scenario through plan → build → perform → judge → gone, several at a time, and yields the events. */
export async function* run(
  plans: readonly Plan[],
  environment: RunEnvironment,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  const { machine, dictionary, jobs } = environment;
  yield { kind: 'run', machine, scenarios: plans.length };
  const order = startOrder(plans, dictionary, jobs);
  const start = (id: number) => () => runScenario(plans[id]!, id, environment, signal);
  const { concurrent, alone } = byTiming(order, plans, environment);
  const results: Result[] = [];
  for (const [ids, limit] of [[concurrent, jobs] as const, [alone, 1] as const])
    for await (const event of mergeGenerators(ids.map(start), limit)) {
      if (event.kind === 'scenario-end') results.push(event.result);
      yield event;
    }
  yield { kind: 'end', summary: summarize(results) };
}

/** Builds the lab of one plan, performs and judges its steps, and removes the lab however the steps end. */
async function* runScenario(
  plan: Plan,
  id: number,
  environment: RunEnvironment,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  const { scenario, needs } = plan;
  const identity = { id, file: scenario.file, title: scenarioTitle(scenario) };
  const startedAt = performance.now();
  const end = (result: Result, reason?: string): Event => {
    const ms = Math.round(performance.now() - startedAt);
    return { kind: 'scenario-end', ...identity, result, ms, ...(reason && { reason }) };
  };
  yield { kind: 'scenario', ...identity, ...(scenario.case !== undefined && { case: scenario.case }) };
  try {
    const missing = await environment.missingCapabilities(needs, signal);
    if (missing.length > 0) return yield end('skip', missing.join('; '));
    const { cannotTime, dictionary } = environment;
    if (cannotTime && measuresShortTimes(scenario.steps, dictionary)) return yield end('skip', cannotTime);
    await using lab = await environment.buildLab(plan, signal);
    const results: Result[] = [];
    const skipped: string[] = [];
    for await (const event of performSteps({ scenario, id, lab }, environment, signal)) {
      if (event.kind === 'step-end') results.push(event.result);
      if (event.kind === 'step-end' && event.result === 'skip') skipped.push(event.reason ?? '');
      yield event;
    }
    for (const text of (await lab.finish?.()) ?? []) yield { kind: 'note', id, text };
    const worst = worstResult(results);
    yield end(worst, worst === 'skip' ? skipped[0] : undefined);
  } catch (error) {
    yield end('error', error instanceof Error ? error.message : String(error));
  }
}
