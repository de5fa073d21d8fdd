import type { ChildProcess, SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { pass } from './fixtures/pass.ts';
import { randomSequence } from './fixtures/random-sequence.ts';
import { startSmallHost } from './fixtures/small-host.ts';
import type { Process } from './fixtures/small-host.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const scenario = `${root}scenarios/ptb/ptb-dropped.yaml`;
const untilTheEnd = ['--until', 'the old connection recovers at its next retransmission'];
const seed = Number(process.env['MTULAB_SEED'] ?? Date.now() % 1_000_000);
const host = await startSmallHost();
t.teardown(() => host.end());
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
const random = randomSequence(seed);

t.test('kill -9 of any process at any time leaves nothing on the host', async (t) => {
  const before = host.snapshot();
  const victims = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((kind) => kind !== 'shim'); // only up has one
  for (let round = 0; round < 20; round++) {
    const victim = victims[round % victims.length]!;
    const run = start();
    const ended = once(run, 'exit') as Promise<[number | null]>; // a run may end by itself before it is killed
    const printed = text(run.stdout!);
    const delay = Math.round(random() * 3000);
    await pass(delay);
    const found = await until(victim, () => pick(victim), { everyMs: 2, withinMs: 5000 }).catch(() => undefined);
    const killed = performance.now();
    if (found) host.signal('KILL', found.pid);
    await until('the run to end', () => run.exitCode !== null || run.signalCode !== null, {
      withinMs: victim === 'any process' ? 15_000 : 2000,
    }).catch(() => {});
    const left = await host.remains(before);
    const ms = Math.round(performance.now() - killed);
    t.strictSame(left, undefined, `${victim} (${found?.command.slice(0, 40)}) at ${delay} ms: gone after ${ms} ms`);
    if (left) return;
    const [code] = await ended;
    if (found && !['outer', 'any process'].includes(victim))
      t.equal(
        code,
        (await printed).includes('1 passed') ? 0 : 5,
        'the run reports that the machine failed, unless it was done',
      );
  }
});

t.test('kill -9 of the outer process leaves nothing on the host, whichever process is stopped', async (t) => {
  const before = host.snapshot();
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
    host.signal('STOP', found.pid);
    host.signal('KILL', pick('outer')!.pid);
    await ended;
    const left = await host.remains(before);
    t.strictSame(left, undefined, `${found.command.slice(0, 40)} is stopped at ${delay} ms`);
    if (left) return;
  }
});

t.test('kill -9 of up at any time before the hand-over leaves nothing', async (t) => {
  const before = host.snapshot();
  for (let round = 0; round < 6; round++) {
    const up = start('up', scenario, ...untilTheEnd);
    const ended = once(up, 'exit');
    const delay = Math.round(random() * 1500);
    await until('up to start', () => pick('outer'), { everyMs: 2, withinMs: 5000 });
    await pass(delay);
    host.signal('KILL', pick('outer')!.pid);
    await ended;
    mtulab('ps'); // removes the record of a lab that has ended
    const left = await host.remains(before);
    t.strictSame(left, undefined, `at ${delay} ms`);
    if (left) return;
  }
});

t.test('a lab outlives up, and down or the kill of any of its processes leaves nothing', async (t) => {
  const before = host.snapshot();
  for (const victim of [undefined, 'shim', 'unshare', 'first process', 'inner', 'lab process'] as const) {
    const up = start('up', scenario, '--name', 'small');
    t.strictSame(await once(up, 'exit'), [0, null], 'up has ended');
    t.equal(mtulab('exec', 'client', '--', 'echo', 'running').stdout, 'running\n', 'the lab is running');
    if (victim) {
      host.signal('KILL', pick(victim)!.pid);
      await until('the end of the lab', () => !mtulab('ps').stdout.includes('small'), { withinMs: 2000 }).catch(
        () => {},
      );
    }
    if (!victim) t.match(mtulab('down', 'small'), { status: 0, stderr: 'small was stopped\n' });
    const left = await host.remains(before);
    t.strictSame(left, undefined, victim ? `${victim} was killed` : 'the lab was stopped');
    if (left) return;
    t.notMatch(mtulab('ps').stdout, 'small');
  }
});

t.test('Ctrl-C during a run returns 130 and leaves nothing', async (t) => {
  const before = host.snapshot();
  const run = start();
  const ended = once(run, 'exit');
  await until('a lab process', () => pick('lab process'), { withinMs: 5000 });
  host.signal('INT', pick('outer')!.pid);
  t.strictSame(await ended, [130, null]);
  t.equal(await host.remains(before), undefined);
});

function mtulab(...args: string[]): SpawnSyncReturns<string> {
  return host.run(process.execPath, cli, ...args);
}

function start(...args: string[]): ChildProcess {
  const child = host.start(process.execPath, cli, ...(args.length > 0 ? args : ['run', scenario]));
  for (const stream of [child.stdout, child.stderr]) stream!.resume();
  return child;
}

function pick(kind: keyof typeof kinds): Process | undefined {
  const own = /^sh -c mount -t tmpfs tmpfs|^sleep 1000/;
  const all = host.processes();
  const commandOf = new Map(all.map(({ pid, command }) => [pid, command]));
  const found = all.filter(
    ({ parent, command }) =>
      // A subshell has the name of its shell until it execs. Of the shim it has no death signal before that, as after every fork: one that is
      // stopped in this millisecond would stay.
      kinds[kind].test(command) &&
      !own.test(command) &&
      (kind !== 'shim' || !kinds.shim.test(commandOf.get(parent) ?? '')) &&
      (kind !== 'lab process' || kinds.inner.test(commandOf.get(parent) ?? '')),
  );
  return found[Math.floor(random() * found.length)];
}
