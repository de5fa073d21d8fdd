import { closeSync, openSync } from 'node:fs';
import { checkResult, libc } from './libc.ts';

/** The path of this process's own network namespace. */
export const ownNamespace = '/proc/self/ns/net';

/**
 * Runs `fn` with the main thread inside the network namespace at `path`, then returns to its own.
 * Synchronous on purpose: whatever Node does in a later tick, or in its thread pool, happens in the engine's own namespace.
 */
export const inNamespace = <T>(path: string, fn: () => T): T => {
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

/** Opened before the first setns and never closed. */
const ownDescriptor = openSync(ownNamespace, 'r');

/** include/uapi/linux/sched.h */
const CLONE_NEWNET = 0x40000000;
