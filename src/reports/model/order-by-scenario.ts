import type { Event } from '../../events/events.ts';
import type { Report } from './report.ts';

/**
 * Scenarios run concurrently and start in any order. This passes their events to a report one scenario after the other,
 * ordered by id; the first unfinished one is reported live.
 */
export const orderByScenario = (report: Report): Report => {
  const queues = new Map<number, Queue>();
  let live = 0;
  const flush = ({ waiting }: Queue): void => waiting.splice(0).forEach((event) => report.event(event));
  const flushReady = (): void => {
    for (let queue = queues.get(live); queue; queue = queues.get(++live)) {
      flush(queue);
      if (!queue.ended) return;
    }
  };
  const flushAll = (): void => [...queues].sort(([a], [b]) => a - b).forEach(([, queue]) => flush(queue));
  return {
    event: (event) => {
      if (!('id' in event)) {
        flushAll();
        return report.event(event);
      }
      const queue = queues.get(event.id) ?? { waiting: [], ended: false };
      queues.set(event.id, queue);
      queue.waiting.push(event);
      if (event.kind === 'scenario-end') queue.ended = true;
      flushReady();
    },
    end: () => {
      flushAll();
      report.end();
    },
  };
};

/** The events of one scenario that the report has not received yet. */
interface Queue {
  readonly waiting: Event[];
  ended: boolean;
}
