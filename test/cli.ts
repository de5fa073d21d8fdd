import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { catalogue } from '../src/commands/catalogue.ts';

// `npm test` builds dist before the tests run.
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = `${root}/dist/cli.js`;
const env = {
  ...process.env,
  COLUMNS: '80',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  MTULAB_JOBS: undefined,
  MTULAB_NAME: undefined,
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

t.test('every command prints its help on standard output', async (t) => {
  t.matchSnapshot(mtulab('--help').stdout, 'mtulab --help');
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
    ['run', '--report', 'jsn', 'scenarios/ptb-dropped.yaml'],
    ['run', '--report', 'json', '--report', 'tap', 'scenarios/ptb-dropped.yaml'],
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
  { skip: mtulab('doctor').status !== 0 && 'this machine cannot run scenarios' },
  async (t) => {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const run = spawn(process.execPath, [cli, 'run', 'scenarios/ptb-dropped.yaml', '--report', 'json'], {
        cwd: root,
        env,
      });
      const chunks: string[] = [];
      run.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
      while (!childOf(run.pid!)) await new Promise((resolve) => setImmediate(resolve));
      const ended = once(run, 'close');
      run.kill(signal);
      t.strictSame((await ended)[0], code, `${signal} ends a run with ${code}`);
      t.match(JSON.parse(chunks.join('')), { version: 1, scenarios: [{ result: 'error' }] }, 'its report is complete');
    }
  },
);

const childOf = (pid: number): string =>
  spawnSync('cat', [`/proc/${pid}/task/${pid}/children`], { encoding: 'utf8' }).stdout.trim();
