import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import { bundledPath } from './fixtures/bundled-scenarios.ts';

// The comparison with pmtu.sh, by what it has printed on three kernels; the package that it comes from is fetched by no test.

const root = resolve(import.meta.dirname, '..');
const kernels = ['6.18', '6.1', '6.12'];
const recordedOn = (kernel: string): string => join(root, `test/fixtures/pmtu-selftest-${kernel}.txt`);
const recorded = recordedOn('6.18');
const compare = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/compare-selftest.js', ...args], { cwd: root, encoding: 'utf8' });

const names = compare('--scenarios').stdout.trim().split('\n');

const report = (folder: string, results: Readonly<Record<string, string>> = {}): string => {
  const file = join(folder, 'report.json');
  const scenarios = names.map((name) => ({ file: `scenarios/x/${name}.yaml`, result: results[name] ?? 'pass' }));
  writeFileSync(file, JSON.stringify({ version: 1, scenarios }));
  return file;
};

t.test('the page has each case that was recorded, and what is about the same', async (t) => {
  const { stdout } = compare('--page', ...kernels.map((kernel) => `${kernel}=${recordedOn(kernel)}`));
  t.equal(readFileSync(join(root, 'docs/pmtu-selftest.md'), 'utf8'), stdout, 'printed by scripts/compare-selftest.js');
  t.notMatch(stdout, 'newer than this table');
  const rows = stdout.match(/^\| .*: .*$/gm)!;
  for (const [index, kernel] of kernels.entries())
    t.equal(
      rows.filter((row) => row.split(' | ')[index + 1] !== 'not run').length,
      readFileSync(recordedOn(kernel), 'utf8').match(/^TEST: (?!.* nexthop objects)/gm)!.length,
      kernel,
    );
  const results = /^\| [^|]+( \| (passes|skipped \([^|]+\)|not run)){3} \| [^|]+ \|$/;
  t.strictSame(
    rows.filter((row) => !results.test(row)),
    [],
    'none has failed, as the page says, and each skip has its reason',
  );
  for (const name of names) t.doesNotThrow(() => readFileSync(bundledPath(name)), name);
});

t.test('a case and its scenario agree where both pass or both fail', async (t) => {
  const { status, stdout } = compare(recorded, report(t.testdir()));
  t.equal(status, 0);
  t.match(stdout, /^OK {4}ipv6: PMTU exceptions +healthy-pmtud +pass +agree: /m);
  t.match(stdout, /^SKIP {2}vti4: default MTU assignment +vti4 not supported: the kind of link with IPsec is esp, /m);
  t.match(
    stdout,
    /^SKIP {2}vti4: MTU setting on link creation +vti not supported: the kind of link with IPsec is esp, /m,
  );
  t.match(stdout, /\n75 cases: 8 agree with a scenario, 0 differ\n$/);
});

t.test('where one passes and the other fails they differ, and what did not run says nothing', async (t) => {
  const folder = t.testdir();
  const failed = compare(recorded, report(folder, { 'ecmp-exceptions': 'fail', 'healthy-pmtud': 'skip' }));
  t.equal(failed.status, 1);
  t.match(failed.stdout, /^OK {4}ipv4: PMTU multipath nh exceptions +ecmp-exceptions +fail +DIFFER: /m);
  t.match(failed.stdout, /^OK {4}ipv4: PMTU exceptions +healthy-pmtud +skip +a Packet Too Big becomes/m);
  t.match(failed.stdout, /: 2 agree with a scenario, 2 differ/);
  const output = join(folder, 'output.txt');
  writeFileSync(output, 'TEST: ipv4: PMTU exceptions    [FAIL]\n  exceeding MTU\nTEST: a new one   [ OK ]\n');
  const other = compare(output, report(folder));
  t.equal(other.status, 1);
  t.match(other.stdout, /^FAIL {2}ipv4: PMTU exceptions +healthy-pmtud +pass +DIFFER: /m);
  t.match(other.stdout, /^OK {4}a new one +it is newer than this table$/m);
  writeFileSync(output, 'nothing\n');
  t.match(compare(output, report(folder)), { status: 1, stderr: /has no case of pmtu\.sh/ });
});

t.test('the script is valid for sh', async (t) => {
  t.match(spawnSync('sh', ['-n', 'scripts/pmtu-selftest.sh'], { cwd: root, encoding: 'utf8' }), {
    status: 0,
    stderr: '',
  });
});
