import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { checkStarted } from '../system/check-started.ts';
import { MachineError } from '../system/machine-error.ts';

/**
 * Runs a build script in a mount namespace with a /run/netns of its own and stays, so that the namespaces live as long as it does.
 * Rejects with the script's own words when it fails, and leaves nothing then.
 */
export const startLabProcess = async (script: string, signal: AbortSignal): Promise<LabProcess> => {
  signal.throwIfAborted();
  // node:child_process, not execa: this is the hot path of every build, and importing execa costs five starts of Node
  const child = spawn('unshare', ['--mount', 'sh', '-s'], { stdio: 'pipe' });
  await checkStarted(child, 'unshare');
  const said = text(child.stderr);
  const stop = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  child.stdin.on('error', () => {}); // a script that ends early does not read the rest: its exit code tells
  child.stdin.write(`${prologue}\n${script}\n${epilogue}\n`);
  const ready = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    once(child, 'close').then(() => false),
  ]);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (!ready) throw new ScriptError(await said, child.exitCode ?? 0);
  return standing(child);
};

export interface LabProcess {
  readonly pid: number;
  /** Path of a node's network namespace, for setns and nsenter. */
  namespace(node: string): string;
  /** Aborts with a MachineError when somebody else ends the keeper: the lab is gone then. */
  readonly lost: AbortSignal;
  /** Runs a script in a subshell of the keeper, where the lab's namespaces lie; those that come meanwhile wait for their turn. */
  runScript(script: string, signal: AbortSignal): Promise<ScriptResult>;
  /** Ends the lab; resolves when the keeper is gone, while the kernel still cleans up behind it. */
  end(): Promise<void>;
}

/** How a script ended, what it printed, and on stderr if it failed. */
export interface ScriptResult {
  readonly code: number;
  readonly printed: string;
  readonly said: string;
}

/** The build script failed; `said` is what it printed on stderr, for `locate` to map back to the plan. */
export class ScriptError extends Error {
  readonly said: string;
  readonly code: number;

  constructor(said: string, code: number) {
    super(said.trim() || `the build script ended with ${code}`);
    this.said = said;
    this.code = code;
  }
}

/** The script's commands may print: only the epilogue speaks on stdout. */
const prologue = 'exec 3>&1 1>&2; mount -t tmpfs -o mode=0755 tmpfs /run/netns || exit 1';

/** Afterwards sh waits for more on stdin, so that the keeper goes with the process that started it even without a PID namespace around both. */
const epilogue = 'echo ready >&3';

/** Nothing in it may read what comes next for the keeper, or end the keeper itself. */
const subshell = (script: string, number: number): string =>
  `(\n${script}\n) </dev/null >/run/mtulab-printed-$$ 2>/run/mtulab-said-$$ 3>&-; echo ${number} $? >&3\n`;

/** The exit code of the script of that number; an earlier one that nobody waits for any more may answer first. */
const answerOf = async (stdout: Readable, number: number, signal: AbortSignal): Promise<number> => {
  for (;;) {
    const [said] = (await once(stdout, 'data', { signal })) as [Buffer];
    for (const line of String(said).split('\n')) {
      const [answered, code] = line.split(' ').map(Number);
      if (answered === number) return code!;
    }
  }
};

const standing = (child: ChildProcess): LabProcess => {
  const lost = new AbortController();
  setMaxListeners(0, lost.signal); // every waiting call of the lab listens
  const pid = child.pid!;
  let ending = false;
  const gone = once(child, 'exit').then(() => {
    if (!ending)
      lost.abort(new MachineError({ what: 'the process that held the lab was killed, and the lab with it' }));
  });
  let scripts = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const performed = async (script: string, signal: AbortSignal): Promise<ScriptResult> => {
    signal.throwIfAborted();
    scripts += 1;
    const answer = answerOf(child.stdout!, scripts, signal);
    child.stdin!.write(subshell(script, scripts));
    const code = await answer;
    const written = (what: string): string => readFileSync(`/proc/${pid}/root/run/mtulab-${what}-${pid}`, 'utf8');
    return { code, printed: written('printed'), said: code === 0 ? '' : written('said') };
  };
  return {
    pid,
    runScript: (script, signal) => {
      const mine = turn.then(() => performed(script, signal));
      turn = mine.catch(() => {});
      return mine;
    },
    namespace: (node) => `/proc/${pid}/root/run/netns/${node}`,
    lost: lost.signal,
    end: async () => {
      ending = true;
      child.kill('SIGKILL');
      await gone;
    },
  };
};
