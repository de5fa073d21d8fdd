import { orderByScenario } from './model/order-by-scenario.ts';
import { painter } from './terminal/paint.ts';
import type { ReportKind } from './model/report.ts';
import { spinner, noSpinner } from './terminal/spinner.ts';
import { formatStory } from './story/story.ts';

/** The story of a run for a person: every step, what was wanted and seen, and why a transfer stalled. */
export const text: ReportKind = {
  about: 'the story of the run, for people',
  report: ({ out }, { colour, width, verbose, lively }) => {
    const tell = formatStory({ paint: painter(colour), width, verbose });
    const progress = lively ? spinner() : noSpinner;
    const told = orderByScenario({
      event: (event) => {
        const lines = tell(event);
        if (lines.length > 0) progress.aside(() => out(`${lines.join('\n')}\n`));
      },
      end: () => undefined,
    });
    return {
      event: (event) => {
        progress.event(event);
        told.event(event);
      },
      end: () => {
        progress.end();
        told.end();
      },
    };
  },
};
