import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { unpackPackage } from '../../src/kernel/guests/kernel-package.ts';
import { until } from '../../src/kernel/system/until.ts';
import { kernelPackage, noGuest } from './fixtures/guest-needs.ts';
import { pass } from './fixtures/pass.ts';
import { randomSequence } from './fixtures/random-sequence.ts';
import { startSmallHost } from './fixtures/small-host.ts';
import type { Process, SmallHost } from './fixtures/small-host.ts';

// MTULAB_SEED repeats a series, MTULAB_KILL_ROUNDS makes it longer: 20 rounds take five minutes on two processors without KVM.

const cli = resolve(import.meta.dirname, '../../dist/cli.js');
const seed = Number(process.env['MTULAB_SEED'] ?? Date.now() % 1_000_000);
const rounds = Number(process.env['MTULAB_KILL_ROUNDS'] ?? 4);
const random = randomSequence(seed);
t.comment(`MTULAB_SEED=${seed} MTULAB_KILL_ROUNDS=${rounds}`);

/** Without any of these a guest cannot go on: the command ends by itself when one is killed. */
const essential = /^(node|unshare|qemu-system-x86_64|virtiofsd|tail)$/;

interface Phase {
  /** Whether it has begun. */
  readonly begun: (host: SmallHost) => boolean;
  /** How long it takes, roughly; the kill comes within. */
  readonly ms: number;
}

const isGuest = ({ command }: Process): boolean => /^qemu-system-x86_64 .*root\.sock/.test(command);

const phases: Readonly<Record<string, Phase>> = {
  'before the guest starts': { begun: () => true, ms: 1500 },
  'while it boots': { begun: (host) => host.processes().some(isGuest), ms: 5000 },
  'while a lab runs in it': { begun: (host) => hasWritten(host, 'events', /"kind":"scenario"/), ms: 4000 },
  'at its end': { begun: (host) => hasWritten(host, 'events', /"kind":"scenario-end"/), ms: 200 },
};

const hasWritten = (host: SmallHost, file: string, pattern: RegExp): boolean => {
  const guest = host.processes().find(isGuest);
  try {
    return (
      guest !== undefined &&
      pattern.test(readFileSync(`${host.root}/proc/${guest.pid}/root/run/shared/${file}`, 'utf8'))
    );
  } catch {
    return false; // it has ended
  }
};

const nameOf = ({ command }: Process): string => command.split(' ')[0]!.replace(/^.*\//, '');

t.test(
  'nothing of a guest is left when a process of its command is killed at any time',
  { skip: noGuest },
  async (t) => {
    await unpackPackage(kernelPackage, new AbortController().signal); // whose time is no part of the experiment
    const kernels = join(t.testdir(), 'kernels.yaml');
    writeFileSync(kernels, `targets: { guest: { deb: ${kernelPackage} } }`);
    const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mtulab/kernels');
    const host = await startSmallHost();
    t.teardown(() => host.end());
    const [before, cached] = [host.snapshot(), readdirSync(cache)];
    const own = new Set(before['processes']!.map((line) => line.split(' ')[0]));
    for (let round = 0; round < rounds; round++) {
      const [name, { begun, ms }] = Object.entries(phases)[round % 4]!;
      const delay = Math.floor(random() * ms);
      const command = host.start(process.execPath, cli, 'matrix', 'healthy-pmtud', '--kernels', kernels);
      const printed = Promise.all([text(command.stdout!), text(command.stderr!)]);
      const ended = once(command, 'exit') as Promise<[number | null]>;
      const hasEnded = () => command.exitCode !== null || command.signalCode !== null;
      await until(name, () => begun(host) || hasEnded(), { everyMs: 20, withinMs: 120_000 });
      await pass(delay);
      const processes = host
        .processes()
        .filter(({ pid, command: line }) => !own.has(String(pid)) && !line.startsWith('sleep 1000'));
      const names = [...new Set(processes.map(nameOf))];
      const victimName = names[Math.floor(random() * names.length)];
      const victims = processes.filter((each) => nameOf(each) === victimName);
      const victim = victims[Math.floor(random() * victims.length)];
      if (victim) host.signal('KILL', victim.pid);
      const killed = performance.now();
      const wait = essential.test(victimName ?? '') ? 10_000 : 3000;
      await until('the end of the command', hasEnded, { withinMs: wait }).catch(() => {});
      const seconds = ((performance.now() - killed) / 1000).toFixed(1);
      const byItself = hasEnded();
      const outer = host.processes().find(({ command: line }) => / matrix healthy-pmtud /.test(line));
      if (outer) host.signal('KILL', outer.pid);
      const [code] = await ended;
      const what = `round ${round}: ${victim?.command.slice(0, 50) ?? 'nothing'} killed ${delay} ms after: ${name}`;
      t.comment(`${what}: ${byItself ? `ended after ${seconds} s, exit code ${code}` : 'went on'}`);
      t.strictSame(await host.remains(before), undefined, what);
      t.strictSame(readdirSync(cache), cached, 'nothing is left in the cache');
      if (essential.test(victimName ?? '')) {
        t.ok(byItself, `${what}: the command has ended by itself`);
        t.ok(code !== 0 || (await printed)[0].includes('1 passed'), `${what}: and was no success`);
      }
    }
  },
);
