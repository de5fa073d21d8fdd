import type { Event, Result } from '../../events/events.ts';
import type { SandboxExit, Sandbox } from '../../kernel/sandbox/start-sandbox.ts';
import { summarize } from '../../run/summarize-results.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';

/**
 * Yields the events of a sandbox and adds what is missing, so that no report is cut off: when the sandbox ends early,
 * every unfinished scenario ends in an error. Scenarios that were not sent to the sandbox are skipped. The summary
 * always comes last.
 */
export async function* completeEvents(
  sandbox: Pick<Sandbox, 'events' | 'ended'>,
  { sent, skipped, failureReason }: ExpectedScenarios,
): AsyncGenerator<Event> {
  const unfinished = new Map(sent.map((scenario, id) => [id, scenario]));
  const started = new Set<number>();
  const results: Result[] = [];
  const end = function* (id: number, scenario: Scenario, result: Result, reason: string): Generator<Event> {
    const identity = { id, file: scenario.file, title: scenarioTitle(scenario) };
    if (!started.has(id)) yield { kind: 'scenario', ...identity };
    results.push(result);
    yield { kind: 'scenario-end', ...identity, result, reason, ms: 0 };
  };
  for await (const event of sandbox.events as AsyncIterable<Event>) {
    if (event.kind === 'end') break;
    if (event.kind === 'scenario') started.add(event.id);
    if (event.kind === 'scenario-end') (unfinished.delete(event.id), results.push(event.result));
    yield event;
  }
  const reason = unfinished.size > 0 ? failureReason(await sandbox.ended) : '';
  for (const [id, scenario] of unfinished) yield* end(id, scenario, 'error', reason);
  for (const [index, scenario] of skipped.entries())
    yield* end(sent.length + index, scenario, 'skip', `applies to ${scenario.families.join()} only`);
  yield { kind: 'end', summary: summarize(results) };
}

interface ExpectedScenarios {
  /** The scenarios that the sandbox performs, ordered by id. */
  readonly sent: readonly Scenario[];
  /** Scenarios that apply to none of the chosen families. */
  readonly skipped: readonly Scenario[];
  /** Explains why the sandbox ended early. */
  failureReason(exit: SandboxExit): string;
}
