import { whyExcluded } from '../scenarios/chosen-families.ts';
import type { WrongFile } from '../scenarios/read-files.ts';
import type { Event, Result } from '../../events/events.ts';
import type { SandboxExit, Sandbox } from '../../kernel/sandbox/start-sandbox.ts';
import { summarize } from '../../run/summarize-results.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { scenarioTitle } from '../../scenario/model/scenario-title.ts';

/**
 * Yields the events of a sandbox and adds what is missing, so that no report is cut off: when the sandbox ends early,
 * every unfinished scenario ends in an error. Scenarios that were not sent to the sandbox are skipped, and files that are
 * wrong end in an error. The summary always comes last.
 */
export async function* completeEvents(
  sandbox: Pick<Sandbox, 'events' | 'ended'>,
  { sent, skipped, wrong = [], failureReason }: ExpectedScenarios,
): AsyncGenerator<Event> {
  const unfinished = new Map(sent.map((scenario, id) => [id, scenario]));
  const started = new Set<number>();
  const results: Result[] = [];
  const end = function* (identity: Identity, result: Result, reason: string, line?: number): Generator<Event> {
    if (!started.has(identity.id)) yield { kind: 'scenario', ...identity };
    results.push(result);
    yield { kind: 'scenario-end', ...identity, result, reason, ...(line !== undefined && { line }), ms: 0 };
  };
  for await (const event of sandbox.events as AsyncIterable<Event>) {
    if (event.kind === 'end') break;
    if (event.kind === 'scenario') started.add(event.id);
    if (event.kind === 'scenario-end') (unfinished.delete(event.id), results.push(event.result));
    yield event;
  }
  const reason = unfinished.size > 0 ? failureReason(await sandbox.ended) : '';
  for (const [id, scenario] of unfinished) yield* end(identityOf(id, scenario), 'error', reason);
  let id = sent.length;
  for (const scenario of skipped) yield* end(identityOf(id++, scenario), 'skip', whyExcluded(scenario));
  for (const { file, reason, line } of wrong) yield* end({ id: id++, file, title: file }, 'error', reason, line);
  yield { kind: 'end', summary: summarize(results) };
}

const identityOf = (id: number, scenario: Scenario): Identity => ({
  ...{ id, file: scenario.file, title: scenarioTitle(scenario) },
});

interface Identity {
  readonly id: number;
  readonly file: string;
  readonly title: string;
}

interface ExpectedScenarios {
  /** The scenarios that the sandbox performs, ordered by id. */
  readonly sent: readonly Scenario[];
  /** Scenarios that the chosen families exclude. */
  readonly skipped: readonly Scenario[];
  readonly wrong?: readonly WrongFile[];
  /** Explains why the sandbox ended early. */
  failureReason(exit: SandboxExit): string;
}
