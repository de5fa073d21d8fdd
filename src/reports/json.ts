import type { MachineDescription } from '../kernel/machine/describe-machine.ts';
import type { Event, ScenarioResult, StepResult, Summary } from '../events/events.ts';
import { printableJson } from '../text/printable.ts';
import type { ReportKind } from './model/report.ts';

/** One JSON document, written at the end of the run; `version` rises with every change that breaks a reader. */
export const json: ReportKind = {
  about: 'one JSON document at the end',
  report: ({ out }) => {
    const events: Event[] = [];
    return {
      event: (event) => void events.push(event),
      end: () => out(`${printableJson(JSON.stringify(documentOf(events), null, 2))}\n`),
    };
  },
};

/** The structure of the JSON report. */
interface JsonDocument {
  readonly version: 1;
  readonly scenarios: readonly (ScenarioResult & {
    readonly steps: readonly StepResult[];
    readonly notes?: string[];
  })[];
  readonly machine?: MachineDescription;
  readonly summary?: Summary;
}

const documentOf = (events: readonly Event[]): JsonDocument => ({
  version: 1,
  scenarios: ofKind(events, 'scenario')
    .sort((a, b) => a.id - b.id)
    .map(({ id }) => scenarioOf(events.filter((event) => 'id' in event && event.id === id))),
  ...ofKind(events, 'run').map(({ machine }) => ({ machine }))[0],
  ...ofKind(events, 'end').map(({ summary }) => ({ summary }))[0],
});

const scenarioOf = (events: readonly Event[]): JsonDocument['scenarios'][number] => {
  const { file, title } = ofKind(events, 'scenario')[0]!;
  const [end] = ofKind(events, 'scenario-end');
  const { result, reason, ms } = end ?? { result: 'error' as const, reason: 'it did not finish', ms: 0 };
  const notes = ofKind(events, 'note').map(({ text }) => text);
  return {
    file,
    title,
    result,
    ...(reason && { reason }),
    ms,
    steps: ofKind(events, 'step-end')
      .sort((a, b) => a.index - b.index)
      .map(({ kind, id, index, ...step }) => step),
    ...(notes.length > 0 && { notes }),
  };
};

const ofKind = <K extends Event['kind']>(events: readonly Event[], kind: K): Extract<Event, { kind: K }>[] =>
  events.filter((event): event is Extract<Event, { kind: K }> => event.kind === kind);
