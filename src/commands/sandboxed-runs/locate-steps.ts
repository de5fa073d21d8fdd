import type { Event } from '../../events/events.ts';
import type { Scenario, Step } from '../../scenario/model/scenario.ts';
import type { Scenarios } from '../scenarios/read-scenarios.ts';

/** Yields the events of a run with the line of each step in its file, which only the outer process has read. */
export async function* locateSteps(
  events: AsyncIterable<Event>,
  { scenarios, locate }: Pick<Scenarios, 'scenarios' | 'locate'>,
): AsyncGenerator<Event> {
  for await (const event of events) {
    const scenario = event.kind === 'step-end' ? scenarios[event.id] : undefined;
    if (event.kind !== 'step-end' || !scenario) yield event;
    else yield { ...event, line: locate(scenario, placeOf(stepsOf(scenario)[event.index]!)).line };
  }
}

/** The steps in the order of their numbers in events. */
const stepsOf = ({ steps }: Scenario): readonly Step[] =>
  steps.flatMap((step) => (step.together.length > 0 ? step.together : [step]));

const placeOf = ({ at }: Step) => ({ at, part: 'value', what: '', right: '' }) as const;
