import type { Fact } from './fact.ts';

/** The shortest and the longest round-trip time of the answers to a ping, in milliseconds. */
export const rtt: Fact<{ readonly least: number; readonly most: number }> = {
  format: ({ least, most }) => [least === most ? `${most} ms` : `${least} to ${most} ms`],
  figures: ({ least }) => [{ name: 'round-trip time', value: least, unit: 'ms' }],
};
