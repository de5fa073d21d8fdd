import { closeSync, openSync } from 'node:fs';
import { checkResult, libc } from './libc.ts';

/** The path of this process's own network namespace. */
export const ownNamespace = '/proc/self/ns/net';

/**
 * Runs `fn` with this thread inside the network namespace at `path`, then returns to its own.
 * Synchronous on purpose: whatever Node does in a later tick, or in its thread pool, happens in the engine's own namespace.
 */
export const inNamespace = <T>(path: string, fn: () => T): T => {
  if (path === ownNamespace) return fn(); // setns(2) into it would need CAP_SYS_ADMIN all the same
  const target = openSync(path, 'r');
  try {
    checkResult('setns', setns(target, CLONE_NEWNET), path);
    return fn();
  } finally {
    closeSync(target);
    checkResult('setns', setns(ownDescriptor, CLONE_NEWNET), `the return from ${path}`); // does nothing when setns failed above
  }
};

const setns: (fd: number, kind: number) => number = libc.func('int setns(int fd, int kind)');

/** Opened before the first setns of this thread, and never closed; another thread may be inside a namespace meanwhile. */
const ownDescriptor = openSync('/proc/thread-self/ns/net', 'r');

/** include/uapi/linux/sched.h */
const CLONE_NEWNET = 0x40000000;
