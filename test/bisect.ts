import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';

const root = resolve(import.meta.dirname, '..');
const [, commands] = /^```sh run\n(.*?)^```$/ms.exec(readFileSync(join(root, 'docs/bisect.md'), 'utf8'))!;

/** The scenario of the repository: what the edge does, and that a large response arrives. */
const scenario = (edge: string): string => `title: A large response arrives
families: [ipv6]
topology:
  nodes:
    client: host
    edge: ${edge}
    firewall: { firewall: { drop: [packet-too-big] } }
    server: { host: { serve: http } }
  links:
    - { between: [client, edge], mtu: 9000 }
    - { between: [edge, firewall], mtu: 1500 }
    - { between: [firewall, server], mtu: 9000 }
steps:
  - do: { fetch: { from: client, to: server, bytes: 200kB } }
    expect: { outcome: completed }
`;
const clamp = (mss: number): string => `{ edge: { clamp: { mss: ${mss}, towards: firewall } } }`;

/** What each commit makes of the edge; `false` is no scenario at all. */
const commits = [
  ['works', clamp(1380)],
  ['a smaller value', clamp(1340)],
  ['half a change', false],
  ['the other half', clamp(1396)],
  ['jumbo frames for all', clamp(8940)],
  ['a comment', `${clamp(8940)} # as agreed`],
  ['one more', clamp(8900)],
] as const;

t.test('the commands of docs/bisect.md find the commit that broke a network', async (t) => {
  const folder = t.testdir({ bin: { mtulab: t.fixture('symlink', join(root, 'dist/cli.js')) }, repository: {} });
  const repository = join(folder, 'repository');
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@lab.test', '-c', 'init.defaultBranch=main'];
  const env = {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    MTULAB_STATE: join(folder, 'state'),
    NODE_OPTIONS: undefined, // tap's loader would be loaded into every command
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  const run = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { cwd: repository, env, encoding: 'utf8' });
  if (run('git', ['--version']).status !== 0) return t.plan(0, 'git is not installed');
  if (run('mtulab', ['doctor']).status !== 0) return t.plan(0, 'this machine cannot run scenarios: see mtulab doctor');
  run('git', ['init', '-q']);
  for (const [message, edge] of commits) {
    writeFileSync(join(repository, 'edge.yaml'), edge === false ? 'topology: half\n' : scenario(edge));
    run('git', ['add', '.']);
    t.equal(run('git', [...identity, 'commit', '-q', '-m', message]).status, 0);
    if (message === 'works') run('git', ['tag', 'works']);
  }
  const { status, stdout, stderr } = run('sh', ['-euc', commands!]);
  t.equal(status, 0, stdout + stderr);
  t.match(stdout, /is the first bad commit\n[^]*\n {4}jumbo frames for all\n/);
  t.equal(run('git', ['status', '--short']).stdout, '', 'the repository is as it was');
});
