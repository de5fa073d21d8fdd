import { reportAtEnd } from './model/collect-run.ts';
import type { ReportKind } from './model/report.ts';

/** JUnit XML, as CI systems read it: a test suite per scenario, a test case per step. */
export const junit: ReportKind = {
  about: 'JUnit XML at the end, a test suite per scenario',
  report: async ({ out }, { verbose }) => {
    const { junitDocument } = await import('./xml/junit-document.ts'); // its library takes longer to load than all of mtulab
    return reportAtEnd((run) => out(junitDocument(run, { verbose })));
  },
};
