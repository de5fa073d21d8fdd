import { behaviourTexts } from '../../reports/model/machine-text.ts';
import { marks, resultNames, summaryText } from '../../reports/model/result-text.ts';
import { escapeMarkdown, markdownTable } from '../../reports/markdown/escape-markdown.ts';
import { familyNames } from '../../evidence/family.ts';
import { alignColumns } from '../../text/align-columns.ts';
import { printableLine } from '../../text/printable.ts';
import type { Difference, ScenarioDifference } from '../comparisons/compare-runs.ts';
import { shareReasons } from './share-reasons.ts';
import type { KernelMatrix, MatrixRow, MatrixTarget, TargetDifferences } from './kernel-matrix.ts';

/** Formats a matrix for people: the targets, scenarios by target, and a line for each difference. */
export const matrixText = (matrix: KernelMatrix, width?: number): string => {
  const names = matrix.targets.map(({ name }) => printableLine(name));
  const parts = [
    alignColumns(
      matrix.targets.flatMap((target) => [
        [printableLine(target.name), aboutTarget(target)],
        ...behaviourTexts(target).map((text) => ['', printableLine(text)]),
      ]),
      width,
    ).join('\n'),
    alignColumns([[...names, 'scenario'], ...matrix.scenarios.map(rowCells)], width).join('\n'),
    ...matrix.differences.map((target) => differenceLines(target, width)),
    ...reasonLines(matrix, width),
    ...matrix.targets.flatMap(failureLines),
  ];
  return `${parts.join('\n\n')}\n`;
};

/** Formats a matrix for a pull request or an issue. */
export const matrixMarkdown = (matrix: KernelMatrix): string =>
  [
    markdownTable([
      ['scenario', ...matrix.targets.map(({ name }) => escapeMarkdown(name))],
      ...matrix.scenarios.map((row) => [
        escapeMarkdown(scenarioName(row)),
        ...row.results.map(({ result }) => resultNames[result]),
      ]),
    ]),
    markdownTable([
      ['target', 'scenario, step', 'difference'],
      ...differenceRows(matrix).map((cells) => cells.map(escapeMarkdown)),
    ]),
  ].join('\n');

/** Each difference as a target, a place and a sentence. */
export const differenceRows = ({ differences }: Pick<KernelMatrix, 'differences'>): readonly (readonly string[])[] =>
  differences.flatMap((target) => sentences(target).map(({ place, text }) => [target.target, place, text]));

/** What is known of a target: its kernel, its measured slowness and its counts. */
export const aboutTarget = ({ kernel, timeScale, summary }: MatrixTarget): string =>
  [
    kernel === undefined ? 'did not run' : `Linux ${kernel}`,
    ...(timeScale === 1 ? [] : [`${timeScale.toFixed(1)} times slower, measured`]),
    summaryText(summary),
  ].join('; ');

const rowCells = (row: MatrixRow): readonly string[] => [
  ...row.results.map(({ result }) => `${marks[result]} ${resultNames[result]}`),
  scenarioName(row),
];

const scenarioName = ({ file, title }: Pick<MatrixRow, 'file' | 'title'>): string =>
  printableLine(file === title ? file : `${title} (${file})`);

const differenceLines = (target: TargetDifferences, width?: number): string => {
  const { target: name, comparedWith, scenarios } = target;
  const title = `${printableLine(name)}, compared with ${printableLine(comparedWith)}:`;
  if (scenarios.length === 0) return `${title} no difference`;
  const rows = sentences(target);
  return [
    title,
    ...alignColumns(
      rows.map(({ place, text }) => [`  ${place}`, text]),
      width,
    ),
  ].join('\n');
};

/** What differs, each with its place: of each scenario its result, then verdicts and figures. One reason of many results is printed once. */
const sentences = ({ target, comparedWith, scenarios }: TargetDifferences) => {
  const share = shareReasons(scenarios.flatMap(({ reason }) => reason ?? []));
  const resultText = ({ before, after, reason }: ScenarioDifference): string =>
    `${resultNames[before]} on ${comparedWith}, ${resultNames[after]} on ${target}${reason === undefined ? '' : `: ${share(reason)}`}`;
  const changed = scenarios.filter(({ before, after }) => before !== after);
  const rows = new Map<unknown, { readonly first: ScenarioDifference; readonly count: number }>();
  for (const scenario of changed) {
    const key = scenario.reason === undefined ? scenario : resultText(scenario);
    const { first = scenario, count = 0 } = rows.get(key) ?? {};
    rows.set(key, { first, count: count + 1 });
  }
  const countOf = new Map([...rows.values()].map(({ first, count }) => [first, count]));
  return scenarios
    .flatMap((scenario) => {
      const count = countOf.get(scenario);
      const place = count === 1 ? scenarioName(scenario) : `${count} scenarios`;
      return [
        ...(count === undefined ? [] : [{ place, text: resultText(scenario) }]),
        ...scenario.differences.map((difference) => ({
          place: stepName(scenario, difference),
          text: `${difference.what}: ${difference.before} on ${comparedWith}; ${difference.after} on ${target}`,
        })),
      ];
    })
    .map(({ place, text }) => ({ place: printableLine(place), text: printableLine(text) }));
};

const stepName = ({ file }: ScenarioDifference, { step, line, family }: Difference): string =>
  `${file}${line === undefined ? '' : `:${line}`}, ${step}${family ? `, ${familyNames[family]}` : ''}`;

/** Why scenarios were skipped or ended in an error: a target, a number of scenarios and a reason, each once. */
export const notJudgedRows = ({
  targets,
  scenarios,
}: Pick<KernelMatrix, 'targets' | 'scenarios'>): readonly (readonly string[])[] =>
  targets.flatMap(({ name }, index) => {
    const results = scenarios.flatMap(({ results }) => results[index]!);
    const share = shareReasons(results.flatMap(({ reason }) => reason ?? []));
    const counts = new Map<string, number>();
    for (const { result, reason } of results)
      if (reason !== undefined) {
        const text = `${resultNames[result]}: ${share(reason)}`;
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    return [...counts].map(([text, count]) =>
      [name, `${count} ${count === 1 ? 'scenario' : 'scenarios'}`, text].map(printableLine),
    );
  });

const reasonLines = (matrix: KernelMatrix, width?: number): readonly string[] => {
  const rows = notJudgedRows(matrix).map(([target, ...rest]) => [`  ${target}`, ...rest]);
  return rows.length === 0 ? [] : [['why scenarios were not judged:', ...alignColumns(rows, width)].join('\n')];
};

const failureLines = ({ name, failure }: MatrixTarget): readonly string[] =>
  failure === undefined
    ? []
    : [`${printableLine(name)} failed: ${failure.split('\n').map(printableLine).join('\n  ')}`];
