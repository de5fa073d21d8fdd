import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { childProcessIds } from '../../src/kernel/system/processes.ts';
import { until } from '../../src/kernel/system/until.ts';

// The runs happen on a small host of our own (mounts, network, PIDs), so that other programs of the machine disturb no comparison.

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const scenario = `${root}scenarios/ptb-dropped.yaml`;
const untilTheEnd = ['--until', 'the old connection recovers at its next retransmission'];
const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, MTULAB_NAME, ...env } = process.env;
const seed = Number(process.env['MTULAB_SEED'] ?? Date.now() % 1_000_000);
const host = await startHost();
t.teardown(() => host.process.kill('SIGKILL'));
t.comment(`MTULAB_SEED=${seed}`);

const kinds = {
  outer: /^\S*node \S*cli\.js (run|up)/,
  shim: /^(sh -c trap|cat$)/,
  unshare: /^unshare --mount --net/,
  'first process': /^sh -c mount -t tmpfs -o/,
  inner: /^\S*node \S*cli\.js inside/,
  'lab process': /^sh -s$/,
  'any process': /./,
};
const random = lcg(seed);

t.test('kill -9 of any process at any time leaves nothing on the host', async (t) => {
  const before = snapshot();
  const victims = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((kind) => kind !== 'shim'); // only up has one
  for (let round = 0; round < 20; round++) {
    const victim = victims[round % victims.length]!;
    const run = start();
    const delay = Math.round(random() * 3000);
    await pass(delay);
    const found = await until(victim, () => pick(victim), { everyMs: 2, withinMs: 5000 }).catch(() => undefined);
    const ended = once(run, 'exit') as Promise<[number | null]>;
    const killed = performance.now();
    if (found) signal('KILL', found.pid);
    await until('the run to end', () => run.exitCode !== null || run.signalCode !== null, {
      withinMs: victim === 'any process' ? 15_000 : 2000,
    }).catch(() => {});
    const left = await remains(before);
    const ms = Math.round(performance.now() - killed);
    t.strictSame(left, undefined, `${victim} (${found?.command.slice(0, 40)}) at ${delay} ms: gone after ${ms} ms`);
    if (left) return;
    const [code] = await ended;
    if (found && !['outer', 'any process'].includes(victim))
      t.equal(code, 5, 'the run reports that the machine failed');
  }
});

t.test('kill -9 of the outer process leaves nothing on the host, whichever process is stopped', async (t) => {
  const before = snapshot();
  const stopped = ['inner', 'first process', 'lab process', 'unshare'] as const;
  const rounds = [
    ...stopped.map((kind) => ({ kind, start })),
    ...[...stopped, 'shim' as const].map((kind) => ({ kind, start: () => start('up', scenario, ...untilTheEnd) })),
  ];
  for (const { kind, start } of rounds) {
    const run = start();
    const ended = once(run, 'exit');
    const delay = Math.round(random() * 1500);
    await pass(delay);
    const found = await until(kind, () => pick(kind), { everyMs: 2, withinMs: 5000 });
    signal('STOP', found.pid);
    signal('KILL', pick('outer')!.pid);
    await ended;
    const left = await remains(before);
    t.strictSame(left, undefined, `${found.command.slice(0, 40)} is stopped at ${delay} ms`);
    if (left) return;
  }
});

t.test('kill -9 of up at any time before the hand-over leaves nothing', async (t) => {
  const before = snapshot();
  for (let round = 0; round < 6; round++) {
    const up = start('up', scenario, ...untilTheEnd);
    const ended = once(up, 'exit');
    const delay = Math.round(random() * 1500);
    await until('up to start', () => pick('outer'), { everyMs: 2, withinMs: 5000 });
    await pass(delay);
    signal('KILL', pick('outer')!.pid);
    await ended;
    const left = await remains(before);
    t.strictSame(left, undefined, `at ${delay} ms`);
    if (left) return;
  }
});

t.test('a lab outlives up, and down or the kill of any of its processes leaves nothing', async (t) => {
  const before = snapshot();
  for (const victim of [undefined, 'shim', 'unshare', 'first process', 'inner', 'lab process'] as const) {
    const up = start('up', scenario, '--name', 'small');
    t.strictSame(await once(up, 'exit'), [0, null], 'up has ended');
    t.equal(mtulab('exec', 'client', '--', 'echo', 'running').stdout, 'running\n', 'the lab is running');
    if (victim) signal('KILL', pick(victim)!.pid);
    else t.match(mtulab('down', 'small'), { status: 0, stderr: 'small was stopped\n' });
    const left = await remains(before);
    t.strictSame(left, undefined, victim ? `${victim} was killed` : 'the lab was stopped');
    if (left) return;
    t.notMatch(mtulab('ps').stdout, 'small');
  }
});

t.test('Ctrl-C during a run returns 130 and leaves nothing', async (t) => {
  const before = snapshot();
  const run = start();
  const ended = once(run, 'exit');
  await until('a lab process', () => pick('lab process'), { withinMs: 5000 });
  signal('INT', pick('outer')!.pid);
  t.strictSame(await ended, [130, null]);
  await until('the host to be as before', () => equal(snapshot(), before), { withinMs: 2000 });
});

async function startHost(): Promise<{ process: ChildProcess; pid: number }> {
  const user = process.geteuid!() === 0 ? [] : ['--user', '--map-root-user'];
  const flags = [...user, '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const reaper = 'mount -t tmpfs tmpfs /run || exit 1; while :; do sleep 1000 & wait; done'; // records of labs are in /run
  const process_ = spawn('unshare', [...flags, 'sh', '-c', reaper], { stdio: 'ignore' });
  const pid = await until('a small host', () => childProcessIds(process_.pid!)[0], { withinMs: 2000 });
  // Between fork and exec the child still has the name of sh, and the host would seem to change afterwards.
  const sleeps = (child: number): boolean => readFileSync(`/proc/${child}/cmdline`, 'utf8').startsWith('sleep');
  await until('its first sleep', () => childProcessIds(pid).some(sleeps), { withinMs: 2000 });
  return { process: process_, pid };
}

function hostNamespaces(): string[] {
  const user = process.geteuid!() === 0 ? [] : ['--user', '--preserve-credentials'];
  return [`--target=${host.pid}`, ...user, '--mount', '--net', '--pid'];
}

function inHost(...argv: string[]): SpawnSyncReturns<string> {
  return spawnSync('nsenter', [...hostNamespaces(), ...argv], { encoding: 'utf8', env });
}

function mtulab(...args: string[]): SpawnSyncReturns<string> {
  return inHost(process.execPath, cli, ...args);
}

/** Uses the kill of sh: the program of that name is in a package that a small machine may lack. */
function signal(name: 'KILL' | 'INT' | 'STOP', pid: number): void {
  inHost('sh', '-c', 'kill -s "$0" "$1"', name, String(pid));
}

function start(...args: string[]): ChildProcess {
  const command = args.length > 0 ? args : ['run', scenario];
  return spawn('nsenter', [...hostNamespaces(), process.execPath, cli, ...command], { stdio: 'ignore', env });
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Processes of the host, with the PIDs that they have there. */
function processes(): readonly Process[] {
  const proc = `/proc/${host.pid}/root/proc`;
  return readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({
      pid: Number(name),
      parent: Number(/^PPid:\s*(\d+)/m.exec(attempt(() => readFileSync(`${proc}/${name}/status`, 'utf8')))?.[1]),
      command: attempt(() => readFileSync(`${proc}/${name}/cmdline`, 'utf8'))
        .replaceAll('\0', ' ')
        .trim(),
    }))
    .filter(({ command }) => command !== '');
}

function pick(kind: keyof typeof kinds): Process | undefined {
  const own = /^sh -c mount -t tmpfs tmpfs|^sleep 1000/;
  const all = processes();
  const commandOf = new Map(all.map(({ pid, command }) => [pid, command]));
  const found = all.filter(
    ({ parent, command }) =>
      // a subshell has the name of its shell until it execs
      kinds[kind].test(command) &&
      !own.test(command) &&
      (kind !== 'lab process' || kinds.inner.test(commandOf.get(parent) ?? '')),
  );
  return found[Math.floor(random() * found.length)];
}

/** Everything that a run could leave behind: processes, namespaces, mounts, links and rules. */
function snapshot(): Readonly<Record<string, readonly string[]>> {
  const proc = `/proc/${host.pid}/root/proc`;
  const namespaces = processes().flatMap(({ pid }) =>
    ['mnt', 'net', 'pid', 'user'].map((kind) => attempt(() => readlinkSync(`${proc}/${pid}/ns/${kind}`))),
  );
  return {
    processes: processes().map(({ pid, command }) => `${pid} ${command}`),
    namespaces: [...new Set(namespaces)].sort(),
    mounts: readFileSync(`/proc/${host.pid}/mountinfo`, 'utf8').split('\n'),
    links: readFileSync(`/proc/${host.pid}/net/dev`, 'utf8')
      .split('\n')
      .map((line) => line.split(':')[0]!),
    rules: inHost('nft', 'list', 'ruleset').stdout.split('\n'),
  };
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What a run has left on the host, or undefined when the host is as before within 2 s. */
async function remains(before: ReturnType<typeof snapshot>): Promise<unknown> {
  return until('the host to be as before', () => equal(snapshot(), before), { withinMs: 2000 }).then(
    () => undefined,
    () => difference(before, snapshot()),
  );
}

function difference(before: ReturnType<typeof snapshot>, after: ReturnType<typeof snapshot>): unknown {
  return Object.entries(after).flatMap(([what, lines]) =>
    lines.filter((line) => !before[what]!.includes(line)).map((line) => `${what}: ${line}`),
  );
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** Waits for a random time of the test. */
async function pass(ms: number): Promise<void> {
  const end = performance.now() + ms;
  await until('the time of the kill', () => performance.now() >= end, { withinMs: ms + 1000 });
}

/** A pseudo-random sequence, reproducible by its seed (constants of Numerical Recipes). */
function lcg(start: number): () => number {
  let state = start;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
