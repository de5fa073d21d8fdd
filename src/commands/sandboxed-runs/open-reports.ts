import { appendToFile, overwriteFile } from '../../kernel/system/output-file.ts';
import type { OutputFile } from '../../kernel/system/output-file.ts';
import { reportKinds } from '../../reports/kinds.ts';
import { wantsColour } from '../../reports/terminal/paint.ts';
import type { Io, Report, ReportNeed, ReportOptions } from '../../reports/model/report.ts';
import { nearestWord } from '../../scenario/problems/did-you-mean.ts';
import { alignColumns } from '../../text/align-columns.ts';
import { errorMessage } from '../command-line/error-message.ts';

/**
 * Opens the requested reports (`kind` or `kind=path`), and the text report if none of them goes to standard output; or
 * returns what is wrong. A report whose file cannot be written any more calls `onFailure` once, and the others go on.
 */
export const openReports = async (
  requests: readonly string[],
  verbose: boolean,
  io: Io,
  onFailure: (error: unknown) => void = () => {},
): Promise<Report | { readonly error: string }> => {
  const reports = requests.map((text) => ({ kind: text.split('=')[0]!, path: text.split('=').slice(1).join('=') }));
  const unknown = reports.find(({ kind }) => !Object.hasOwn(reportKinds, kind));
  if (unknown) return { error: unknownReport(unknown.kind) };
  const onOutput = reports.filter(({ path }) => path === '');
  if (onOutput.length > 1)
    return { error: 'only one report can go to standard output; give the others a file: --report kind=path' };
  const opened = [...(onOutput.length === 0 ? [{ kind: 'text', path: '' }] : []), ...reports];
  const shared: SharedOptions = {
    ...{ verbose, env: process.env },
    append: (path) => writer(appendToFile(path), onFailure),
  };
  try {
    const promises = opened.map(({ kind, path }) =>
      path === ''
        ? reportKinds[kind]!.report(io, outputOptions(shared, io))
        : reportKinds[kind]!.report(
            { ...io, out: writer(overwriteFile(path), onFailure) },
            { ...shared, ...plainFile },
          ),
    );
    return combine(await Promise.all(promises));
  } catch (error) {
    return { error: errorMessage(error) };
  }
};

/** What the events of a run must have for the requested reports. */
export const reportNeeds = (requests: readonly string[]): ReadonlySet<ReportNeed> =>
  new Set(requests.flatMap((text) => reportKinds[text.split('=')[0]!]?.needs ?? []));

const unknownReport = (kind: string): string => {
  const nearest = nearestWord(kind, Object.keys(reportKinds));
  const known = alignColumns(Object.entries(reportKinds).map(([name, { about }]) => [`  ${name}`, about]));
  return [`there is no report '${kind}'${nearest ? `; did you mean ${nearest}?` : ''}`, 'reports:', ...known].join(
    '\n',
  );
};

const combine = (reports: readonly Report[]): Report => ({
  event: (event) => reports.forEach((report) => report.event(event)),
  end: () => reports.forEach((report) => report.end()),
});

/** Writes to a file until that fails. */
const writer = (file: OutputFile, onFailure: (error: unknown) => void): Io['out'] => {
  let failed = false;
  return (content) => {
    try {
      if (!failed) file.write(content);
    } catch (error) {
      failed = true;
      onFailure(error);
    }
  };
};

type SharedOptions = Pick<ReportOptions, 'verbose' | 'env' | 'append'>;

/** Lines are wrapped only on a terminal: in a log, each sentence stays on one line. */
const outputOptions = (shared: SharedOptions, { width = process.stdout.isTTY ? 80 : Infinity }: Io): ReportOptions => ({
  ...shared,
  colour: wantsColour(process.env, process.stdout.isTTY),
  width: width === Infinity ? Infinity : Math.min(width, 100),
  // On a terminal that does not know its width (0 columns, as with `script` in CI) ora would never stop erasing lines.
  interactive:
    process.stderr.isTTY && process.stderr.columns > 0 && !process.env['CI'] && process.env['TERM'] !== 'dumb',
});

const plainFile = { colour: false, width: Infinity, interactive: false };
