import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { pass } from './fixtures/pass.ts';
import { startSmallHost } from './fixtures/small-host.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = `${root}dist/cli.js`;
const scenario = `${root}scenarios/cliff/far-away.yaml`;
const host = await startSmallHost();
t.teardown(() => host.end());

const kinds = { outer: /^\S*node \S*cli\.js run/, inner: /^\S*node \S*cli\.js inside/, 'lab process': /^sh -s$/ };
type Kind = keyof typeof kinds;
const pick = (kind: Kind) => host.processes().find(({ command }) => kinds[kind].test(command));

/** Starts a run of the scenario, and waits until its first step has begun; the probe of ping has other options. */
const startRun = async () => {
  const run = host.start(process.execPath, cli, 'run', scenario, '--report', 'ndjson');
  run.stderr!.resume();
  const printed = text(run.stdout!);
  const ended = once(run, 'exit') as Promise<[number | null]>;
  await until('a step', () => host.processes().some(({ command }) => command.startsWith('ping -6 -n ')), {
    ...{ everyMs: 5, withinMs: 10_000 },
  });
  return { printed, ended };
};

interface StepEnd {
  readonly kind: string;
  readonly result?: string;
  readonly reason?: string;
}

t.test('kill -9 of any process of a run with a delayed link leaves nothing', async (t) => {
  const before = host.snapshot();
  for (const kind of ['inner', 'lab process', 'outer'] as const) {
    const { ended } = await startRun();
    host.signal('KILL', pick(kind)!.pid);
    await ended;
    t.strictSame(await host.remains(before), undefined, kind);
  }
});

t.test('a step during which mtulab was stopped is an error, since it carried frames too late', async (t) => {
  const { printed, ended } = await startRun();
  const { pid } = pick('inner')!;
  host.signal('STOP', pid);
  await pass(300);
  host.signal('CONT', pid);
  t.equal((await ended)[0], 5);
  const events = (await printed)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StepEnd);
  const [first] = events.filter(({ kind }) => kind === 'step-end');
  t.match(first, {
    result: 'error',
    reason: /^the machine was too busy: frames of an impaired link were up to \d+\.\d ms late/,
  });
});
