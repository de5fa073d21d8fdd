import type { Event } from '../../events/events.ts';
import { topologyOf } from '../../plan/graph/graph-topology.ts';
import type { Plan } from '../../plan/model/plan.ts';

/** Yields the events of a run with the topology of each scenario, for reports with pictures; plans are known to the outer process only. */
export async function* drawTopologies(events: AsyncIterable<Event>, plans: readonly Plan[]): AsyncGenerator<Event> {
  for await (const event of events) {
    const plan = event.kind === 'scenario' ? plans[event.id] : undefined;
    yield event.kind === 'scenario' && plan ? { ...event, topology: topologyOf(plan) } : event;
  }
}
