import { orderByScenario } from './model/order-by-scenario.ts';
import { painter } from './terminal/paint.ts';
import type { ReportKind } from './model/report.ts';
import { spinner, noSpinner } from './terminal/spinner.ts';
import { formatStory } from './story/story.ts';

/** The report for the terminal: every step, what was wanted and what was seen, and why a transfer stalled. */
export const text: ReportKind = {
  about: 'readable text: every step with its verdicts and their evidence',
  report: ({ out }, { colour, width, verbose, interactive }) => {
    const format = formatStory({ paint: painter(colour), width, verbose });
    const progress = interactive ? spinner() : noSpinner;
    const ordered = orderByScenario({
      event: (event) => {
        const lines = format(event);
        if (lines.length > 0) progress.interrupt(() => out(`${lines.join('\n')}\n`));
      },
      end: () => undefined,
    });
    return {
      event: (event) => {
        progress.event(event);
        ordered.event(event);
      },
      end: () => {
        progress.end();
        ordered.end();
      },
    };
  },
};
