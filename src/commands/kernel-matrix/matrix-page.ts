import { markup } from '../../reports/page/markup.ts';
import type { Markup } from '../../reports/page/markup.ts';
import { pageDocument } from '../../reports/page/page-document.ts';
import { behaviourTexts } from '../../reports/model/machine-text.ts';
import { marks, resultNames } from '../../reports/model/result-text.ts';
import type { KernelMatrix, MatrixRow, MatrixTarget } from './kernel-matrix.ts';
import { aboutTarget, differenceRows, notJudgedRows } from './matrix-text.ts';

/** Writes a matrix as one HTML page, which loads nothing and has no script: targets, scenarios by target, and what differs in words. */
export const matrixPage = (matrix: KernelMatrix): string => {
  const { targets, scenarios } = matrix;
  const title = `mtulab: ${count(scenarios.length, 'scenario')} on ${count(targets.length, 'kernel')}`;
  const differences = table({
    caption: `How each target differs from ${targets[0]!.name}`,
    heads: ['target', 'scenario, step', 'difference'],
    rows: differenceRows(matrix),
    none: 'No target differs from the first.',
  });
  const reasons = table({
    caption: 'Why scenarios were not judged',
    heads: ['target', 'scenarios', 'reason'],
    rows: notJudgedRows(matrix),
  });
  const body = markup`<header><h1>${title}</h1></header>
<main><section><h2>Targets</h2><dl>${targets.map(targetEntry)}</dl></section>
<section><h2>Results</h2>${resultTable(matrix)}</section>
<section><h2>Differences</h2>${differences}</section>
${reasons && markup`<section><h2>Not judged</h2>${reasons}</section>`}</main>`;
  return pageDocument(title, body, { script: '', style: matrixStyle });
};

const targetEntry = (target: MatrixTarget): Markup =>
  markup`<dt>${target.name}</dt><dd>${aboutTarget(target)}${behaviourTexts(target).map((text) => markup`<br><small>${text}</small>`)}${target.failure === undefined ? undefined : markup`<p class="reason">It failed:</p><pre tabindex="0">${target.failure}</pre>`}</dd>`;

const resultTable = ({ targets, scenarios }: KernelMatrix): Markup => {
  const heads = targets.map(({ name }) => markup`<th scope="col">${name}</th>`);
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="Results"><table><caption>The result of each scenario on each target</caption><thead><tr><th scope="col">scenario</th>${heads}</tr></thead><tbody>${scenarios.map(resultRow)}</tbody></table></div>`;
};

const resultRow = ({ file, title, results }: MatrixRow): Markup => {
  const cells = results.map(
    ({ result }) => markup`<td><span class="badge ${result}">${marks[result]} ${resultNames[result]}</span></td>`,
  );
  const name = file === title ? markup`${file}` : markup`${title} <small>${file}</small>`;
  const isEqual = results.every(({ result }) => result === results[0]!.result);
  return markup`<tr${isEqual ? undefined : markup` class="differs"`}><th scope="row">${name}</th>${cells}</tr>`;
};

const table = ({ caption, heads, rows, none }: Table): Markup | undefined => {
  if (rows.length === 0) return none === undefined ? undefined : markup`<p>${none}</p>`;
  const lines = rows.map((cells) => markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`);
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${lines}</tbody></table></div>`;
};

interface Table {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is written in place of a table without rows; nothing by default. */
  readonly none?: string;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** Wide tables are scrolled on a screen and wrapped on paper, where a row stays on one page. */
const matrixStyle = [
  'section{margin:1.2rem 0}dt{font-weight:600;margin-top:.5rem}dd{margin:0 0 .3rem}',
  'tr.differs th{font-weight:600;box-shadow:inset 3px 0 var(--loss);padding-left:.6rem}',
  '@media print{thead{display:table-header-group}tr{break-inside:avoid}.scroll{overflow:visible}}',
  '',
].join('\n');
