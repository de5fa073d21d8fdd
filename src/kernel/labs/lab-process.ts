import { once, setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { MachineError } from '../system/machine-error.ts';
import { spawnProgram } from '../system/spawn-program.ts';
import type { SpawnedProgram } from '../system/spawn-program.ts';

/**
 * Runs a build script by an sh in a mount namespace with its own /run/netns. The sh keeps running, and the lab's namespaces live as
 * long as it does. Rejects with a ScriptError when the script fails, and leaves nothing behind.
 */
export const startLabProcess = async (script: string, signal: AbortSignal): Promise<LabProcess> => {
  signal.throwIfAborted();
  const child = spawnProgram(['unshare', '--mount', 'sh', '-s']);
  const stderr = text(child.stderr);
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  child.stdin.on('error', () => {}); // a script that exits early does not read the rest; its exit code is checked below
  child.stdin.write(`${prologue}\n${script}\n${epilogue}\n`);
  const ready = await Promise.race([once(child.stdout, 'data').then(() => true), child.exited.then(() => false)]);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (!ready) throw new ScriptError(await stderr, await child.exited);
  return labProcessOf(child);
};

/** The process whose mount namespace holds the network namespaces of one lab. */
export interface LabProcess {
  readonly pid: number;
  /** Returns the path of a node's network namespace, for setns and nsenter. */
  namespace(node: string): string;
  /** Returns the path of the folder with the files that programs in a node find in /etc; it may not exist. */
  filesFolder(node: string): string;
  /** Aborts with a MachineError when the process is killed from outside, which ends the lab. */
  readonly lost: AbortSignal;
  /** Runs a script in a subshell of the process, where the lab's namespaces are mounted; scripts run one at a time, in order. */
  runScript(script: string, signal: AbortSignal): Promise<ScriptResult>;
  /** Ends the lab; resolves when the process has exited, while the kernel may still be removing its namespaces. */
  end(): Promise<void>;
}

/** The path within a lab of the files that programs in a node find in /etc, by the PID of its process; labs share /run. */
export const nodeFilesFolder = (labProcessId: number, node: string): string =>
  `/run/mtulab-etc-${labProcessId}/${node}`;

/**
 * Where nstat keeps what it has printed, for `NSTAT_HISTORY`. Its own place is a file of the user in /tmp, which would be left there, and which an
 * ordinary user cannot open once root has it: in a sandbox both have root's number.
 */
export const nstatHistory = (labProcessId: number, node: string): string => `/run/mtulab-nstat-${labProcessId}-${node}`;

/** Exit code and output of a script; `stderr` is read only when it failed. */
export interface ScriptResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A failed build script; `explainFailure` finds the failed command of the plan in its stderr. */
export class ScriptError extends Error {
  readonly stderr: string;
  readonly code: number;

  constructor(stderr: string, code: number) {
    super(stderr.trim() || `the build script exited with code ${code}`);
    this.stderr = stderr;
    this.code = code;
  }
}

/** Commands of the script may print, so their stdout is stderr; answers go to the real stdout, now descriptor 3. */
const prologue = 'exec 3>&1 1>&2; mount -t tmpfs -o mode=0755 tmpfs /run/netns || exit 1';

/** Then sh reads further scripts from stdin, so that it exits with the process that started it even without a common PID namespace. */
const epilogue = 'echo ready >&3';

/** The script must neither read the following scripts from stdin nor end the lab process. */
const subshell = (script: string, number: number): string =>
  `(\n${script}\n) </dev/null >/run/mtulab-stdout-$$ 2>/run/mtulab-stderr-$$ 3>&-; echo ${number} $? >&3\n`;

/** Returns the exit code of the script with this number; an earlier script whose caller gave up may answer first. */
const exitCodeOf = async (stdout: Readable, number: number, signal: AbortSignal): Promise<number> => {
  for (;;) {
    const [chunk] = (await once(stdout, 'data', { signal })) as [Buffer];
    for (const line of String(chunk).split('\n')) {
      const [answered, exitCode] = line.split(' ').map(Number);
      if (answered === number) return exitCode!;
    }
  }
};

const labProcessOf = (child: SpawnedProgram): LabProcess => {
  const lost = new AbortController();
  setMaxListeners(0, lost.signal); // every pending call of the lab listens
  const { pid } = child;
  let ending = false;
  // Its stdout ends as soon as it dies, before pending calls can fail for lack of its namespaces.
  child.stdout.once('end', () => {
    if (!ending) lost.abort(new MachineError({ what: 'the lab process was killed, which ended the lab' }));
  });
  let scripts = 0;
  let previous: Promise<unknown> = Promise.resolve();
  const runNext = async (script: string, signal: AbortSignal): Promise<ScriptResult> => {
    signal.throwIfAborted();
    scripts += 1;
    const exitCode = exitCodeOf(child.stdout, scripts, signal); // listens before the script can answer
    child.stdin.write(subshell(script, scripts));
    const code = await exitCode;
    const output = (stream: string): string => readFileSync(`/proc/${pid}/root/run/mtulab-${stream}-${pid}`, 'utf8');
    return { code, stdout: output('stdout'), stderr: code === 0 ? '' : output('stderr') };
  };
  return {
    pid,
    runScript: (script, signal) => {
      const result = previous.then(() => runNext(script, signal));
      previous = result.catch(() => {});
      return result;
    },
    namespace: (node) => `/proc/${pid}/root/run/netns/${node}`,
    filesFolder: (node) => `/proc/${pid}/root${nodeFilesFolder(pid, node)}`,
    lost: lost.signal,
    end: async () => {
      ending = true;
      child.kill();
      await child.exited;
    },
  };
};
