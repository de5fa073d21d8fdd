import { openSync, writeSync } from 'node:fs';
import { closest } from 'fastest-levenshtein';
import { reportKinds } from '../../reports/kinds.ts';
import { wantsColour } from '../../reports/terminal/paint.ts';
import type { Io, Report, ReportOptions } from '../../reports/model/report.ts';
import { errorMessage } from '../command-line/error-message.ts';

/** Opens the reports that were asked for (`kind` or `kind=path`), and text when none of them speaks on standard output; or says what is wrong. */
export const openReports = (
  asked: readonly string[],
  verbose: boolean,
  io: Io,
): Report | { readonly wrong: string } => {
  const wishes = asked.map((wish) => ({ kind: wish.split('=')[0]!, path: wish.split('=').slice(1).join('=') }));
  const unknown = wishes.find(({ kind }) => !Object.hasOwn(reportKinds, kind));
  if (unknown)
    return {
      wrong: `there is no report '${unknown.kind}'; did you mean ${closest(unknown.kind, Object.keys(reportKinds))}?`,
    };
  const spoken = wishes.filter(({ path }) => path === '');
  if (spoken.length > 1)
    return { wrong: 'two reports on standard output; give all but one a file: --report kind=path' };
  try {
    return all(
      [...(spoken.length === 0 ? [{ kind: 'text', path: '' }] : []), ...wishes].map(({ kind, path }) =>
        reportKinds[kind]!.report(
          path === '' ? io : toFile(path, io),
          path === '' ? onScreen(verbose) : inFile(verbose),
        ),
      ),
    );
  } catch (error) {
    return { wrong: `cannot write a report: ${errorMessage(error)}` };
  }
};

const all = (reports: readonly Report[]): Report => ({
  event: (event) => reports.forEach((report) => report.event(event)),
  end: () => reports.forEach((report) => report.end()),
});

const toFile = (path: string, io: Io): Io => {
  const file = openSync(path, 'w');
  return { ...io, out: (text) => void writeSync(file, text) };
};

/** Lines are broken only where a person reads them on a terminal: in a log a line is a sentence. */
const onScreen = (verbose: boolean): ReportOptions => ({
  verbose,
  colour: wantsColour(process.env, process.stdout.isTTY),
  width: process.stdout.isTTY ? Math.min(process.stdout.columns || 80, 100) : Infinity,
  // A terminal may not know its width (0 columns, as below script in CI): ora would take back lines for ever.
  lively: process.stderr.isTTY && process.stderr.columns > 0 && !process.env['CI'] && process.env['TERM'] !== 'dumb',
});

const inFile = (verbose: boolean): ReportOptions => ({ verbose, colour: false, width: Infinity, lively: false });
