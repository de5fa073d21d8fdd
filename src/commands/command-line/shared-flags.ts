import { minimumIpv6Mtu } from '../../evidence/family.ts';
import type { Flag } from './command.ts';

/** Flags that several commands share, so that they mean the same everywhere. */
export const set: Flag = {
  flags: '--set <name=value>',
  about: 'set a variable of `vars` or `vary`; may be repeated',
  repeatable: true,
  parse: (text) => {
    if (!/^[^=]+=/.test(text)) throw new Error('Expected name=value.');
    return text;
  },
};

export const format: Flag = {
  flags: '-f, --format <form>',
  about: 'output format',
  choices: ['table', 'json'],
  fallback: 'table',
};

export const labName: Flag = { flags: '--name <name>', about: 'which lab, if several are running', env: 'MTULAB_NAME' };

export const jobs: Flag = {
  flags: '--jobs <n>',
  about: 'run at most n labs at the same time (default: as many as the machine can hold)',
  env: 'MTULAB_JOBS',
  parse: (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < 1 || number > maxJobs)
      throw new Error(`Expected a whole number from 1 to ${maxJobs}.`);
    return number;
  },
};

/** The parser of an option in milliseconds. */
export const milliseconds = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new Error('Expected a whole number of milliseconds.');
  return Number(text);
};

/** More labs than any machine holds; scenarios need not wait for each other below that. */
const maxJobs = 10_000;

export const timeScale: Flag = {
  flags: '--time-scale <n>',
  about: 'on a slow machine: make every `within` n times as long (not `for`)',
  env: 'MTULAB_TIME_SCALE',
  parse: (text) => {
    const number = Number(text);
    if (!(number > 0 && number <= 100)) throw new Error('Expected a number above 0, at most 100.');
    return number;
  },
};

export const onlyFamily: readonly Flag[] = [
  { flags: '-4, --ipv4', about: 'IPv4 only' },
  { flags: '-6, --ipv6', about: 'IPv6 only' },
];

export const verbose: Flag = {
  flags: '-v, --verbose',
  about: 'show the evidence, commands and packets of every step, whatever its result',
};

/** The parser of an option with an MTU in bytes that both families accept. */
export const mtuBytes = (text: string): number => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < minimumIpv6Mtu || number > 65_535)
    throw new Error(`Expected an MTU from ${minimumIpv6Mtu} to 65535 bytes.`);
  return number;
};

/** Parses the `name=value` pairs of `--set`. */
export const variables = (pairs: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (pairs as readonly string[]).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
