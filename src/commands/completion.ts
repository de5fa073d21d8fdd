import { resolve } from 'node:path';
import { printableLine } from '../text/printable.ts';
import type { Command, Perform } from './command-line/command.ts';
import { completeLine } from './completions/complete-line.ts';
import type { Candidate } from './completions/complete-line.ts';
import { shellScripts } from './completions/shell-scripts.ts';
import { splitLine } from './completions/split-line.ts';
import { valueSources } from './completions/value-sources.ts';

/**
 * `mtulab completion SHELL`: prints the script by which a shell completes `mtulab`. The script calls `mtulab completion
 * SHELL LINE`, which prints what can stand in place of the last word of a line, one per line.
 */
export const completion =
  (catalogue: readonly Command[]): Perform =>
  async ([shell = '', line], _, io) => {
    if (!Object.hasOwn(shellScripts, shell)) {
      io.err(
        `error: there is no completion for '${printableLine(shell)}'; one of ${Object.keys(shellScripts).join(', ')}\n`,
      );
      return 2;
    }
    if (line === undefined) {
      io.out(shellScripts[shell]!([process.execPath, resolve(process.argv[1]!)]));
      return 0;
    }
    const words = splitLine(line);
    const sources = { ...valueSources, shell: () => Object.keys(shellScripts).map((value) => ({ value })) };
    const candidates = await completeLine(words, catalogue, sources);
    io.out(candidates.map((candidate) => `${answer(candidate, shell, words.at(-1)!)}\n`).join(''));
    return 0;
  };

/** bash replaces only what follows the last `=` or `:` of a word, and shows no descriptions. */
const answer = ({ value, about }: Candidate, shell: string, current: string): string => {
  if (shell === 'bash') return value.slice(/^.*[=:]/.exec(current)?.[0].length ?? 0);
  return about === undefined ? value : `${value}\t${printableLine(about)}`;
};
