import type { Path } from '../../scenario/model/scenario.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import { shellText } from '../../words/lab/shell-text.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';

/** Which command of a script failed, by what the script printed on stderr; give `plan.commands` or the commands of the change. */
export const explainFailure = (commands: readonly Told[], stderr: string): Failure => {
  const mark = /^mtulab: command ([\d,-]+) failed$/m.exec(stderr);
  if (!mark) return { said: stderr.trim() };
  const numbered = commands.map((command, index) => ({ ...command, number: command.number ?? index + 1 }));
  const ranges = mark[1]!.split(',').map((range) => range.split('-').map(Number));
  const batch = numbered.filter(({ number }) =>
    ranges.some(([first, last = first]) => number >= first! && number <= last!),
  );
  const before = stderr.slice(0, mark.index).trim();
  const failed = batch.length > 1 ? pick(batch, before) : batch[0];
  const said = withReason(before, failed);
  return failed ? { command: typed(failed), why: failed.why, ...(failed.at && { at: failed.at }), said } : { said };
};

type Told = NodeCommand & { readonly number?: number; readonly at?: Path };

export interface Failure {
  /** As a person would type it; absent when the script did not get as far as a command. */
  readonly command?: string;
  readonly why?: string;
  /** Place in the scenario that asked for it. */
  readonly at?: Path;
  /** What the tool said, without our own marks. */
  readonly said: string;
}

/** `ip -batch` tells the line that the kernel refused, nft the line of its text; what ip cannot parse it only quotes. */
const pick = <C extends Told>(batch: readonly C[], said: string): C | undefined => {
  // The last one is of the job that the mark is from: one that was ended meanwhile may have left a line without a mark before it.
  const refused = [...said.matchAll(/^Command failed -:(\d+)$/gm)].at(-1)?.[1];
  const line = Number(refused ?? /\/dev\/stdin:(\d+):/.exec(said)?.[1]);
  if (line) return atLine(batch, line);
  const word = /"([^"]+)"/.exec(said)?.[1];
  return word === undefined ? undefined : batch.find((command) => 'ip' in command && command.ip.includes(word));
};

const atLine = <C extends Told>(batch: readonly C[], line: number): C | undefined => {
  let end = 0;
  return batch.find((command) => (end += 'nft' in command ? command.nft.split('\n').length : 1) >= line);
};

/** Namespaces and links are made from outside of any node. */
const typed = (command: Told): string =>
  'ip' in command && (command.ip[0] === 'netns' || command.ip.includes('netns'))
    ? ['ip', ...command.ip].map(shellQuote).join(' ')
    : shellText(command);

/** dash tells neither that a kernel lacks a setting nor that it refused the value. */
const withReason = (said: string, failed: Told | undefined): string => {
  if (!failed || !('sysctl' in failed)) return said;
  if (/nonexistent|No such file|cannot create/.test(said))
    return `this kernel has no ${failed.sysctl} in a network namespace`;
  return /I\/O error|Invalid argument/.test(said) ? `the kernel refuses ${failed.value} for ${failed.sysctl}` : said;
};
