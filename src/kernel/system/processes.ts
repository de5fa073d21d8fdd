import { readFileSync } from 'node:fs';

/** Start time of a process in ticks since boot (/proc/PID/stat field 22), by which a reused pid is recognised; undefined when it is gone or a zombie. */
export const processStartTime = (pid: number): string | undefined => {
  const [state, ...fields] = fieldsAfterName(pid);
  return state && state !== 'Z' && state !== 'X' ? fields[18] : undefined;
};

/** The pids of the children of a single-threaded process, as its own PID namespace numbers them. */
export const childProcessIds = (pid: number): readonly number[] =>
  readOrEmpty(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);

/** The name in field 2 may contain blanks and parentheses, so fields are counted from its last parenthesis. */
const fieldsAfterName = (pid: number): readonly string[] =>
  readOrEmpty(`/proc/${pid}/stat`).split(') ').at(-1)!.trim().split(' ');

const readOrEmpty = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
