import { closeSync } from 'node:fs';
import { checkResult, libc } from './libc.ts';
import type { HeldSocket } from './processes-of-program.ts';

/**
 * Runs `fn` with a duplicate of another process's descriptor (pidfd_getfd, Linux 5.6), which has the right of ptrace as its condition;
 * throws a MachineError where that is refused.
 */
export const withDescriptorOf = <T>({ pid, fd }: HeldSocket, fn: (duplicate: number) => T): T => {
  const process = checkResult('pidfd_open', syscall(SYS_pidfd_open, pid, 0, 0), `process ${pid}`);
  try {
    const what = `descriptor ${fd} of process ${pid}`;
    const duplicate = checkResult('pidfd_getfd', syscall(SYS_pidfd_getfd, process, fd, 0), what);
    try {
      return fn(duplicate);
    } finally {
      closeSync(duplicate);
    }
  } finally {
    closeSync(process);
  }
};

const syscall: (number: number, first: number, second: number, third: number) => number = libc.func(
  'long syscall(long number, long first, long second, long third)',
);

/** The same numbers on every architecture (include/uapi/asm-generic/unistd.h). */
const [SYS_pidfd_open, SYS_pidfd_getfd] = [434, 438];
