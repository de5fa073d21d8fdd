import { beginOrder } from './run/start-order.ts';
import type { Event, Result } from './events/events.ts';
import { fromAll } from './run/merge-generators.ts';
import type { Ground } from './run/environment.ts';
import type { Plan } from './plan/model/plan.ts';
import { sum, worst } from './run/summarize-results.ts';
import { titleOf } from './scenario/model/scenario-title.ts';
import { steps } from './run/perform-steps.ts';

/** The way of every scenario: plan → build → perform → judge → gone, told as events. Scenarios run side by side. */
export async function* run(plans: readonly Plan[], ground: Ground, signal: AbortSignal): AsyncGenerator<Event> {
  yield { kind: 'run', machine: ground.machine, scenarios: plans.length };
  const order = beginOrder(plans, ground.dictionary, ground.jobs);
  const scenarios = order.map((id) => () => runOne(plans[id]!, id, ground, signal));
  const results: Result[] = [];
  for await (const event of fromAll(scenarios, ground.jobs)) {
    if (event.kind === 'scenario-end') results.push(event.result);
    yield event;
  }
  yield { kind: 'end', summary: sum(results) };
}

async function* runOne(plan: Plan, id: number, ground: Ground, signal: AbortSignal): AsyncGenerator<Event> {
  const { scenario, needs } = plan;
  const told = { id, file: scenario.file, title: titleOf(scenario) };
  const began = performance.now();
  const end = (result: Result, reason?: string): Event => {
    const ms = Math.round(performance.now() - began);
    return { kind: 'scenario-end', ...told, result, ms, ...(reason && { reason }) };
  };
  yield { kind: 'scenario', ...told };
  try {
    const missing = await ground.missing(needs, signal);
    if (missing.length > 0) return yield end('skip', missing.join('; '));
    await using lab = await ground.standUp(plan, signal);
    const results: Result[] = [];
    for await (const event of steps({ scenario, id, lab }, ground, signal)) {
      if (event.kind === 'step-end') results.push(event.result);
      yield event;
    }
    for (const text of (await lab.farewell?.()) ?? []) yield { kind: 'note', id, text };
    yield end(worst(results));
  } catch (error) {
    yield end('error', error instanceof Error ? error.message : String(error));
  }
}
