import { printableJson } from '../text/printable.ts';
import { reportAtEnd } from './model/collect-run.ts';
import type { ReportKind } from './model/report.ts';

/** One JSON document, written at the end of the run; `version` rises with every change that breaks a reader. */
export const json: ReportKind = {
  about: 'one JSON document at the end',
  report: ({ out }) => reportAtEnd((run) => out(`${printableJson(JSON.stringify({ version: 1, ...run }, null, 2))}\n`)),
};
