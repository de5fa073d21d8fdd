import { printableJson } from '../../text/printable.ts';
import type { KernelMatrix } from './kernel-matrix.ts';
import { matrixPage } from './matrix-page.ts';
import { matrixMarkdown, matrixText } from './matrix-text.ts';

/** What a matrix can be written as; `width` is that of the terminal, in characters. */
export const matrixForms: Readonly<Record<string, (matrix: KernelMatrix, width?: number) => string>> = {
  text: matrixText,
  json: (matrix) => `${printableJson(JSON.stringify(matrix, null, 2))}\n`,
  markdown: (matrix) => matrixMarkdown(matrix),
  html: (matrix) => matrixPage(matrix),
};
