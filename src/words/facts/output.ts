import type { Fact } from './fact.ts';

/** What a program wrote, and its exit code. */
export const output: Fact<{ readonly stdout: string; readonly stderr: string; readonly code: number }> = {
  format: ({ stdout, stderr, code }) => [
    ...`${stdout}${stderr}`.trimEnd().split('\n').filter(Boolean),
    ...(code === 0 ? [] : [`exit code ${code}`]),
  ],
};
