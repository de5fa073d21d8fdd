import { readFileSync } from 'node:fs';

/**
 * Returns the command that starts `entry` in new mount, network, PID and (without privileges) user namespaces, and that the kernel kills
 * when its parent dies, even if the processes of the sandbox are stopped. Each program replaces the one before it, so that all have one PID.
 */
export const sandboxCommand = (entry: readonly string[]): readonly string[] => [
  ...namespaceCommand(),
  ...['sh', '-c', firstProcessScript, 'sh', ...entry],
];

/** A new user namespace clears the death signal (commit_creds in kernel/cred.c), so it is created first. */
export const namespaceCommand = (): readonly string[] => [
  ...(canCreateNamespaces() ? [] : ['unshare', '--user', '--map-root-user']),
  ...deathSignal,
  ...['unshare', '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

/**
 * Returns the command of a shim: a process that starts a sandbox and is its parent, so that the sandbox can outlive this process. Only a
 * process itself can clear its death signal: on SIGUSR1 the shim does, and becomes a cat, which ends with the sandbox. Descriptors 4 and 5
 * are the read and the write end of a pipe; the processes of the sandbox hold the write end.
 */
export const shimCommand = (command: readonly string[]): readonly string[] => [
  ...[...deathSignal, 'sh', '-c', shimScript, 'sh'],
  ...command,
];

const deathSignal = ['setpriv', '--pdeathsig', 'KILL'];

const shimScript = [
  `trap 'exec setpriv --pdeathsig clear cat <&4 >/dev/null 2>&1' USR1`,
  '"$@" 4<&- &',
  'exec 3>&- 5>&-',
  'wait $!',
].join('\n');

/**
 * Mounts a new tmpfs on /run, since an ordinary user cannot create /run/netns and two runs must not share it. The final `exit`
 * keeps sh from replacing itself by its last command, since PID 1 must reap.
 */
const firstProcessScript = 'mount -t tmpfs -o mode=0755 tmpfs /run && mkdir /run/netns || exit 5; "$@"; exit $?';

/** CAP_SYS_ADMIN is bit 21 (include/uapi/linux/capability.h); root of a container may lack it. */
const canCreateNamespaces = (): boolean => {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & (1n << 21n)) !== 0n;
};
