import { familyNames } from '../../evidence/family.ts';
import { resultNames } from '../../reports/model/result-text.ts';
import { escapeMarkdown, markdownTable } from '../../reports/markdown/escape-markdown.ts';
import { alignColumns } from '../../text/align-columns.ts';
import { printableLine } from '../../text/printable.ts';
import type { Change, Comparison, Difference, ScenarioDifference, ScenarioName } from './compare-runs.ts';

/** The names of the two files, for what is in one of them only. */
export type ComparedFiles = readonly [before: string, after: string];

/** Formats a comparison for people: a line for each figure that moved, below its step. */
export const comparisonText = (comparison: Comparison, files: ComparedFiles, width?: number): string =>
  [
    summaryLine(comparison),
    ...comparison.scenarios.map((scenario) => scenarioLines(scenario, width).join('\n')),
    ...onlyLists(comparison, files).map(({ title, names }) =>
      [title, ...names.map((name) => `  ${scenarioTitle(name)}`)].join('\n'),
    ),
  ].join('\n\n') + '\n';

/** Formats a comparison for a pull request: a table of what differs. */
export const comparisonMarkdown = (comparison: Comparison, files: ComparedFiles): string => {
  const rows = comparison.scenarios.flatMap((scenario) => [
    [changeNames[scenario.change], scenarioTitle(scenario), '', resultNames[scenario.before], afterText(scenario)],
    ...scenario.differences.map((difference) => [
      changeNames[difference.change],
      stepTitle(difference),
      difference.what,
      difference.before,
      difference.after,
    ]),
  ]);
  const table = markdownTable([
    ['', 'scenario, step', 'what', 'before', 'after'],
    ...rows.map((row) => row.map(escapeMarkdown)),
  ]);
  return [
    `${escapeMarkdown(summaryLine(comparison))}\n`,
    ...(rows.length > 0 ? [table] : []),
    ...onlyLists(comparison, files).map(
      ({ title, names }) =>
        [`${escapeMarkdown(title)}\n`, ...names.map((name) => `- ${escapeMarkdown(scenarioTitle(name))}`)].join('\n') +
        '\n',
    ),
  ].join('\n');
};

const summaryLine = ({ compared, scenarios }: Comparison): string => {
  const count = (change: Change): number => scenarios.filter((each) => each.change === change).length;
  const [worse, better, other] = [count('worse'), count('better'), count('other')];
  const what = compared === 1 ? '1 scenario compared' : `${compared} scenarios compared`;
  return worse + better + other === 0
    ? `${what}: no verdict changed, and no figure moved`
    : `${what}: ${worse} worse, ${better} better, ${other} with other figures`;
};

const scenarioLines = (scenario: ScenarioDifference, width?: number): readonly string[] => {
  const steps = [...new Set(scenario.differences.map(stepTitle))];
  const rowOf = ({ what, before, after }: Difference): readonly string[] => [
    `      ${what}`,
    printableLine(`${before} → ${after}`),
  ];
  return [
    `${changeNames[scenario.change]}: ${scenarioTitle(scenario)}`,
    `  ${resultNames[scenario.before]} before, ${afterText(scenario)} now`,
    ...steps.flatMap((step) => [
      `    ${step}`,
      ...alignColumns(scenario.differences.filter((each) => stepTitle(each) === step).map(rowOf), width),
    ]),
  ];
};

const afterText = ({ after, reason }: ScenarioDifference): string =>
  reason === undefined ? resultNames[after] : `${resultNames[after]} (${printableLine(reason)})`;

const scenarioTitle = ({ file, title }: ScenarioName): string =>
  printableLine(file === title ? file : `${file}: ${title}`);

const stepTitle = ({ step, line, family }: Difference): string =>
  printableLine(`${step}${line === undefined ? '' : ` (line ${line})`}${family ? `, ${familyNames[family]}` : ''}`);

const changeNames: Readonly<Record<Change, string>> = { worse: 'worse', better: 'better', other: 'other figures' };

const onlyLists = ({ onlyBefore, onlyAfter }: Comparison, [before, after]: ComparedFiles) =>
  [
    { title: `only in ${printableLine(before)}:`, names: onlyBefore },
    { title: `only in ${printableLine(after)}:`, names: onlyAfter },
  ].filter(({ names }) => names.length > 0);
