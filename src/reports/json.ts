import { printableJson } from '../text/printable.ts';
import { reportAtEnd } from './model/collect-run.ts';
import { jsonVersion } from './model/parse-run.ts';
import type { ReportKind } from './model/report.ts';

/** One JSON document, written at the end of the run. */
export const json: ReportKind = {
  about: 'one JSON document at the end',
  report: ({ out }) =>
    reportAtEnd((run) => out(`${printableJson(JSON.stringify({ version: jsonVersion, ...run }, null, 2))}\n`)),
};
