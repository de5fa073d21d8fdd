import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import type { ControlMessage } from './control-pipe.ts';
import { jsonLine, jsonLines } from '../system/json-lines.ts';
import { MachineError } from '../system/machine-error.ts';
import { childProcessIds, processStartTime } from '../system/processes.ts';
import { until } from '../system/until.ts';
import { namespaceCommand, sandboxCommand, shimCommand } from './sandbox-command.ts';

/**
 * Starts the inner process in its own mount, network, PID and (without privileges) user namespaces, so that a run leaves nothing behind.
 * When one of its processes or this one dies, the kernel ends all of them. Rejects with a MachineError where namespaces are refused.
 */
export const startSandbox = async ({ entry, signal, kill, canOutlive }: SandboxRequest): Promise<Sandbox> => {
  const command = sandboxCommand(entry);
  const child = canOutlive ? await startShim(command) : start(command);
  const stderr = collectStderr(child);
  const pid = await firstPid(child, canOutlive ? 2 : 1, stderr).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const sandbox = sandboxOf(child, pid, stderr);
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
  /** Starts the sandbox so that it can be handed over. */
  readonly canOutlive?: boolean;
}

export interface Sandbox {
  readonly events: AsyncIterable<unknown>;
  send(message: ControlMessage): void;
  /** PID 1 of the sandbox, as numbered by the host. */
  readonly pid: number;
  /** The process that this one has started: the shim if `canOutlive`, else unshare. */
  readonly parentPid: number;
  /** Resolves when the last process of the sandbox has ended; never rejects. */
  readonly ended: Promise<SandboxExit>;
  kill(): void;
  /**
   * Lets a sandbox that was started with `canOutlive` outlive this process; call it after the inner process has confirmed the hand-over.
   * Rejects with a MachineError when the sandbox has ended meanwhile.
   */
  handOver(): Promise<void>;
  /** Kills the sandbox (unless it was handed over) and waits for its end. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SandboxExit {
  /** Exit code of the inner process; 128 plus the signal number when a signal ended it. */
  readonly code: number;
  /** What the sandbox printed on stderr: the reason when the machine has failed. */
  readonly stderr: string;
}

/** Descriptors 0 to 3; a shim has the ends of a pipe as 4 and 5. */
const start = ([program, ...args]: readonly string[], pipe: readonly number[] = []): ChildProcess =>
  spawn(program!, args, {
    detached: true, // in its own session: Ctrl-C of the terminal must reach only the outer process
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...pipe],
    cwd: '/', // the caller's may be below /run, which is a different one in the sandbox
    env: sandboxEnvironment(),
  });

const startShim = async (command: readonly string[]): Promise<ChildProcess> => {
  const { openPipe } = await import('../system/open-pipe.ts'); // loads koffi, which a run does not need
  const pipe = openPipe();
  try {
    return start(shimCommand(command), pipe);
  } finally {
    for (const end of pipe) closeSync(end);
  }
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

/** Returns PID 1 of the sandbox, which is a child of `child` or, with a shim, a grandchild. */
const firstPid = async (child: ChildProcess, generations: number, stderr: () => string): Promise<number> => {
  await once(child, 'spawn').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? startError(error.message) : error;
  });
  const closed = once(child, 'close');
  const descendant = (): number | undefined =>
    Array.from({ length: generations }).reduce<number | undefined>((pid) => pid && childProcessIds(pid)[0], child.pid);
  const pid = await until('the start of the sandbox', () => hasExited(child) || descendant(), {
    everyMs: 1,
    withinMs: 2000,
  });
  if (typeof pid === 'number') return pid;
  await closed;
  if (hasNotBegun.test(stderr())) throw startError(stderr());
  return child.pid!; // the inner process has ended before it was seen: its exit code and what it printed explain why
};

/** What the programs print that start a sandbox; the inner process is started last. */
const hasNotBegun = /^(setpriv|unshare|mount|mkdir|sh)\b.*: /m;

const hasExited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const startError = (output: string): MachineError => {
  const command = namespaceCommand().join(' ');
  return /setpriv|ENOENT/.test(output)
    ? new MachineError({ what: 'could not start the sandbox', command, output, remedy: utilLinuxRemedy })
    : new MachineError({ what: 'could not create namespaces for the sandbox', command, output, remedy });
};

const utilLinuxRemedy = 'install util-linux 2.33 or later: unshare, and setpriv with its option --pdeathsig';

const remedy =
  'run as root, or allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), user.max_user_namespaces above 0; `mtulab doctor` tests each';

const sandboxOf = (child: ChildProcess, pid: number, stderr: () => string): Sandbox => {
  const started = processStartTime(pid);
  const control = child.stdio[3] as Writable;
  control.on('error', () => {}); // the inner process may exit before it reads the last message; `ended` resolves then
  const kill = () => void child.kill('SIGKILL');
  const ended = waitForEnd({ child, pid, started, stderr, control });
  let handedOver = false;
  return {
    events: jsonLines(child.stdout!),
    send: (message) => void control.write(jsonLine(message)),
    pid,
    parentPid: child.pid!,
    ended,
    kill,
    handOver: async () => {
      child.kill('SIGUSR1');
      await until('the hand-over of the sandbox', () => processName(child.pid!) === 'cat', {
        everyMs: 1,
        withinMs: 2000,
      });
      handedOver = true;
      child.unref();
      for (const stream of child.stdio) stream?.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      if (handedOver) return;
      kill();
      await ended;
    },
  };
};

/** When only the child was killed, its death, the end of the control pipe and a signal to PID 1 end the rest. */
const waitForEnd = async ({ child, pid, started, stderr, control }: SandboxProcesses): Promise<SandboxExit> => {
  if (!hasExited(child)) await once(child, 'exit');
  const { exitCode, signalCode } = child;
  control.destroy();
  if (started && processStartTime(pid) === started) killPid(pid);
  await until('the end of the sandbox', () => !started || processStartTime(pid) !== started, {
    everyMs: 1,
    withinMs: 1500,
  }).catch(() => {});
  return { code: exitCode ?? 128 + constants.signals[signalCode!], stderr: stderr() };
};

interface SandboxProcesses {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly started: string | undefined;
  readonly stderr: () => string;
  readonly control: Writable;
}

/** The name of the program that a process executes, as in /proc/PID/comm. */
const processName = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return ''; // it has ended
  }
};

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
