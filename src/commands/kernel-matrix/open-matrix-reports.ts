import { overwriteFile } from '../../kernel/system/output-file.ts';
import { didYouMean } from '../../scenario/problems/did-you-mean.ts';
import { errorMessage } from '../command-line/error-message.ts';
import type { KernelMatrix } from './kernel-matrix.ts';
import { matrixForms } from './matrix-forms.ts';

/**
 * Opens the files of requested reports (`kind=path`) before anything runs, which may take long; returns a function that writes a matrix to
 * them, or what is wrong.
 */
export const openMatrixReports = (requests: readonly string[]): MatrixReports => {
  const writers: ((matrix: KernelMatrix) => void)[] = [];
  for (const request of requests) {
    const [kind = '', ...rest] = request.split('=');
    const path = rest.join('=');
    if (!Object.hasOwn(matrixForms, kind))
      return { error: `there is no report "${kind}" of a matrix; ${didYouMean(kind, Object.keys(matrixForms))}` };
    if (path === '') return { error: `the report ${kind} needs a file: --report ${kind}=PATH; --as ${kind} prints it` };
    try {
      const file = overwriteFile(path);
      writers.push((matrix) => file.write(matrixForms[kind]!(matrix)));
    } catch (error) {
      return { error: errorMessage(error) };
    }
  }
  return { write: (matrix) => writers.forEach((write) => write(matrix)) };
};

export type MatrixReports = { readonly write: (matrix: KernelMatrix) => void } | { readonly error: string };
