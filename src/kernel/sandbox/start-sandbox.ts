import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { ControlMessage } from './control-pipe.ts';
import { jsonLine, jsonLines } from '../system/json-lines.ts';
import { MachineError } from '../system/machine-error.ts';
import { childProcessIds, startTime } from '../system/processes.ts';
import { until } from '../system/until.ts';

/**
 * Starts the inner process in mount, network, PID and (without privileges) user namespaces of its own, so that nothing of a run can leak.
 * When any of its processes dies, this one included, the kernel ends all of them. Rejects with a MachineError where namespaces are refused.
 */
export const startSandbox = async ({ entry, signal, kill }: SandboxRequest): Promise<Sandbox> => {
  const outermost = spawn('unshare', [...unshareFlags(), 'sh', '-c', firstProcess, 'sh', ...entry], {
    detached: true, // a session of its own: Ctrl-C of the terminal must reach the outer process alone
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    cwd: '/', // the caller's may be below /run, which is another one in there
    env: sandboxEnvironment(),
  });
  const printed = collect(outermost);
  const pid = await firstPid(outermost, printed);
  const sandbox = standing(outermost, pid, printed);
  stopOn(signal, sandbox);
  kill?.addEventListener('abort', () => sandbox.kill(), { once: true });
  return sandbox;
};

export interface SandboxRequest {
  /** Program and arguments of the inner process: it finds orders on descriptor 3 and prints events. */
  readonly entry: readonly string[];
  /** Asks the inner process to stop; after 2 s without an answer everything is killed. */
  readonly signal: AbortSignal;
  /** Kills everything at once (the second Ctrl-C). */
  readonly kill?: AbortSignal;
}

export interface Sandbox {
  readonly events: AsyncIterable<unknown>;
  send(order: ControlMessage): void;
  /** PID 1 of the sandbox, as the host numbers it. */
  readonly pid: number;
  /** Resolves when the last process of the sandbox is gone; never rejects. */
  readonly ended: Promise<SandboxExit>;
  kill(): void;
  /** Lets the sandbox live on without this process, after the inner one said that it keeps house. */
  handOver(): void;
  /** Kills what still runs (unless it was handed over) and waits until it is gone. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SandboxExit {
  /** Exit code of the inner process; 128 and the number of the signal that ended it. */
  readonly code: number;
  /** What the sandbox printed on stderr: the reason, when the machine failed. */
  readonly said: string;
}

/** A tmpfs of its own on /run: an ordinary user cannot make /run/netns, and two runs must not see each other's. `exit` keeps sh from exec, since PID 1 must reap. */
const firstProcess = 'mount -t tmpfs -o mode=0755 tmpfs /run && mkdir /run/netns || exit 5; "$@"; exit $?';

const unshareFlags = (): readonly string[] => [
  ...(mayMakeNamespaces() ? [] : ['--user', '--map-root-user']),
  ...['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

/** CAP_SYS_ADMIN is bit 21 (include/uapi/linux/capability.h); root of a container may lack it. */
const mayMakeNamespaces = (): boolean => {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & (1n << 21n)) !== 0n;
};

/** NODE_EXTRA_CA_CERTS alone costs every start of Node 100 ms; ip and nft live in /usr/sbin, which an ordinary user's PATH lacks; opening and closing captures waits 12 ms each in the thread pool. */
const sandboxEnvironment = (): NodeJS.ProcessEnv => {
  const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, PATH = '/usr/bin:/bin', ...rest } = process.env;
  return { ...rest, PATH: `${PATH}:/usr/local/sbin:/usr/sbin:/sbin`, UV_THREADPOOL_SIZE: '16' };
};

const collect = (child: ChildProcess): (() => string) => {
  const chunks: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
};

const firstPid = async (unshare: ChildProcess, printed: () => string): Promise<number> => {
  const failed = once(unshare, 'close').then(() => 0);
  await once(unshare, 'spawn');
  const found = until('the sandbox', () => unshare.exitCode !== null || childProcessIds(unshare.pid!)[0], {
    everyMs: 1,
    withinMs: 2000,
  });
  const pid = await found;
  if (typeof pid === 'number') return pid;
  await failed;
  throw new MachineError({
    what: 'could not make namespaces for the sandbox',
    command: `unshare ${unshareFlags().join(' ')}`,
    said: printed(),
    remedy,
  });
};

const remedy =
  'run as root, or allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), user.max_user_namespaces above 0; `mtulab doctor` tries each';

const standing = (unshare: ChildProcess, pid: number, printed: () => string): Sandbox => {
  const born = startTime(pid);
  const control = unshare.stdio[3] as Writable;
  control.on('error', () => {}); // the inner process may be gone before it reads its last order: `ended` tells
  const kill = () => void unshare.kill('SIGKILL');
  const ended = ending({ unshare, pid, born, printed, control });
  let handedOver = false;
  return {
    events: jsonLines(unshare.stdout!),
    send: (order) => void control.write(jsonLine(order)),
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

/** unshare may have been killed alone: the end of the control pipe and a signal to PID 1 then end the rest. */
const ending = async ({ unshare, pid, born, printed, control }: Members): Promise<SandboxExit> => {
  const [code, signal] =
    unshare.exitCode === null && unshare.signalCode === null
      ? await once(unshare, 'exit')
      : [unshare.exitCode, unshare.signalCode];
  control.destroy();
  if (born && startTime(pid) === born) killPid(pid);
  await until('the end of the sandbox', () => !born || startTime(pid) !== born, { everyMs: 1, withinMs: 1500 }).catch(
    () => {},
  );
  return { code: code ?? 128 + (signal === 'SIGKILL' ? 9 : 15), said: printed() };
};

interface Members {
  readonly unshare: ChildProcess;
  readonly pid: number;
  readonly born: string | undefined;
  readonly printed: () => string;
  readonly control: Writable;
}

const killPid = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it went by itself
  }
};

const stopOn = (signal: AbortSignal, sandbox: Sandbox): void => {
  const stop = async () => {
    sandbox.send({ stop: true });
    let gone = false;
    void sandbox.ended.then(() => (gone = true));
    await until('the sandbox to stop', () => gone, { everyMs: 10, withinMs: 2000 }).catch(() => sandbox.kill());
  };
  if (signal.aborted) void stop();
  else signal.addEventListener('abort', () => void stop(), { once: true });
};
