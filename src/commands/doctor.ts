import { runDoctorChecks } from '../kernel/machine/doctor-checks.ts';
import type { Finding } from '../kernel/machine/doctor-checks.ts';
import { printable, printableJson } from '../text/printable.ts';
import { wrapUnder } from '../text/wrap.ts';
import type { Perform } from './command-line/command.ts';

/**
 * `mtulab doctor`: checks what the machine can do and prints what is missing and how to get it; exits with 5 if
 * something essential is missing.
 */
export const perform: Perform = async (_, { format }, io, signal) => {
  const findings = await runDoctorChecks(signal);
  const ready = findings.every(({ present, essential }) => present || !essential);
  io.out(
    format === 'json'
      ? `${printableJson(JSON.stringify({ version: 1, ready, findings }, null, 2))}\n`
      : printable(formatFindings(findings, ready, io.width)),
  );
  return ready ? 0 : 5;
};

/** Formats the findings: one line for what is present; for what is missing also its consequence and its remedy. */
export const formatFindings = (findings: readonly Finding[], ready: boolean, lineWidth?: number): string => {
  const width = Math.max(...findings.map(({ word }) => word.length));
  const lines = findings.flatMap((finding) => findingLines(finding, width, lineWidth));
  const missing = findings.filter(({ present }) => !present).length;
  return [...lines, '', ...wrapUnder('', conclusion(ready, missing), lineWidth), ''].join('\n');
};

const findingLines = (
  { word, present, essential, output, missing, remedy }: Finding,
  width: number,
  lineWidth: number | undefined,
): readonly string[] => {
  if (present) return [`ok       ${word}`];
  const indent = ' '.repeat(9 + width + 2);
  return [
    ...wrapUnder(`${essential ? 'MISSING ' : 'missing '} ${word.padEnd(width)}  `, missing, lineWidth),
    ...(output ? wrapUnder(`${indent}output: `, output, lineWidth) : []),
    ...wrapUnder(`${indent}remedy: `, remedy, lineWidth),
  ];
};

const conclusion = (ready: boolean, missing: number): string => {
  if (!ready) return 'This machine cannot run scenarios yet: everything marked MISSING is essential.';
  if (missing === 0) return 'This machine can run every scenario.';
  return 'This machine can run scenarios; those that need something missing are skipped, with the reason.';
};
