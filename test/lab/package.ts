import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';

// What `npm pack` puts into the package suffices: it is installed in an empty folder, and an ordinary user runs it there.

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'mtulab-package-'));
chmodSync(folder, 0o777);
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

const setpriv = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const isRoot = process.getuid?.() === 0;
// tap adds its loader to every program that a test starts, and this user cannot write its files
const user = ['env', '-u', 'NODE_OPTIONS', ...(isRoot ? setpriv : [])];
const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, NO_COLOR: '1' };

const call = (cwd: string, [program, ...args]: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(program!, args, {
    cwd,
    env,
    encoding: 'utf8',
    input: '',
    timeout: 120_000,
  });
  return { code: status, out: stdout, err: stderr };
};

const packed = call(root, ['npm', 'pack', '--ignore-scripts', '--pack-destination', folder]);
const [archive] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
const installed = call(folder, ['npm', 'install', `./${archive}`, '--prefer-offline', '--no-audit', '--no-fund']);
const skip =
  (packed.code !== 0 && packed.err) ||
  (installed.code !== 0 && `npm cannot install it here: ${installed.err}`) ||
  (call(folder, [...user, 'unshare', '-Urn', 'true']).code !== 0 && 'an ordinary user cannot create namespaces here');

const mtulab = (...args: readonly string[]) =>
  call(folder, [...user, process.execPath, 'node_modules/mtulab/dist/cli.js', ...args]);

t.test('bundled scenarios run by their names, with a page of the run', { skip }, async (t) => {
  t.match(mtulab('list'), { code: 0, err: '', out: 'ptb-dropped' });
  const { code, out } = mtulab('run', 'ptb-dropped', '--report', 'html=run.html');
  t.match(out, '1 passed, 0 failed, 0 skipped, 0 errors');
  t.equal(code, 0);
  t.ok(readdirSync(folder).includes('run.html'));
});

t.test('lessons and first scenarios are in the package', { skip }, async (t) => {
  t.teardown(() => mtulab('down', '--all'));
  t.match(mtulab('learn'), { code: 0, out: /8 +- of 4 +the race/ });
  t.match(mtulab('learn', '2'), { code: 0, out: 'Task 1 of 4' });
  t.match(mtulab('learn', '2', '--hint'), { code: 0, out: /^Hint: / });
  t.match(mtulab('init', 'first.yaml'), { code: 0 });
  t.match(mtulab('validate', 'first.yaml'), { code: 0, out: 'first.yaml: ok' });
});

t.test('a program imports the library', { skip }, async (t) => {
  const program = `
    import { read, run } from 'mtulab';
    for await (const event of run(read('healthy-pmtud'))) if (event.kind === 'end') console.log(event.summary.passed);`;
  const { out, err } = call(folder, [...user, process.execPath, '--input-type=module', '-e', program]);
  t.equal(out, '1\n', err);
});
