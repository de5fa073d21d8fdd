import { machineText } from '../model/machine-text.ts';
import type { Result, StepResult } from '../../events/events.ts';
import type { CollectedRun, CollectedScenario } from '../model/collect-run.ts';
import { countText, formatTime, marks, resultNames, summaryText } from '../model/result-text.ts';
import { failureLines } from '../story/failure-lines.ts';
import { codeBlock, escapeMarkdown, markdownTable } from './escape-markdown.ts';

export interface MarkdownStyle {
  /** All of the evidence. */
  readonly verbose: boolean;
  /** The most bytes that the reader of the text takes: what does not fit is left out, and counted. */
  readonly atMost: number;
}

/** Formats a run as Markdown: a table of its scenarios, then for each that did not pass what was wanted and seen, and why. */
export const runAsMarkdown = (run: CollectedRun, { verbose, atMost }: MarkdownStyle): string => {
  const { scenarios } = run;
  const head = `${headOf(run)}\n`;
  const rows = fitting(scenarios.map(rowOf), (rows) => tableOf(rows), atMost - size(head) - roomForCounts);
  const table = `${tableOf(rows.shown)}${rows.rest > 0 ? `\n${countText(rows.rest, 'more scenario')} left out\n` : ''}`;
  const unpassed = scenarios.filter(({ result }) => result !== 'pass').map((scenario) => sectionOf(scenario, verbose));
  const sections = fitting(unpassed, (texts) => texts.join(''), atMost - size(head + table) - roomForCounts);
  const rest = sections.rest > 0 ? `\n${countText(sections.rest, 'more scenario')} that did not pass left out\n` : '';
  return `${head}${scenarios.length > 0 ? `\n${table}` : ''}${sections.shown.join('')}${rest}`;
};

/** Bytes that the two sentences take about what is left out. */
const roomForCounts = 160;

const headOf = ({ machine, summary }: CollectedRun): string =>
  [summary ? summaryText(summary) : 'the run did not finish', ...(machine ? [machineText(machine)] : [])]
    .map(escapeMarkdown)
    .join('; ');

const tableOf = (rows: readonly (readonly string[])[]): string =>
  markdownTable([['result', 'scenario', 'file', 'time'], ...rows]);

const rowOf = ({ result, title, file, ms }: CollectedScenario): readonly string[] =>
  [resultText(result), title, file, formatTime(ms)].map(escapeMarkdown);

const sectionOf = ({ result, title, file, reason, steps }: CollectedScenario, verbose: boolean): string => {
  const place = title === file ? [] : [`${escapeMarkdown(file)}\n`];
  const problems = reason === undefined ? [] : [codeBlock(reason.split('\n'))];
  const unpassed = steps.filter((step) => step.result === 'fail' || step.result === 'error');
  return [
    `### ${escapeMarkdown(`${resultText(result)}: ${title}`)}\n`,
    ...place,
    ...problems,
    ...unpassed.map((step) => stepText(step, verbose)),
  ]
    .map((block) => `\n${block}`)
    .join('');
};

const stepText = (step: StepResult, verbose: boolean): string =>
  [
    `#### ${escapeMarkdown(`${resultText(step.result)}: ${step.name}`)}\n`,
    `${[...(step.line === undefined ? [] : [`line ${step.line}`]), formatTime(step.ms)].join(', ')}\n`,
    codeBlock(failureLines(step, { verbose })),
  ].join('\n');

const resultText = (result: Result): string => `${marks[result]} ${resultNames[result]}`;

interface Fitting<T> {
  readonly shown: readonly T[];
  /** How many were left out. */
  readonly rest: number;
}

/** As many of the parts, from the first, as have at most that many bytes when they are joined. */
const fitting = <T>(parts: readonly T[], join: (parts: readonly T[]) => string, bytes: number): Fitting<T> => {
  const empty = size(join([]));
  let left = bytes - empty;
  const first = parts.findIndex((part) => (left -= size(join([part])) - empty) < 0);
  const shown = first < 0 ? parts : parts.slice(0, first);
  return { shown, rest: parts.length - shown.length };
};

const size = (text: string): number => Buffer.byteLength(text);
