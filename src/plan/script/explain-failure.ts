import { shellQuote } from '../../text/shell-quote.ts';
import { shellText } from '../../words/lab/shell-text.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';

/** Finds the failed command of a script from its stderr; `commands` are `plan.commands` or those of the change. */
export const explainFailure = (commands: readonly ScriptCommand[], stderr: string): Failure => {
  const mark = /^mtulab: command ([\d,-]+) failed$/m.exec(stderr);
  if (!mark) return { output: stderr.trim() };
  const numbered = commands.map((command, index) => ({ ...command, number: command.number ?? index + 1 }));
  const ranges = mark[1]!.split(',').map((range) => range.split('-').map(Number));
  const batch = numbered.filter(({ number }) =>
    ranges.some(([first, last = first]) => number >= first! && number <= last!),
  );
  const printed = stderr.slice(0, mark.index).trim();
  const failed = batch.length > 1 ? findFailed(batch, printed) : batch[0];
  const output = explainSysctl(printed, failed);
  return failed ? { command: commandLine(failed), why: failed.why, output } : { output };
};

type ScriptCommand = NodeCommand & { readonly number?: number };

export interface Failure {
  /** The command line to paste into a shell; absent if no command was reached. */
  readonly command?: string;
  readonly why?: string;
  /** Output of the failed program, without the line of `fail`; a sysctl error names the cause. */
  readonly output: string;
}

/** `ip -batch` prints the number of the line that the kernel refused, nft that of the ruleset; ip only quotes a word it cannot parse. */
const findFailed = <C extends ScriptCommand>(batch: readonly C[], output: string): C | undefined => {
  // The last match belongs to the job that failed: a job killed meanwhile may have left an earlier line without a mark.
  const refused = [...output.matchAll(/^Command failed -:(\d+)$/gm)].at(-1)?.[1];
  const line = Number(refused ?? /\/dev\/stdin:(\d+):/.exec(output)?.[1]);
  if (line) return atLine(batch, line);
  const word = /"([^"]+)"/.exec(output)?.[1];
  return word === undefined ? undefined : batch.find((command) => 'ip' in command && command.ip.includes(word));
};

const atLine = <C extends ScriptCommand>(batch: readonly C[], line: number): C | undefined => {
  let end = 0;
  return batch.find((command) => (end += 'nft' in command ? command.nft.split('\n').length : 1) >= line);
};

/** Namespaces and links are created outside all nodes. */
const commandLine = (command: ScriptCommand): string =>
  'ip' in command && (command.ip[0] === 'netns' || command.ip.includes('netns'))
    ? ['ip', ...command.ip].map(shellQuote).join(' ')
    : shellText(command);

/** dash reports neither that the kernel lacks a sysctl nor that it refuses the value. */
const explainSysctl = (output: string, failed: ScriptCommand | undefined): string => {
  if (!failed || !('sysctl' in failed)) return output;
  if (/nonexistent|No such file|cannot create/.test(output)) return missingSysctl(failed);
  return /I\/O error|Invalid argument/.test(output) ? refusedSysctl(failed) : output;
};

type SysctlCommand = Extract<NodeCommand, { sysctl: string }>;

/** What is wrong when a sysctl does not exist. */
export const missingSysctl = ({ sysctl }: SysctlCommand): string =>
  `this kernel has no ${sysctl} in a network namespace`;

/** What is wrong when the kernel does not take the value of a sysctl. */
export const refusedSysctl = ({ sysctl, value }: SysctlCommand): string => `the kernel refuses ${value} for ${sysctl}`;
