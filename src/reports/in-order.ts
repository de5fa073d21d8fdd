import type { Event } from '../events.ts';
import type { Report } from './report.ts';

/** Scenarios run side by side; this tells a report one after the other, in the order in which they began, the first of them live. */
export const inOrder = (report: Report): Report => {
  const begun: Story[] = [];
  const advance = (): void => {
    while (begun[0]) {
      for (const event of begun[0].untold.splice(0)) report.event(event);
      if (!begun[0].ended) return;
      begun.shift();
    }
  };
  const rest = (): void => {
    for (const story of begun.splice(0)) story.untold.forEach((event) => report.event(event));
  };
  return {
    event: (event) => {
      if (!('id' in event)) {
        rest();
        return report.event(event);
      }
      if (event.kind === 'scenario') begun.push({ id: event.id, untold: [], ended: false });
      const story = begun.find(({ id }) => id === event.id);
      if (!story) return report.event(event);
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
  readonly id: number;
  readonly untold: Event[];
  ended: boolean;
}
