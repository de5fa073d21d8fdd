import type { Family } from '../../evidence/family.ts';
import { familyFlag } from '../../words/lab/shell-text.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';

/** Runs many `route get` questions in a namespace by one `ip -batch` and returns the outgoing interface of each, in order. */
export const lookUpRoutes = async (
  namespace: string,
  family: Family,
  questions: readonly string[],
  signal: AbortSignal,
): Promise<readonly (string | undefined)[]> => {
  const argv = ['ip', familyFlag(family), '-j', '-batch', '-'];
  return parseLookups(await runInNamespace({ namespace, argv, input: `${questions.join('\n')}\n` }, signal));
};

/** Parses the output of `ip -j -batch`: one JSON array per question, each on a line. */
export const parseLookups = (output: string): readonly (string | undefined)[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => (JSON.parse(line) as readonly { readonly dev?: string }[])[0]?.dev);
