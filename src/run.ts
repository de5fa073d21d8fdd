import { startOrder } from './run/start-order.ts';
import type { Event, Result } from './events/events.ts';
import { mergeGenerators } from './run/merge-generators.ts';
import type { RunEnvironment } from './run/environment.ts';
import type { Plan } from './plan/model/plan.ts';
import { summarize, worstResult } from './run/summarize-results.ts';
import { scenarioTitle } from './scenario/model/scenario-title.ts';
import { performSteps } from './run/perform-steps.ts';

/** The way of every scenario: plan → build → perform → judge → gone, told as events. Scenarios run side by side. */
export async function* run(plans: readonly Plan[], ground: RunEnvironment, signal: AbortSignal): AsyncGenerator<Event> {
  yield { kind: 'run', machine: ground.machine, scenarios: plans.length };
  const order = startOrder(plans, ground.dictionary, ground.jobs);
  const scenarios = order.map((id) => () => runOne(plans[id]!, id, ground, signal));
  const results: Result[] = [];
  for await (const event of mergeGenerators(scenarios, ground.jobs)) {
    if (event.kind === 'scenario-end') results.push(event.result);
    yield event;
  }
  yield { kind: 'end', summary: summarize(results) };
}

async function* runOne(plan: Plan, id: number, ground: RunEnvironment, signal: AbortSignal): AsyncGenerator<Event> {
  const { scenario, needs } = plan;
  const told = { id, file: scenario.file, title: scenarioTitle(scenario) };
  const began = performance.now();
  const end = (result: Result, reason?: string): Event => {
    const ms = Math.round(performance.now() - began);
    return { kind: 'scenario-end', ...told, result, ms, ...(reason && { reason }) };
  };
  yield { kind: 'scenario', ...told };
  try {
    const missing = await ground.missingCapabilities(needs, signal);
    if (missing.length > 0) return yield end('skip', missing.join('; '));
    await using lab = await ground.buildLab(plan, signal);
    const results: Result[] = [];
    for await (const event of performSteps({ scenario, id, lab }, ground, signal)) {
      if (event.kind === 'step-end') results.push(event.result);
      yield event;
    }
    for (const text of (await lab.finish?.()) ?? []) yield { kind: 'note', id, text };
    yield end(worstResult(results));
  } catch (error) {
    yield end('error', error instanceof Error ? error.message : String(error));
  }
}
