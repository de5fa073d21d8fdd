import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { startTime } from '../../src/kernel/member.ts';
import { standingLabs } from '../../src/kernel/state.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const [one, two] = [`t${process.pid}-one`, `t${process.pid}-two`];

const mtulab = (args: readonly string[], input?: string) => {
  const { NODE_EXTRA_CA_CERTS, MTULAB_NAME, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    ...{ cwd: root, env: { ...env, NO_COLOR: '1' }, encoding: 'utf8', timeout: 60_000 },
    ...(input !== undefined && { input }),
  });
  return { code: status, stdout, stderr };
};

const pidOf = (name: string): number => standingLabs().find((lab) => lab.name === name)!.pid;
const ours = (text: string): readonly string[] => [one, two].filter((name) => text.includes(name));

t.teardown(() => [one, two].forEach((name) => mtulab(['down', name])));

t.test('up leaves the learner at the fault, in a lab that outlives the command', async (t) => {
  const until = 'the first large response stalls although the handshake was healthy';
  const up = mtulab(['up', 'scenarios/ptb-dropped.yaml', '--name', one, '--until', until]);
  t.match(up, { code: 0, stdout: new RegExp(`stalls although[^]*${one} is up`), stderr: '' });
  t.ok(startTime(pidOf(one)), 'it stands');
});

t.test('a second lab stands beside it with the same node names; a name is taken only once', async (t) => {
  t.equal(mtulab(['up', 'scenarios/healthy-pmtud.yaml', '--name', two]).code, 0);
  t.match(mtulab(['up', 'scenarios/healthy-pmtud.yaml', '--name', two]), { code: 2, stderr: /is up already/ });
  t.match(mtulab(['exec', 'client', '--', 'true']), { code: 2, stderr: /several labs are up/ });
  const listed = JSON.parse(mtulab(['ps', '-f', 'json']).stdout) as readonly {
    readonly name: string;
    readonly nodes: readonly string[];
  }[];
  t.match(
    listed.filter(({ name }) => [one, two].includes(name)),
    [{ nodes: ['client', 'edge', 'transit', 'firewall', 'server'] }, { name: two }],
  );
});

t.test('what cannot be up says what would be right', async (t) => {
  t.match(mtulab(['up', 'nowhere.yaml']), { code: 2, stderr: /cannot be read/ });
  t.match(mtulab(['up', 'scenarios/ptb-dropped.yaml', '--name', 'T W']), { code: 2, stderr: /cannot name a lab/ });
  t.match(mtulab(['up', 'scenarios/ptb-dropped.yaml', '--name', 'x', '--until', 'dinner']), {
    code: 2,
    stderr: /the steps are:\n {2}a small response/,
  });
  t.match(mtulab(['down', 'nothing']), { code: 2, stderr: /no lab 'nothing' is up/ });
});

t.test("exec and shell stand in the node, where the lab's names are known, and pass the exit code on", async (t) => {
  const said = mtulab([
    'exec',
    '--name',
    one,
    'client',
    '--',
    'sh',
    '-c',
    'ls /sys/class/net; ip netns; ip -n server -br link; exit 7',
  ]);
  t.match(said, { code: 7, stdout: /to-edge[^]*server[^]*to-firewall/, stderr: '' });
  t.match(mtulab(['shell', 'server', '--name', one], 'echo in $MTULAB_NODE; exit 3\n'), {
    code: 3,
    stdout: 'in server\n',
  });
  t.match(mtulab(['exec', '--name', one, 'sevrer', '--', 'true']), { code: 2, stderr: /its nodes: client, edge/ });
});

t.test(
  'the servers of a standing lab answer real clients',
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

t.test('do performs one typed step, tells its evidence, and ends as its verdict says', async (t) => {
  const fetch = 'do: { fetch: { from: client, to: server, bytes: BYTES } }\nexpect: { outcome: completed }\nwithin: 1s';
  const step = (bytes: string) => mtulab(['do', '--name', one, fetch.replace('BYTES', bytes)]);
  t.match(step('1000'), { code: 0, stdout: /the flow victim is still open/ });
  t.match(step('200kB'), { code: 1, stdout: /stalled/ });
  t.match(mtulab(['do', '--name', one, 'fetch: {from: client, to: servr, bytes: 1}']), {
    code: 2,
    stderr: /did you mean server/,
  });
});

t.test('a lab goes as a whole when anything of it is killed, and ps never shows the dead', async (t) => {
  process.kill(pidOf(two), 'SIGKILL');
  t.strictSame(ours(mtulab(['ps']).stdout), [one]);
  const { pid, name } = standingLabs().find((lab) => lab.name === one)!;
  t.match(mtulab(['down', name]), { code: 0, stderr: `${one} is down\n` });
  t.equal(startTime(pid), undefined);
  t.notMatch(readFileSync('/proc/self/mountinfo', 'utf8'), 'netns/client');
  t.strictSame(ours(mtulab(['ps']).stdout), []);
});
