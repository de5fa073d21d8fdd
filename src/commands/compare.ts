import { printableJson } from '../text/printable.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { compareRuns } from './comparisons/compare-runs.ts';
import type { Comparison } from './comparisons/compare-runs.ts';
import { comparisonMarkdown, comparisonText } from './comparisons/comparison-text.ts';
import type { ComparedFiles } from './comparisons/comparison-text.ts';
import { readRun } from './comparisons/read-run.ts';

/**
 * `mtulab compare BEFORE AFTER`: prints how two JSON reports of `run` differ. Exits with 1 when a verdict got worse, and with 2 for a file that
 * is no such report.
 */
export const perform: Perform = async ([before, after], { as = 'text', tolerance = 50 }, io) => {
  const files: ComparedFiles = [before!, after!];
  const [earlier, later] = files.map((file) => readRun(file, io));
  if (!earlier || !later) return exitCode({ invalidInput: true });
  const comparison = compareRuns(earlier, later, { percent: tolerance as number, ms: leastMs });
  io.out(forms[as as keyof typeof forms](comparison, files, io.width));
  return comparison.scenarios.some(({ change }) => change === 'worse') ? 1 : 0;
};

const forms = {
  text: comparisonText,
  markdown: comparisonMarkdown,
  json: (comparison: Comparison) => `${printableJson(JSON.stringify(comparison, null, 2))}\n`,
};

/** Timers of the kernel tick, and a machine may be busy: shorter moves say nothing. */
const leastMs = 100;
