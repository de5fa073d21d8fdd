import { shellQuote } from '../../text/shell-quote.ts';
import type { Batch } from './batches.ts';
import { nftRuleset } from './shell-lines.ts';
import type { RulesetFiles } from './shell-lines.ts';

/**
 * Finds the rulesets that several nodes load, such as that of the ledger, which is longer than the rest of a node's job: each
 * is written to a file once, and the jobs read it from there. `files` precedes the names of the files.
 */
export const sharedRulesets = (batches: readonly Batch[], files: string): RulesetFiles => {
  const counts = new Map<string, number>();
  for (const { kind, commands } of batches) {
    const text = kind === 'nft' ? nftRuleset(commands) : undefined;
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const shared = [...counts].filter(([, count]) => count > 1);
  return new Map(shared.map(([text], index) => [text, `${files}rules-${index + 1}`]));
};

/** The lines that write these files; printf is a builtin of sh, so no process is started. */
export const writeRulesets = (rulesets: RulesetFiles): readonly string[] =>
  [...rulesets].map(([text, file]) => `printf '%s\\n' ${shellQuote(text)} >${file} || exit 1`);
