import { isAbsolute, relative, resolve } from 'node:path';
import type { Event } from '../events/events.ts';
import { printable } from '../text/printable.ts';
import { runAsMarkdown } from './markdown/run-as-markdown.ts';
import { reportAtEnd } from './model/collect-run.ts';
import type { ReportKind, ReportOptions } from './model/report.ts';
import { failureLines } from './story/failure-lines.ts';

/**
 * For GitHub Actions: an annotation for each step that did not pass, written as a workflow command when it ends, and the
 * run as Markdown in the summary of the job.
 */
export const github: ReportKind = {
  about: 'annotations for GitHub Actions, and the summary of the job',
  report: ({ out }, options) => {
    const { verbose, env, append } = options;
    const titles = new Map<number, { readonly file: string; readonly title: string }>();
    const path = env['GITHUB_STEP_SUMMARY'];
    const addSummary = path ? append(path) : undefined;
    const summary = reportAtEnd((run) => addSummary?.(runAsMarkdown(run, { verbose, atMost: largestSummary })));
    return {
      event: (event) => {
        summary.event(event);
        if (event.kind === 'scenario') titles.set(event.id, event);
        const annotation = 'id' in event ? annotationOf(event, titles.get(event.id), verbose) : undefined;
        if (annotation) out(workflowCommand({ ...annotation, file: inRepository(annotation.file, env) }));
      },
      end: () => summary.end(),
    };
  },
};

/** GitHub takes 1 MiB for the summary of a step. */
const largestSummary = 1024 * 1024;

interface Annotation {
  readonly level: 'error' | 'notice';
  readonly file: string;
  readonly line?: number;
  readonly title: string;
  readonly message: string;
}

/** A step that did not pass, a scenario that has a reason of its own for its error, or one that was skipped. */
const annotationOf = (
  event: Event,
  { file, title }: { readonly file: string; readonly title: string } = { file: '', title: '' },
  verbose: boolean,
): Annotation | undefined => {
  if (event.kind === 'step-end' && (event.result === 'fail' || event.result === 'error'))
    return {
      ...{ level: 'error', file, title: `${title}: ${event.name}` },
      ...(event.line !== undefined && { line: event.line }),
      message: failureLines(event, { verbose }).join('\n'),
    };
  if (event.kind !== 'scenario-end' || !event.reason || !['error', 'skip'].includes(event.result)) return undefined;
  return {
    ...{ level: event.result === 'error' ? 'error' : 'notice', file, title: event.title },
    ...(event.line !== undefined && { line: event.line }),
    message: event.result === 'skip' ? `skipped: ${event.reason}` : event.reason,
  };
};

/** Formats a workflow command (docs.github.com: Workflow commands for GitHub Actions, Setting an error message). */
const workflowCommand = ({ level, message, ...properties }: Annotation): string => {
  const list = (['file', 'line', 'title'] as const).flatMap((name) => {
    const value = properties[name];
    return value === undefined || value === '' ? [] : [`${name}=${escapeProperty(String(value))}`];
  });
  return `::${level} ${list.join(',')}::${escapeData(message)}\n`;
};

const escapeData = (text: string): string =>
  printable(text.replace(/\r\n?/g, '\n')).replaceAll('%', '%25').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** GitHub names files by their path in the repository, wherever mtulab runs in it. */
const inRepository = (file: string, { GITHUB_WORKSPACE: workspace }: ReportOptions['env']): string => {
  if (!workspace || file === '') return file;
  const path = relative(workspace, resolve(file));
  return path.startsWith('..') || isAbsolute(path) ? file : path;
};
