import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { catalogue } from '../src/commands/catalogue.ts';
import { runMembers } from '../src/words/language/word.ts';

// `npm test` builds dist before the tests run.
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}/dist/cli.js`;
const env = {
  ...process.env,
  COLUMNS: '80',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  MTULAB_JOBS: undefined,
  MTULAB_NAME: undefined,
  GITHUB_STEP_SUMMARY: undefined,
  GITHUB_WORKSPACE: undefined,
  NODE_OPTIONS: undefined, // would load tap's loader into every command
};

const mtulab = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
};

const machineLacks = mtulab('doctor').status !== 0 && 'this machine cannot run scenarios';

t.test('every command prints its help on standard output', async (t) => {
  const { stdout: help } = mtulab('--help');
  t.matchSnapshot(help, 'mtulab --help');
  const { stderr: withoutArguments } = mtulab();
  for (const { name, hidden } of catalogue)
    if (!hidden && !name.includes(' '))
      for (const text of [help, withoutArguments]) t.match(text, new RegExp(`^  ${name}\\b`, 'm'), name);
  for (const { name } of catalogue) {
    const { status, stdout, stderr } = mtulab(...name.split(' '), '--help');
    t.strictSame([status, stderr], [0, ''], name);
    t.matchSnapshot(stdout, `mtulab ${name} --help`);
  }
});

t.test('a wrong command line exits with 2 and prints what is expected on standard error', async (t) => {
  const commandLines = [
    [],
    ['rn', 'scenarios'],
    ['run'],
    ['run', '--frobnicate', 'scenarios'],
    ['run', '--jobs', '0', 'scenarios'],
    ['run', '--set', 'mss', 'scenarios'],
    ['run', '--report', 'jsn', 'scenarios/ptb/ptb-dropped.yaml'],
    ['run', '--report', 'json', '--report', 'tap', 'scenarios/ptb/ptb-dropped.yaml'],
    ['run', 'nowhere.yaml', 'src'],
    ['doctor', '--format', 'tabel'],
  ];
  for (const args of commandLines) {
    const { status, stdout, stderr } = mtulab(...args);
    t.strictSame([status, stdout], [2, ''], args.join(' '));
    t.matchSnapshot(stderr, `mtulab ${args.join(' ')}`);
  }
});

t.test('a wrong scenario file exits with 2, and nothing runs', async (t) => {
  const folder = t.testdir({ 'a.yaml': 'title: [\n', 'b.yaml': 'titel: x\ntopology: {}\nsteps: []\n' });
  const { status, stdout, stderr } = mtulab('run', folder);
  t.strictSame([status, stdout], [2, '']);
  t.match(stderr, /a\.yaml:\d+:\d+: /);
  t.match(stderr, /b\.yaml:1:1: /, 'the problems of all files are reported at once');
});

t.test('the built script of validate calls nothing that the build left out of the words', async (t) => {
  const built = readdirSync(`${root}/dist`).filter((name) => /^validate-[A-Z0-9]+\.js$/.test(name));
  t.equal(built.length, 1);
  const script = readFileSync(`${root}/dist/${built[0]}`, 'utf8');
  t.match(script, /\.predict\b/, 'what validate does call is found like this');
  for (const member of runMembers) t.notMatch(script, new RegExp(`\\.${member}\\b`), member);
});

t.test('the version is that of the package', async (t) => {
  t.match(mtulab('--version'), { status: 0, stdout: /^\d+\.\d+\.\d+\n$/ });
});

t.test('the module of a command gets its options, and what follows the node of exec unchanged', async (t) => {
  const noLab = { status: 2, stdout: '', stderr: /^(no lab|several labs)/ };
  t.match(mtulab('exec', '--name', 'No-Such-Lab', 'client', '--', 'ls', '--frobnicate'), noLab);
  t.match(mtulab('destroy', 'No-Such-Lab'), noLab, 'an alias');
  t.match(mtulab('capture', 'show', 'nowhere.pcap'), { status: 2, stderr: /^nowhere.pcap: cannot be read/ });
});

t.test(
  'SIGINT and SIGTERM end a run with their exit codes and a complete report',
  { skip: machineLacks },
  async (t) => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const run = spawn(process.execPath, [cli, 'run', 'scenarios/ptb/ptb-dropped.yaml', '--report', 'json'], {
        cwd: root,
        env,
      });
      const chunks: string[] = [];
      run.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
      while (run.exitCode === null && !childOf(run.pid!)) await new Promise((resolve) => setImmediate(resolve));
      const ended = once(run, 'close');
      run.kill(signal);
      t.strictSame((await ended)[0], code, `${signal} ends a run with ${code}`);
      t.match(JSON.parse(chunks.join('')), { version: 1, scenarios: [{ result: 'error' }] }, 'its report is complete');
    }
  },
);

const childOf = (pid: number): string =>
  spawnSync('cat', [`/proc/${pid}/task/${pid}/children`], { encoding: 'utf8' }).stdout.trim();

const healthy = 'scenarios/ptb/healthy-pmtud.yaml';

/** A shell command line; `$mtulab` starts this program. */
const shell = (command: string, more: Readonly<Record<string, string>> = {}) => {
  const options = { cwd: root, env: { ...env, ...more, mtulab: `${process.execPath} ${cli}` }, timeout: 60_000 };
  const { status, stdout, stderr } = spawnSync('/bin/bash', ['-c', `unset NODE_OPTIONS; ${command}`], {
    ...options,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

const trace = /^ +at |node:internal|Node\.js v/m;

t.test('output that cannot be written is an error, unless its reader has left', async (t) => {
  const lost = 'mtulab: standard output was not written: no space left on device\n';
  for (const args of ['--help', '--version', `validate ${healthy}`, 'schema', 'plan scenarios'])
    t.match(shell(`$mtulab ${args} >/dev/full`), { status: 5, stderr: lost }, args);
  t.match(shell('$mtulab validate nowhere.yaml >/dev/full'), { status: 2 });
  t.match(shell('$mtulab plan scenarios | head -n 1; exit ${PIPESTATUS[0]}'), {
    status: 0,
    stderr: /^(scenarios\/[^\n]*: hint: [^\n]*\n\d+ \| [^\n]*\n +\^\n( +more: [^\n]*\n)?)+$/,
  });
});

t.test('a sandbox that cannot start is a result of each scenario in every report', async (t) => {
  const run = (kind: string) => shell(`PATH= $mtulab run scenarios --report ${kind}`);
  const json = run('json');
  t.equal(json.status, 5);
  const { scenarios, summary } = JSON.parse(json.stdout) as {
    readonly scenarios: readonly { readonly result: string; readonly reason: string }[];
    readonly summary: { readonly errors: number };
  };
  t.ok(scenarios.length > 5);
  t.equal(summary.errors, scenarios.length);
  for (const { result, reason } of scenarios) {
    t.equal(result, 'error');
    // an ordinary user's sandbox begins with unshare
    t.match(reason, /^could not start the sandbox: spawn (setpriv|unshare) ENOENT$/);
  }
  const tap = run('tap');
  t.equal(tap.status, 5);
  t.equal(tap.stdout.match(/^not ok /gm)?.length, scenarios.length);
  t.match(tap.stdout, `1..${scenarios.length}\n`);
  t.equal(tap.stderr.match(/could not start/g)?.length, 1, 'the remedy is printed once');
  const junit = run('junit');
  t.equal(junit.status, 5);
  t.equal(junit.stdout.match(/<error message="could not start the sandbox/g)?.length, scenarios.length);
  t.match(junit.stdout, `<testsuites name="mtulab" tests="${scenarios.length}"`);
});

t.test('what keeps a run from starting is reported with its remedy, and the exit code is 5', async (t) => {
  for (const command of ['run', 'up']) {
    const { status, stdout, stderr } = shell(`PATH= $mtulab ${command} ${healthy}`);
    t.equal(status, 5, command);
    if (command === 'run') t.match(stdout, '0 passed, 0 failed, 0 skipped, 1 error');
    else t.equal(stdout, '');
    t.match(stderr, `mtulab ${command}: could not start the sandbox\n`);
    t.match(stderr, 'remedy: install util-linux');
    t.notMatch(stderr, trace);
  }
  for (const command of ['PATH= $mtulab --debug run', 'PATH= $mtulab run --debug'])
    t.match(shell(`${command} ${healthy}`), { status: 5, stderr: trace }, 'a stack trace with --debug');
});

t.test(
  'too few open files are reported in one sentence, wherever they are missed',
  { skip: machineLacks },
  async (t) => {
    const sentences = new Set<string>();
    for (let files = 20; files < 60; files += 2) {
      const { status, stdout, stderr } = shell(`ulimit -n ${files}; $mtulab run ${healthy}`);
      if (status === 0) break;
      if (!stderr.startsWith('mtulab')) continue; // Node itself needs more
      t.equal(status, 5, `${files} files`);
      t.match(stderr, /^mtulab run: [^\n]*too many open files[^\n]*\n$/);
      if (stdout !== '') t.match(stdout, '0 passed, 0 failed, 0 skipped, 1 error', 'the report is complete');
      t.notMatch(stdout, trace);
      sentences.add(stderr);
    }
    t.match(
      [...sentences].join(''),
      /run: cannot start (?:setpriv|unshare): [^]*early \(exit code 5\): cannot start/,
      'outside and inside',
    );
  },
);

t.test('a number of jobs that no machine has is rejected at once', async (t) => {
  for (const number of ['10001', '1e16', '1e300', '0x10', '-1'])
    t.match(mtulab('run', `--jobs=${number}`, healthy), { status: 2, stderr: /whole number from 1 to 10000/ }, number);
});

t.test('the scenarios of a folder are run beside a file that is wrong', { skip: machineLacks }, async (t) => {
  const good = readFileSync(`${root}/${healthy}`, 'utf8');
  const folder = t.testdir({ 'a-bad.yaml': 'title: [\n', 'good.yaml': good });
  const json = mtulab('run', folder, '--report', 'json');
  t.equal(json.status, 2);
  t.match(JSON.parse(json.stdout), {
    scenarios: [
      { file: `${folder}/good.yaml`, result: 'pass' },
      { file: `${folder}/a-bad.yaml`, result: 'error', reason: /^\d+:\d+: / },
    ],
    summary: { passed: 1, errors: 1 },
  });
  t.match(mtulab('run', `${folder}/a-bad.yaml`, '--report', 'github'), {
    stdout: /^::error file=[^,\n]*a-bad\.yaml,line=1,title=[^,\n]*a-bad\.yaml::1:8: /,
  });
  t.match(mtulab('run', `${folder}/a-bad.yaml`, '--report', 'tap'), {
    status: 2,
    stdout: /^not ok 1 - .*a-bad\.yaml$/m,
  });
});

const mounts = shell('unshare --mount mount -t tmpfs tmpfs /mnt').status !== 0 && 'tmpfs cannot be mounted here';

t.test('a full disk ends a run in order, with the name of the file', { skip: machineLacks || mounts }, async (t) => {
  const folder = t.testdir();
  const full = (kilobytes: number, command: string) =>
    shell(`unshare --mount sh -c 'mount -t tmpfs -o size=${kilobytes}k tmpfs "$folder" && ${command}'`, { folder });
  for (const [kilobytes, file] of [
    [16, 'script.sh'],
    [64, '(events.ndjson|packets.pcapng)'],
    [120, '(events.ndjson|packets.pcapng)'],
  ] as const) {
    const { status, stdout } = full(kilobytes, `$mtulab run ${healthy} --artifacts "$folder/artifacts"`);
    t.equal(status, 5, `${kilobytes} kB`);
    t.match(stdout, new RegExp(`cannot write ${folder}/artifacts/healthy-pmtud/${file}: no space left on device`));
    t.match(stdout, '0 passed, 0 failed, 0 skipped, 1 error');
  }
  const report = full(4, `$mtulab run ${healthy} --report tap --report json="$folder/report.json"`);
  t.match(report, { status: 5, stderr: `mtulab run: cannot write ${folder}/report.json: no space left on device\n` });
  t.match(report.stdout, /^1\.\.1$/m, 'the other report is complete');
});
