import { runDoctorChecks } from '../kernel/machine/doctor-checks.ts';
import type { Finding } from '../kernel/machine/doctor-checks.ts';
import type { Perform } from './command-line/command.ts';

/** `mtulab doctor`: tries what the machine can do and says what is missing and how to get it; 5 when something essential is. */
export const perform: Perform = async (_, { format }, io, signal) => {
  const findings = await runDoctorChecks(signal);
  const ready = findings.every(({ present, essential }) => present || !essential);
  io.out(
    format === 'json'
      ? `${JSON.stringify({ version: 1, ready, findings }, null, 2)}\n`
      : formatFindings(findings, ready),
  );
  return ready ? 0 : 5;
};

/** One line for what is there; what is missing says what cannot be done and what helps. */
export const formatFindings = (findings: readonly Finding[], ready: boolean): string => {
  const width = Math.max(...findings.map(({ word }) => word.length));
  const lines = findings.map((finding) => lineOf(finding, width));
  const lacking = findings.filter(({ present }) => !present).length;
  return [...lines, '', verdict(ready, lacking), ''].join('\n');
};

const lineOf = ({ word, present, essential, said, missing, remedy }: Finding, width: number): string => {
  if (present) return `ok       ${word}`;
  const indent = ' '.repeat(9 + width + 2);
  const lines = [`${essential ? 'MISSING ' : 'missing '} ${word.padEnd(width)}  ${missing}`];
  if (said) lines.push(`${indent}said: ${said}`);
  lines.push(`${indent}do: ${remedy}`);
  return lines.join('\n');
};

const verdict = (ready: boolean, lacking: number): string => {
  if (!ready) return 'This machine cannot run scenarios yet: what is MISSING above is essential.';
  if (lacking === 0) return 'This machine can run every scenario.';
  return 'This machine can run scenarios; those that need what is missing are skipped with the reason.';
};
