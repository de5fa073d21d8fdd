import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import t from 'tap';
import { faults } from '../../src/commands/first-scenario/faults.ts';

const cli = resolve(import.meta.dirname, '../../dist/cli.js');

t.test('every first scenario does what it expects, and what is predicted of it', async (t) => {
  const folder = t.testdir();
  const mtulab = (...args: readonly string[]) =>
    spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', input: '' });
  const names = Object.entries(faults).flatMap(([fault, { cures }]) => cures.map((cure) => [fault, cure] as const));
  for (const [fault, cure] of names) {
    const { status, stderr } = mtulab('init', `${fault}-${cure}.yaml`, '--fault', fault, '--cure', cure);
    t.equal(status, 0, stderr);
  }
  const { stdout, status } = mtulab('run', '--predict', '.');
  t.match(stdout, `${names.length} passed, 0 failed, 0 skipped, 0 errors`);
  t.equal(status, 0, stdout);
});
