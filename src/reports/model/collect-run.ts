import type { MachineDescription } from '../../kernel/machine/describe-machine.ts';
import type { Event, ScenarioResult, StepResult, Summary } from '../../events/events.ts';
import type { Topology } from '../../plan/graph/graph-topology.ts';
import type { Report } from './report.ts';

/** The events of a run, arranged by scenario and step. */
export interface CollectedRun {
  readonly scenarios: readonly CollectedScenario[];
  readonly machine?: MachineDescription;
  readonly summary?: Summary;
}

export interface CollectedScenario extends ScenarioResult {
  readonly steps: readonly StepResult[];
  readonly notes?: readonly string[];
  readonly topology?: Topology;
}

/** Returns a report that is written as a whole when the run has ended. */
export const reportAtEnd = (write: (run: CollectedRun) => void): Report => {
  const events: Event[] = [];
  return { event: (event) => void events.push(event), end: () => write(collectRun(events)) };
};

/** Arranges the events of a run; a scenario without an end did not finish, which is an error. */
export const collectRun = (events: readonly Event[]): CollectedRun => ({
  scenarios: ofKind(events, 'scenario')
    .sort((a, b) => a.id - b.id)
    .map(({ id }) => scenarioOf(events.filter((event) => 'id' in event && event.id === id))),
  ...ofKind(events, 'run').map(({ machine }) => ({ machine }))[0],
  ...ofKind(events, 'end').map(({ summary }) => ({ summary }))[0],
});

const scenarioOf = (events: readonly Event[]): CollectedScenario => {
  const { file, title, topology } = ofKind(events, 'scenario')[0]!;
  const [end] = ofKind(events, 'scenario-end');
  const { result, reason, line, ms } = end ?? { result: 'error' as const, reason: 'it did not finish', ms: 0 };
  const notes = ofKind(events, 'note').map(({ text }) => text);
  return {
    ...{ file, title, result },
    ...(reason && { reason }),
    ...(line !== undefined && { line }),
    ms,
    steps: ofKind(events, 'step-end')
      .sort((a, b) => a.index - b.index)
      .map(({ kind, id, index, ...step }) => step),
    ...(notes.length > 0 && { notes }),
    ...(topology && { topology }),
  };
};

const ofKind = <K extends Event['kind']>(events: readonly Event[], kind: K): Extract<Event, { kind: K }>[] =>
  events.filter((event): event is Extract<Event, { kind: K }> => event.kind === kind);
