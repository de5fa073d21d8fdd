import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { processStartTime } from '../../src/kernel/system/processes.ts';
import { runningLabs } from '../../src/kernel/sandbox/running-labs.ts';
import { until } from '../../src/kernel/system/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const [one, two] = [`t${process.pid}-one`, `t${process.pid}-two`];

const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, MTULAB_NAME, ...ours } = process.env; // tap's loader would be loaded into every command
const env = { ...ours, NO_COLOR: '1' };

const mtulab = (args: readonly string[], { input, cwd = root, program = cli }: Call = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    ...{ cwd, env, encoding: 'utf8', timeout: 60_000 },
    ...(input !== undefined && { input }),
  });
  return { code: status, stdout, stderr };
};

interface Call {
  readonly input?: string;
  readonly cwd?: string;
  readonly program?: string;
}

/** A command that keeps running; `printed` resolves when its output matches. */
const start = (file: string, args: readonly string[]) => {
  const child = spawn(file, args, { cwd: root, env, stdio: 'pipe' });
  const stdout = text(child.stdout);
  const stderr = text(child.stderr);
  return {
    child,
    printed: (pattern: RegExp) =>
      new Promise<void>((resolve) => {
        let output = '';
        child.stdout.on('data', (piece: Buffer) => pattern.test((output += piece.toString())) && resolve());
      }),
    ended: async () => {
      const [code] = (await once(child, 'close')) as [number];
      return { code, stdout: await stdout, stderr: await stderr };
    },
  };
};

/** Runs the command on a terminal of its own by script (util-linux), which returns its exit code; `exec`, since a waiting dash would die of its Ctrl-C. */
const onTerminal = (args: readonly string[]) =>
  start('script', [
    '-qec',
    `exec ${[process.execPath, cli, ...args].map((word) => `'${word}'`).join(' ')}`,
    '/dev/null',
  ]);

/** A shell script in a node of the first lab. */
const inClient = (script: string): readonly string[] => ['exec', '--name', one, 'client', '--', 'sh', '-c', script];

const pidOf = (name: string): number => runningLabs().find((lab) => lab.name === name)!.pid;
const labsIn = (text: string): readonly string[] => [one, two].filter((name) => text.includes(name));

t.teardown(() => [one, two].forEach((name) => mtulab(['down', name])));

t.test('up stops after the given step, in a lab that outlives the command', async (t) => {
  const step = 'the first large response stalls although the handshake was healthy';
  const up = mtulab(['up', 'scenarios/ptb/ptb-dropped.yaml', '--name', one, '--until', step]);
  t.match(up, { code: 0, stdout: new RegExp(`stalls although[^]*${one} is running`), stderr: '' });
  t.ok(processStartTime(pidOf(one)), 'the lab is running');
});

t.test('a second lab runs beside it with the same node names; a lab name is used only once', async (t) => {
  t.equal(mtulab(['up', 'scenarios/ptb/healthy-pmtud.yaml', '--name', two]).code, 0);
  t.match(mtulab(['up', 'scenarios/ptb/healthy-pmtud.yaml', '--name', two]), { code: 2, stderr: /is already running/ });
  t.match(mtulab(['exec', 'client', '--', 'true']), { code: 2, stderr: /several labs are running/ });
  const listed = JSON.parse(mtulab(['ps', '-f', 'json']).stdout) as readonly {
    readonly name: string;
    readonly nodes: readonly string[];
  }[];
  t.match(
    listed.filter(({ name }) => [one, two].includes(name)),
    [{ nodes: ['client', 'edge', 'transit', 'firewall', 'server'] }, { name: two }],
  );
});

t.test('up and down report wrong arguments and the valid ones', async (t) => {
  t.match(mtulab(['up', 'nowhere.yaml']), { code: 2, stderr: /there is no such file/ });
  t.match(mtulab(['up', 'scenarios/ptb/ptb-dropped.yaml', '--name', 'T W']), { code: 2, stderr: /cannot name a lab/ });
  t.match(mtulab(['up', 'scenarios/ptb/ptb-dropped.yaml', '--name', 'x', '--until', 'dinner']), {
    code: 2,
    stderr: /the steps are:\n {2}a small response/,
  });
  t.match(mtulab(['down', 'nothing']), { code: 2, stderr: /no lab 'nothing' is running/ });
  t.match(mtulab(['down']), { code: 2, stderr: /several labs are running .*; choose one: mtulab down NAME, or --all/ });
});

t.test('exec and shell run in the node, where node names resolve, and return the exit code', async (t) => {
  const listed = mtulab(inClient('ls /sys/class/net; ip netns; ip -n server -br link; exit 7'));
  t.match(listed, { code: 7, stdout: /to-edge[^]*server[^]*to-firewall/, stderr: '' });
  t.match(mtulab(['shell', 'server', '--name', one], { input: 'echo in $MTULAB_NODE; exit 3\n' }), {
    code: 3,
    stdout: 'in server\n',
  });
  const histories = 'nstat -az IpForwarding >/dev/null && ls /run';
  t.match(mtulab(inClient(histories)), { code: 0, stdout: /^mtulab-nstat-\d+-client$/m, stderr: '' }, 'not in /tmp');
  t.match(mtulab(['exec', '--name', one, 'sevrer', '--', 'true']), { code: 2, stderr: /its nodes: client, edge/ });
});

t.test('a program in a node keeps the working directory of its caller and returns its exit code', async (t) => {
  const exec = (...argv: readonly string[]) => mtulab(['exec', '--name', one, 'client', '--', ...argv]);
  t.match(exec('pwd'), { code: 0, stdout: root.replace(/\/$/, '') });
  t.match(exec('nosuch'), { code: 127, stdout: '', stderr: 'no such program in this node: nosuch\n' });
  t.match(exec('sh', '-c', 'kill -TERM $$'), { code: 143 });
  t.match(exec('echo', '-e', 'a\\tb'), { stdout: 'a\tb\n' }, 'the program, not the builtin of a shell');
});

t.test('nodes resolve each other by name in both families, and the host does not', async (t) => {
  const exec = (node: string, ...argv: readonly string[]) => mtulab(['exec', '--name', one, node, '--', ...argv]);
  t.match(exec('client', 'getent', 'ahosts', 'server'), { code: 0, stdout: /2001:db8:5::1[^]*192\.0\.2\.65/ });
  t.match(exec('client', 'ip', 'netns', 'exec', 'edge', 'getent', 'hosts', 'client'), { stdout: /2001:db8:1::1/ });
  t.notMatch(readFileSync('/etc/hosts', 'utf8'), '2001:db8:5::1');
});

t.test('inside a node mtulab names the node, and keeps the records of running labs', async (t) => {
  const inside = (...args: readonly string[]) =>
    mtulab(['exec', '--name', one, 'client', '--', process.execPath, cli, ...args]);
  t.match(inside('ps'), { code: 0, stderr: `you are in client of ${one}` });
  t.match(inside('exec', 'server', 'true'), { code: 2, stderr: `you are in client of ${one}` });
  t.strictSame(labsIn(mtulab(['ps']).stdout), [one, two]);
});

t.test(
  'a shell or a program on a terminal works as on the host',
  { skip: spawnSync('script', ['-V']).status !== 0 && 'script (util-linux) is missing' },
  async (t) => {
    const shell = onTerminal(['shell', 'client', '--name', one]);
    await shell.printed(/client# /);
    shell.child.stdin.write('exit 4\r');
    const left = await shell.ended();
    t.match(left, { code: 4 });
    t.notMatch(left.stdout, /tty|job control/);

    // Not a shell with a trap: a signal between its last check and the fork of a program would wait for that program.
    const script =
      'process.on("SIGINT", () => { console.log("caught"); process.exit(3); }).stdin.resume(); console.log("ready")';
    const program = onTerminal(['exec', '--name', one, 'client', '--', process.execPath, '-e', script]);
    await program.printed(/ready/);
    program.child.stdin.write('\x03');
    t.match(await program.ended(), { code: 3, stdout: /caught/ }, 'the program gets Ctrl-C');
  },
);

t.test(
  'a working directory or a symbolic link below /run does no harm',
  { skip: process.getuid?.() !== 0 && 'only root can create one' },
  async (t) => {
    const cwd = mkdtempSync('/run/mtulab-test-');
    t.teardown(() => rmSync(cwd, { recursive: true }));
    symlinkSync(cli, `${cwd}/mtulab`);
    const run = ['run', `${root}scenarios/ptb/healthy-pmtud.yaml`];
    t.match(mtulab(run, { cwd, program: `${cwd}/mtulab` }), { code: 0, stdout: /1 passed/ });
    t.match(mtulab(['exec', '--name', one, 'client', '--', 'pwd'], { cwd }), { code: 0, stdout: '/\n' });
  },
);

t.test(
  'the servers of a running lab answer real clients',
  { skip: spawnSync('curl', ['-V']).status !== 0 && 'curl is missing' },
  async (t) => {
    const address = /2001:db8:\S+:1(?=\/128)/.exec(
      mtulab(['exec', '--name', one, 'server', '--', 'ip', '-br', 'addr', 'show', 'lo']).stdout,
    )?.[0];
    const curl = [
      'curl',
      '-6',
      '-s',
      '-m',
      '5',
      '-o',
      '/dev/null',
      '-w',
      '%{size_download}',
      `http://[${address}]/bytes/1000`,
    ];
    t.match(mtulab(['exec', '--name', one, 'client', '--', ...curl]), { code: 0, stdout: '1000' });
  },
);

t.test('do performs one typed step, prints its evidence, and returns the exit code of its verdict', async (t) => {
  const fetch = 'do: { fetch: { from: client, to: server, bytes: BYTES } }\nexpect: { outcome: completed }\nwithin: 1s';
  const step = (bytes: string, ...options: readonly string[]) =>
    mtulab(['do', '--name', one, ...options, fetch.replace('BYTES', bytes)]);
  t.match(step('1000'), { code: 0, stdout: /the flow victim is still open/ });
  const ladder = /client.*edge.*server[^]*SYN mss/;
  t.notMatch(step('1000').stdout, ladder);
  t.match(step('1000', '-v'), { code: 0, stdout: ladder });
  t.match(step('200kB', '--time-scale', '0.5'), { code: 1, stdout: /stalled/ });
  t.match(mtulab(['do', '--name', one, 'fetch: {from: client, to: servr, bytes: 1}']), {
    code: 2,
    stderr: /did you mean server/,
  });
});

t.test('a path MTU that a host has learned by a manual ping is printed before the next step', async (t) => {
  mtulab(['exec', '--name', one, 'client', '--', 'ping', '-4', '-M', 'do', '-s', '8000', '-c', '1', 'server']);
  t.match(mtulab(['do', '--name', one, 'fetch: {from: client, to: server, bytes: 1000}']), {
    code: 0,
    stdout: /· fetch[^]*inherited: client remembers a path MTU of 1500 to 192\.0\.2\.65 by to-edge/,
  });
});

t.test('an invalid step is reported with a valid one', async (t) => {
  const perform = (...step: readonly string[]) => mtulab(['do', '--name', one, ...step]);
  for (const [step, stderr] of [
    [['fetch:', '{from:', 'client}'], /write the step in quotes/],
    [[''], /expected a step, for example: mtulab do 'fetch/],
    [['folow: {flow: victim'], /^step:1:8: { is not closed; close it with }\n1 \| folow: {flow: victim\n {11}\^/],
    [['follow'], /follow needs settings; for example follow: {flow: victim, for: 2s}/],
    [['folow'], /did you mean follow, as in follow: {flow/],
  ] as const)
    t.match(perform(...step), { code: 2, stderr });
  t.match(mtulab(['do']), { code: 2, stderr: /mtulab do --help/ });
});

t.test('a step ends in the lab when its client leaves', async (t) => {
  const step = 'do: { fetch: { from: client, to: server, bytes: 200kB, for: 20s } }';
  const connections = () =>
    mtulab(['exec', '--name', one, 'client', '--', 'ss', '-Htn', 'dport', '=', '80']).stdout.trim().split('\n').length;
  const before = connections(); // of the victim
  const running = start(process.execPath, [cli, 'do', '--name', one, step]);
  while (connections() === before);
  running.child.kill('SIGINT');
  t.match(await running.ended(), { code: 130, stderr: 'interrupted\n' });
  // The lab server notices that the client is gone: at once, on an idle machine.
  await until('the flow to be closed', () => connections() === before, { withinMs: 10_000 });
});

t.test('a lab performs typed steps also when another build has replaced the scripts that it came from', async (t) => {
  // in the clone, where its dependencies are found
  const dist = `${t.testdir({ dist: {}, 'package.json': readFileSync(`${dirname(cli)}/../package.json`, 'utf8') })}/dist`;
  const program = `${dist}/cli.js`;
  cpSync(dirname(cli), dist, { recursive: true });
  mtulab(['down', two]);
  t.equal(mtulab(['up', 'scenarios/ptb/healthy-pmtud.yaml', '--name', two], { program }).code, 0);
  for (const part of readdirSync(dist)) if (part.startsWith('lazy-exports-')) rmSync(`${dist}/${part}`);
  const done = mtulab(['do', '--name', two, 'ping: { from: client, to: server, bytes: 100 }'], { program });
  t.match(done, { code: 0, stdout: /answered/, stderr: '' });
});

t.test('killing any process of a lab ends all of it, and ps does not list it any more', async (t) => {
  process.kill(pidOf(two), 'SIGKILL');
  t.strictSame(labsIn(mtulab(['ps']).stdout), [one]);
  const { pid, name } = runningLabs().find((lab) => lab.name === one)!;
  const shell = start(process.execPath, [cli, ...inClient('echo here; exec cat')]);
  await shell.printed(/here/);
  t.match(mtulab(['down', name]), { code: 0, stderr: `${one} was stopped\n` });
  t.match(await shell.ended(), { code: 137, stderr: `the lab ${one} was stopped\n` });
  t.equal(processStartTime(pid), undefined);
  t.notMatch(readFileSync('/proc/self/mountinfo', 'utf8'), 'netns/client');
  t.strictSame(labsIn(mtulab(['ps']).stdout), []);
});
