import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { packagedKernel, unpackPackage } from '../../src/kernel/guests/kernel-package.ts';
import { kernelPackage, noGuest } from './fixtures/guest-needs.ts';

// Guests of an ordinary user: of nobody, unless an ordinary user runs these tests.

const cli = resolve(import.meta.dirname, '../../dist/cli.js');
const becomeUser =
  process.geteuid!() === 0 ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
/** With `env -i`, since tap gives programs an environment in which they write files of its own. */
const asUser = (home: string, ...argv: readonly string[]) => {
  const settings = [`HOME=${home}`, `TMPDIR=${home}`, `XDG_CACHE_HOME=${home}`, 'PATH=/usr/bin:/bin'];
  const [program, ...args] = [...becomeUser, 'env', '-i', ...settings, process.execPath, cli, ...argv];
  return spawnSync(program!, args, { encoding: 'utf8', cwd: '/' });
};

const skip = noGuest || (asUser('/tmp', '--version').status !== 0 && `other users cannot read ${cli}`);
const { signal } = new AbortController();

/** A home of the user, who may not read the cache of the one that runs these tests. */
const makeHome = (t: Test): string => {
  const home = mkdtempSync(join(tmpdir(), 'mtulab-user-'));
  t.teardown(() => rmSync(home, { recursive: true }));
  return home;
};

/** Runs a scenario on one target as the user, and returns the matrix. */
const matrixOf = (home: string, targets: unknown) => {
  const kernels = join(home, 'kernels.yaml');
  writeFileSync(kernels, JSON.stringify({ targets }));
  spawnSync('chmod', ['-R', 'a+rwX', home]);
  const { stdout, stderr } = asUser(home, 'matrix', 'healthy-pmtud', '--as', 'json', '--kernels', kernels);
  return JSON.parse(stdout || `{"failure": ${JSON.stringify(stderr)}}`);
};

t.test('a kernel image and its modules run a scenario in a guest of an ordinary user', { skip }, async (t) => {
  const home = makeHome(t as Test);
  const { kernel, modules } = await packagedKernel(kernelPackage, signal);
  const release = basename(modules);
  cpSync(kernel, join(home, 'image'));
  cpSync(modules, join(home, release), { recursive: true });
  const own = { qemu: { kernel: join(home, 'image'), modules: join(home, release) } };
  t.match(matrixOf(home, { own }), {
    targets: [{ name: 'own', kernel: release }],
    scenarios: [{ results: [{ result: 'pass' }] }],
  });
});

/** On such a processor its first process panics. */
const amx = readFileSync('/proc/cpuinfo', 'utf8').includes(' amx_tile') && 'User-Mode Linux does not run with AMX';

t.test('User-Mode Linux boots as an ordinary user, and says what it lacks', { skip: skip || amx }, async (t) => {
  const home = makeHome(t as Test);
  const unpacked = await unpackPackage('user-mode-linux', signal);
  cpSync(unpacked, join(home, 'mtulab/kernels/user-mode-linux'), { recursive: true });
  t.match(matrixOf(home, { program: 'uml' }), {
    targets: [{ name: 'program', kernel: /^6\.1\./ }],
    scenarios: [{ results: [{ result: 'skip', reason: /nf_tables/ }] }],
  });
});
