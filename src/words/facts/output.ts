import type { ProgramOutput } from '../lab/lab.ts';
import type { Fact } from './fact.ts';

/** What a program wrote, and its exit code. */
export const output: Fact<ProgramOutput> = {
  format: ({ stdout, stderr, code, omitted }) => [
    ...`${stdout}${stderr}`.trimEnd().split('\n').filter(Boolean),
    ...(omitted === undefined ? [] : [`… ${omitted} more bytes of output were not kept`]),
    ...(code === 0 ? [] : [`exit code ${code}`]),
  ],
};
