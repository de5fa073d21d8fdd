import type { Event } from '../../events/events.ts';
import type { Report } from './report.ts';

/** Scenarios run side by side and begin in any order; this tells a report one after the other, by their ids, the first of them live. */
export const orderByScenario = (report: Report): Report => {
  const stories = new Map<number, Story>();
  let live = 0;
  const tell = ({ untold }: Story): void => untold.splice(0).forEach((event) => report.event(event));
  const advance = (): void => {
    for (let story = stories.get(live); story; story = stories.get(++live)) {
      tell(story);
      if (!story.ended) return;
    }
  };
  const rest = (): void => [...stories].sort(([a], [b]) => a - b).forEach(([, story]) => tell(story));
  return {
    event: (event) => {
      if (!('id' in event)) {
        rest();
        return report.event(event);
      }
      const story = stories.get(event.id) ?? { untold: [], ended: false };
      stories.set(event.id, story);
      story.untold.push(event);
      if (event.kind === 'scenario-end') story.ended = true;
      advance();
    },
    end: () => {
      rest();
      report.end();
    },
  };
};

interface Story {
  readonly untold: Event[];
  ended: boolean;
}
