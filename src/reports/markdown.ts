import { runAsMarkdown } from './markdown/run-as-markdown.ts';
import { reportAtEnd } from './model/collect-run.ts';
import type { ReportKind } from './model/report.ts';

/** Markdown to be pasted into an issue. */
export const markdown: ReportKind = {
  about: 'Markdown for an issue: a table of scenarios, and what was not as expected',
  report: ({ out }, { verbose }) => reportAtEnd((run) => out(runAsMarkdown(run, { verbose, atMost: largestIssue }))),
};

/** GitHub takes 65536 characters for the text of an issue. */
const largestIssue = 65536;
