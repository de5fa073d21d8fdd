import { reportAtEnd } from './model/collect-run.ts';
import type { ReportKind } from './model/report.ts';

/** One HTML file for people who were not there: pictures of the networks, verdicts, evidence, and packets. */
export const html: ReportKind = {
  about: 'one page with pictures: where what happened, the evidence, the packets',
  needs: ['packets', 'samples', 'topology'],
  report: async ({ out }) => {
    const { openPage } = await import('./page/write-page.ts'); // Graphviz takes longer to load than all of mtulab
    const page = await openPage();
    return reportAtEnd((run) => out(page(run)));
  },
};
