import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';

/** Warnings of the kernel while labs are running; one of them makes the step's verdict an error. */
export interface KernelLog {
  /** Why the log cannot be read; the taint of the kernel is watched regardless. */
  readonly unreadable?: string;
  /** Text of the warnings since the last call; undefined when there were none. */
  warning(): string | undefined;
  close(): void;
}

/** Opens the kernel log at its end; never throws, since an ordinary user may not read it. */
export const openKernelLog = (): KernelLog => {
  const log = openLog();
  if (typeof log === 'number') for (const {} of records(log));
  let taint = readTaint();
  return {
    ...(typeof log === 'string' && { unreadable: log }),
    warning: () => {
      const warnings = typeof log === 'number' ? [...records(log)].filter(isWarning).map(textOf) : [];
      const now = readTaint();
      if (now !== taint) warnings.push(`the kernel taint changed from ${taint} to ${now}`);
      taint = now;
      return warnings.length > 0 ? warnings.join('\n') : undefined;
    },
    close: () => typeof log === 'number' && closeSync(log),
  };
};

/** Whether a record of /dev/kmsg (`priority,sequence,time,flags;text`) reports a broken kernel or a full machine-wide table. */
export const isWarning = (record: string): boolean =>
  /WARNING:|BUG:|Oops|general protection fault|soft lockup|neighbor table overflow|table full, dropping/.test(record);

const textOf = (record: string): string => record.slice(record.indexOf(';') + 1).split('\n', 1)[0]!;

const openLog = (): number | string => {
  try {
    return openSync('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return `the kernel log cannot be read: ${(error as Error).message}`;
  }
};

/** Each read returns one record; EAGAIN is the end, EPIPE means that records were overwritten and the next read continues after them. */
function* records(log: number): Generator<string> {
  const buffer = Buffer.alloc(8192);
  for (;;) {
    try {
      yield buffer.toString('utf8', 0, readSync(log, buffer));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') return;
    }
  }
}

const readTaint = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/tainted', 'utf8').trim();
  } catch {
    return 'unknown';
  }
};
