import type { Family } from '../../evidence/family.ts';
import { familyFlag } from '../../words/lab/shell-text.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';

/** Asks a namespace many `route get` questions by one `ip -batch` and gives the interface of each answer, in order. */
export const lookUpRoutes = async (
  namespace: string,
  family: Family,
  questions: readonly string[],
  signal: AbortSignal,
): Promise<readonly (string | undefined)[]> => {
  const argv = ['ip', familyFlag(family), '-j', '-batch', '-'];
  return parseLookups(await runInNamespace({ namespace, argv, input: `${questions.join('\n')}\n` }, signal));
};

/** One JSON array per line of the batch. */
export const parseLookups = (answers: string): readonly (string | undefined)[] =>
  answers
    .split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => (JSON.parse(line) as readonly { readonly dev?: string }[])[0]?.dev);
