import type { Event, Result } from '../../events/events.ts';
import type { SandboxExit, Sandbox } from '../../kernel/sandbox/start-sandbox.ts';
import { summarize } from '../../run/summarize-results.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';

/**
 * The events of a sandbox, made whole: when it dies before its time, every scenario that had not ended ends in an error, and the summary is
 * told in any case, so that no report is cut off.
 */
export async function* completeEvents(
  sandbox: Followed,
  { begun, left, reasonOfDeath }: Expected,
): AsyncGenerator<Event> {
  const open = new Map(begun.map((scenario, id) => [id, scenario]));
  const known = new Set<number>();
  const results: Result[] = [];
  const close = function* (id: number, scenario: Scenario, result: Result, reason: string): Generator<Event> {
    const told = { id, file: scenario.file, title: scenarioTitle(scenario) };
    if (!known.has(id)) yield { kind: 'scenario', ...told };
    results.push(result);
    yield { kind: 'scenario-end', ...told, result, reason, ms: 0 };
  };
  for await (const event of sandbox.events as AsyncIterable<Event>) {
    if (event.kind === 'end') break;
    if (event.kind === 'scenario') known.add(event.id);
    if (event.kind === 'scenario-end') (open.delete(event.id), results.push(event.result));
    yield event;
  }
  const reason = open.size > 0 ? reasonOfDeath(await sandbox.ended) : '';
  for (const [id, scenario] of open) yield* close(id, scenario, 'error', reason);
  for (const [index, scenario] of left.entries())
    yield* close(begun.length + index, scenario, 'skip', `it is about ${scenario.families.join()} only`);
  yield { kind: 'end', summary: summarize(results) };
}

type Followed = Pick<Sandbox, 'events' | 'ended'>;

interface Expected {
  /** The scenarios that the sandbox performs, in the order of their ids. */
  readonly begun: readonly Scenario[];
  /** Scenarios that it is not asked for: skipped. */
  readonly left: readonly Scenario[];
  reasonOfDeath(ending: SandboxExit): string;
}
