import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { startSmallHost } from './fixtures/small-host.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = `${root}dist/cli.js`;
const host = await startSmallHost();
t.teardown(() => host.end());

/** Programs of others that a scenario starts, which start processes or write files of their own. */
const programs = {
  aria2c: { runs: /^(\S*\/)?aria2c /, scenario: ['scenarios/site/share-of-ipv6.yaml'] },
  chromium: {
    runs: /^\S*chromium\S* .*--headless/,
    scenario: ['scenarios/race/clients.yaml', '--set', 'client=chromium'],
  },
  'firefox-esr': {
    runs: /firefox-esr .*--headless/,
    scenario: ['scenarios/race/clients.yaml', '--set', 'client=firefox'],
  },
  unbound: { runs: /^(\S*\/)?unbound -d/, scenario: ['scenarios/race/cold-and-warm-resolver.yaml'] },
  tayga: { runs: /^(\S*\/)?tayga /, scenario: ['scenarios/translation/464xlat.yaml'] },
};

const victims = {
  outer: /^\S*node \S*cli\.js run/,
  engine: /^\S*node \S*cli\.js inside/,
  unshare: /^unshare --mount --net/,
};

const isMissing = (name: string): string | false =>
  spawnSync('sh', ['-c', 'command -v "$0"', name]).status !== 0 && `${name} is missing`;

for (const [name, { runs, scenario }] of Object.entries(programs))
  t.test(`nothing of ${name} is left when a process of its run is killed`, { skip: isMissing(name) }, async (t) => {
    const before = host.snapshot();
    for (const [victim, command] of Object.entries({ ...victims, program: runs })) {
      const run = host.start(
        process.execPath,
        cli,
        'run',
        ...scenario.map((part) => part.replace(/^scenarios/, `${root}$&`)),
      );
      const printed = Promise.all([text(run.stdout!), text(run.stderr!)]);
      const ended = once(run, 'exit');
      // Both in one look: what starts a browser matches too, and has ended by the next look.
      const find = () => {
        const processes = host.processes();
        const isBegun = processes.some((process) => runs.test(process.command));
        return isBegun ? processes.find((process) => command.test(process.command)) : undefined;
      };
      const found = await until(name, find, { everyMs: 2, withinMs: 20_000 }).catch(() => undefined);
      if (found) host.signal('KILL', found.pid);
      await ended;
      const skipped = /↷ skipped: (.*)/.exec((await printed)[0])?.[1];
      if (!found && skipped !== undefined) return t.pass(victim, { skip: skipped });
      if (!t.ok(found, `${victim}: ${name} was running`)) return t.comment((await printed).join('\n'));
      t.strictSame(await host.remains(before), undefined, `${victim}: nothing is left`);
    }
  });
