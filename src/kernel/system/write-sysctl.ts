import { constants, writeFileSync } from 'node:fs';

/** Writes a sysctl of the network namespace that the thread is in; `path` is relative to /proc/sys. Throws as node:fs does. */
export const writeSysctl = (path: string, value: string): void =>
  writeFileSync(`/proc/sys/${path}`, `${value}\n`, { flag: constants.O_WRONLY as unknown as string });
