import { checkResult, libc } from './libc.ts';
import { MachineError } from './machine-error.ts';
import { systemErrorText } from './system-error-text.ts';
import { inThreadPool } from './thread-pool.ts';
import type { ForeignCall } from './thread-pool.ts';

/**
 * Starts a program by posix_spawn(3) with these descriptors as 0, 1, 2 and so on, the environment of this process and no signal ignored or
 * blocked; returns its pid, for which `exitCodeOf` must wait. Throws a MachineError when it does not start.
 */
export const startProgram = (argv: readonly string[], descriptors: readonly number[]): number => {
  const [actions, attributes, signals] = [Buffer.alloc(512), Buffer.alloc(512), Buffer.alloc(128)];
  const pid = new Int32Array(1);
  const environment = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  initActions(actions);
  initAttributes(attributes);
  try {
    for (const [index, fd] of descriptors.entries()) addDup2(actions, fd, index);
    setMask(attributes, signals);
    setDefaults(attributes, signals.fill(0xff));
    setFlags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    const errno = posixSpawn(pid, argv[0]!, actions, attributes, [...argv, null], [...environment, null]);
    if (errno !== 0) throw new MachineError({ what: `cannot start ${argv[0]}: ${systemErrorText({ errno: -errno })}` });
    return pid[0]!;
  } finally {
    destroyActions(actions);
    destroyAttributes(attributes);
  }
};

/** Waits in the thread pool for the end of a child that `startProgram` made, and resolves with its exit code; 128 + signal if one ended it. */
export const exitCodeOf = async (pid: number): Promise<number> => {
  const status = new Int32Array(1);
  checkResult('waitpid', await waitLater(pid, status, 0), `process ${pid}`);
  const signal = status[0]! & 0x7f;
  return signal === 0 ? (status[0]! >> 8) & 0xff : 128 + signal;
};

// posix_spawn(3), posix_spawnattr_setflags(3)
const posixSpawn: (
  pid: Int32Array,
  file: string,
  actions: Buffer,
  attributes: Buffer,
  argv: readonly (string | null)[],
  environment: readonly (string | null)[],
) => number = libc.func(
  'int posix_spawnp(void *pid, const char *file, void *actions, void *attributes, const char **argv, const char **environment)',
);
const initActions: (actions: Buffer) => number = libc.func('int posix_spawn_file_actions_init(void *actions)');
const destroyActions: (actions: Buffer) => number = libc.func('int posix_spawn_file_actions_destroy(void *actions)');
const addDup2: (actions: Buffer, fd: number, to: number) => number = libc.func(
  'int posix_spawn_file_actions_adddup2(void *actions, int fd, int to)',
);
const initAttributes: (attributes: Buffer) => number = libc.func('int posix_spawnattr_init(void *attributes)');
const destroyAttributes: (attributes: Buffer) => number = libc.func('int posix_spawnattr_destroy(void *attributes)');
const setMask: (attributes: Buffer, signals: Buffer) => number = libc.func(
  'int posix_spawnattr_setsigmask(void *attributes, const void *signals)',
);
const setDefaults: (attributes: Buffer, signals: Buffer) => number = libc.func(
  'int posix_spawnattr_setsigdefault(void *attributes, const void *signals)',
);
const setFlags: (attributes: Buffer, flags: number) => number = libc.func(
  'int posix_spawnattr_setflags(void *attributes, int16_t flags)',
);
const [POSIX_SPAWN_SETSIGDEF, POSIX_SPAWN_SETSIGMASK] = [0x04, 0x08];

const waitpid: ForeignCall<[pid: number, status: Int32Array, options: number]> = libc.func(
  'int waitpid(int pid, void *status, int options)',
);
const waitLater = inThreadPool(waitpid);
