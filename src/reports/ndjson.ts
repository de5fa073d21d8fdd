import { printableJson } from '../text/printable.ts';
import type { ReportKind } from './model/report.ts';

/** Newline-delimited JSON: one event per line as it happens; the first line has the `version`, as in json.ts. */
export const ndjson: ReportKind = {
  about: 'one JSON object per event, as it happens',
  report: ({ out }) => {
    let version: object = { version: 1 };
    return {
      event: (event) => {
        out(`${printableJson(JSON.stringify({ ...version, ...event }))}\n`);
        version = {};
      },
      end: () => undefined,
    };
  },
};
