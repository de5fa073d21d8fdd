import { readFileSync } from 'node:fs';

/** Ticks since boot at which a process started (/proc/PID/stat field 22), so that a reused pid is not taken for it; undefined when it is gone or a zombie. */
export const startTime = (pid: number): string | undefined => {
  const [state, ...fields] = afterName(pid);
  return state && state !== 'Z' && state !== 'X' ? fields[18] : undefined;
};

/** The children of a single-threaded process, as its own PID namespace numbers them. */
export const childProcessIds = (pid: number): readonly number[] =>
  read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);

/** The name in field 2 may hold blanks and parentheses: fields are counted from its last one. */
const afterName = (pid: number): readonly string[] => read(`/proc/${pid}/stat`).split(') ').at(-1)!.trim().split(' ');

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
