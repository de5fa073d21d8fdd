import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import t from 'tap';

const folder = resolve(import.meta.dirname, '../..');

/** Without what tap sets, by which a suite inside a suite would report to it. */
const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, TAP: ___, ...env } = process.env;
const node = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } });

t.test('the example for node:test runs a scenario, each step a test', async (t) => {
  const { stdout, status } = node('--test', '--test-reporter=tap', 'examples/ptb-dropped.test.mjs');
  t.match(stdout, /ok \d - the old connection recovers at its next retransmission/);
  t.equal(status, 0, stdout);
});

t.test('the example for Vitest runs a scenario', async (t) => {
  const { stdout, stderr, status } = node(
    'node_modules/vitest/vitest.mjs',
    ...['run', '--config', 'examples/vitest.config.mjs'],
  );
  t.match(stdout, /Tests +1 passed/);
  t.equal(status, 0, stdout + stderr);
});
