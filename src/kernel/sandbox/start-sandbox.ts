import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { ControlMessage } from './control-pipe.ts';
import { jsonLine, jsonLines } from '../system/json-lines.ts';
import { MachineError } from '../system/machine-error.ts';
import { childProcessIds, processStartTime } from '../system/processes.ts';
import { until } from '../system/until.ts';

/**
 * Starts the inner process in its own mount, network, PID and (without privileges) user namespaces, so that a run leaves nothing behind.
 * When one of its processes or this one dies, the kernel ends all of them. Rejects with a MachineError where namespaces are refused.
 */
export const startSandbox = async ({ entry, signal, kill }: SandboxRequest): Promise<Sandbox> => {
  const unshare = spawn('unshare', [...unshareFlags(), 'sh', '-c', firstProcessScript, 'sh', ...entry], {
    detached: true, // in its own session: Ctrl-C of the terminal must reach only the outer process
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    cwd: '/', // the caller's may be below /run, which is a different one in the sandbox
    env: sandboxEnvironment(),
  });
  const stderr = collectStderr(unshare);
  const pid = await firstPid(unshare, stderr);
  const sandbox = sandboxOf(unshare, pid, stderr);
  stopOn(signal, sandbox);
  kill?.addEventListener('abort', () => sandbox.kill(), { once: true });
  return sandbox;
};

export interface SandboxRequest {
  /** Program and arguments of the inner process, which reads messages from descriptor 3 and prints events. */
  readonly entry: readonly string[];
  /** Asks the inner process to stop; after 2 s all processes are killed. */
  readonly signal: AbortSignal;
  /** Kills all processes at once (the second Ctrl-C). */
  readonly kill?: AbortSignal;
}

export interface Sandbox {
  readonly events: AsyncIterable<unknown>;
  send(message: ControlMessage): void;
  /** PID 1 of the sandbox, as numbered by the host. */
  readonly pid: number;
  /** Resolves when the last process of the sandbox has ended; never rejects. */
  readonly ended: Promise<SandboxExit>;
  kill(): void;
  /** Lets the sandbox outlive this process; call it after the inner process has confirmed the hand-over. */
  handOver(): void;
  /** Kills the sandbox (unless it was handed over) and waits for its end. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SandboxExit {
  /** Exit code of the inner process; 128 plus the signal number when a signal ended it. */
  readonly code: number;
  /** What the sandbox printed on stderr: the reason when the machine has failed. */
  readonly stderr: string;
}

/**
 * Mounts a new tmpfs on /run, since an ordinary user cannot create /run/netns and two runs must not share it. The final `exit`
 * keeps sh from replacing itself by its last command, since PID 1 must reap.
 */
const firstProcessScript = 'mount -t tmpfs -o mode=0755 tmpfs /run && mkdir /run/netns || exit 5; "$@"; exit $?';

const unshareFlags = (): readonly string[] => [
  ...(canCreateNamespaces() ? [] : ['--user', '--map-root-user']),
  ...['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

/** CAP_SYS_ADMIN is bit 21 (include/uapi/linux/capability.h); root of a container may lack it. */
const canCreateNamespaces = (): boolean => {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & (1n << 21n)) !== 0n;
};

/**
 * NODE_EXTRA_CA_CERTS alone delays every start of Node by 100 ms; ip and nft are in /usr/sbin, which an ordinary user's PATH
 * lacks; opening and closing a capture waits 12 ms each in the thread pool.
 */
const sandboxEnvironment = (): NodeJS.ProcessEnv => {
  const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, PATH = '/usr/bin:/bin', ...rest } = process.env;
  return { ...rest, PATH: `${PATH}:/usr/local/sbin:/usr/sbin:/sbin`, UV_THREADPOOL_SIZE: '16' };
};

const collectStderr = (child: ChildProcess): (() => string) => {
  const chunks: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
};

const firstPid = async (unshare: ChildProcess, stderr: () => string): Promise<number> => {
  const closed = once(unshare, 'close').then(() => 0);
  await once(unshare, 'spawn');
  const hasStarted = () => unshare.exitCode !== null || childProcessIds(unshare.pid!)[0];
  const pid = await until('the start of the sandbox', hasStarted, { everyMs: 1, withinMs: 2000 });
  if (typeof pid === 'number') return pid;
  await closed;
  throw new MachineError({
    what: 'could not create namespaces for the sandbox',
    command: `unshare ${unshareFlags().join(' ')}`,
    output: stderr(),
    remedy,
  });
};

const remedy =
  'run as root, or allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), user.max_user_namespaces above 0; `mtulab doctor` tests each';

const sandboxOf = (unshare: ChildProcess, pid: number, stderr: () => string): Sandbox => {
  const started = processStartTime(pid);
  const control = unshare.stdio[3] as Writable;
  control.on('error', () => {}); // the inner process may exit before it reads the last message; `ended` resolves then
  const kill = () => void unshare.kill('SIGKILL');
  const ended = waitForEnd({ unshare, pid, started, stderr, control });
  let handedOver = false;
  return {
    events: jsonLines(unshare.stdout!),
    send: (message) => void control.write(jsonLine(message)),
    pid,
    ended,
    kill,
    handOver: () => {
      handedOver = true;
      unshare.unref();
      for (const stream of unshare.stdio) stream?.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      if (handedOver) return;
      kill();
      await ended;
    },
  };
};

/** When only unshare was killed, the end of the control pipe and a signal to PID 1 end the rest. */
const waitForEnd = async ({ unshare, pid, started, stderr, control }: SandboxProcesses): Promise<SandboxExit> => {
  const [code, signal] =
    unshare.exitCode === null && unshare.signalCode === null
      ? await once(unshare, 'exit')
      : [unshare.exitCode, unshare.signalCode];
  control.destroy();
  if (started && processStartTime(pid) === started) killPid(pid);
  await until('the end of the sandbox', () => !started || processStartTime(pid) !== started, {
    everyMs: 1,
    withinMs: 1500,
  }).catch(() => {});
  return { code: code ?? 128 + (signal === 'SIGKILL' ? 9 : 15), stderr: stderr() };
};

interface SandboxProcesses {
  readonly unshare: ChildProcess;
  readonly pid: number;
  readonly started: string | undefined;
  readonly stderr: () => string;
  readonly control: Writable;
}

const killPid = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
};

const stopOn = (signal: AbortSignal, sandbox: Sandbox): void => {
  const stop = async () => {
    sandbox.send({ stop: true });
    let hasEnded = false;
    void sandbox.ended.then(() => (hasEnded = true));
    await until('the sandbox to stop', () => hasEnded, { everyMs: 10, withinMs: 2000 }).catch(() => sandbox.kill());
  };
  if (signal.aborted) void stop();
  else signal.addEventListener('abort', () => void stop(), { once: true });
};
