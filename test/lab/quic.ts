import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { ancestors, commandOf, descendants } from './fixtures/process-tree.ts';

// Downloads over QUIC where no bundled scenario has them: without evidence of a cause, without a server, without the library, and killed.

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const env = { ...process.env, NODE_OPTIONS: '' };

const run = (argv: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  spawnSync(argv[0]!, argv.slice(1), { encoding: 'utf8', env: { ...env, ...more }, maxBuffer: 2 ** 26 });

const skip =
  (run(['unshare', '-Urn', 'true']).status !== 0 && 'no user namespaces here') ||
  (process.arch !== 'x64' && 'the library has no binary for this processor');

const scenario = (steps: string, { passes = '', serve = 'quic: { max-datagram-size: 8000 }' } = {}) => `
title: a download over QUIC
topology:
  nodes: { client: host, edge: router, server: { host: { serve: { ${serve} } } } }
  links:
    - { between: [client, edge], mtu: 9000${passes} }
    - { between: [edge, server], mtu: 9000 }
steps:
${steps}`;

interface Step {
  readonly verdicts: readonly { readonly met: boolean | null; readonly expectation: string; readonly saw: string }[];
}

const verdictsOf = (folder: string, file: string) => {
  const { stdout } = run([process.execPath, cli, 'run', `${folder}/${file}.yaml`, '-6', '--report', 'json']);
  const [ran] = (JSON.parse(stdout) as { readonly scenarios: readonly { readonly steps: readonly Step[] }[] })
    .scenarios;
  return ran!.steps.flatMap(({ verdicts }) =>
    verdicts.map(({ met, expectation, saw }) => [expectation, met, saw] as const),
  );
};

t.test('what vanishes without a message stalls for a reason that is not judged', { skip }, async (t) => {
  const step =
    '  - { do: { quic: { from: client, to: server, bytes: 200kB } }, expect: { outcome: stalled, cause: silent-drop } }';
  const folder = t.testdir({ 'silent.yaml': scenario(step, { passes: ', passes: 1500' }) });
  t.match(verdictsOf(folder, 'silent'), [
    ['outcome', true, 'stalled: 0 of 200000 bytes as of'],
    ['cause', null, 'not observed: cause unknown'],
  ]);
});

t.test('a handshake that nobody answers proves no stall', { skip }, async (t) => {
  const drop =
    'add table inet own; add chain inet own in { type filter hook input priority 0; }; add rule inet own in udp dport 443 drop';
  const steps = `  - { do: { command: { at: server, run: [nft, "${drop}"] } }, expect: { output: { code: 0 } } }
  - { do: { quic: { from: client, to: server, bytes: 200kB } }, expect: { outcome: stalled }, within: 3s }`;
  const folder = t.testdir({ 'unanswered.yaml': scenario(steps) });
  const [, verdict] = verdictsOf(folder, 'unanswered');
  t.match(verdict, [
    'outcome',
    null,
    /^not judged: client received no byte of the body for \d.\d\d s, and server sent only 0 /,
  ]);
});

t.test('a slow download is unfinished', { skip }, async (t) => {
  const steps = `  - { do: { change: { edge: { rate: { towards: client, kbit: 400 } } } } }
  - { do: { quic: { from: client, to: server, bytes: 2MB } }, expect: { outcome: { unfinished: { why: slow } } }, within: 2s }`;
  const folder = t.testdir({ 'slow.yaml': scenario(steps, { serve: 'quic: {}' }) });
  t.match(verdictsOf(folder, 'slow'), [['outcome', true, 'unfinished (slow): ']]);
});

t.test('an ordinary user downloads too', { skip }, async (t) => {
  const step = '  - { do: { quic: { from: client, to: server, bytes: 200kB } }, expect: { outcome: completed } }';
  const folder = t.testdir({ 'rootless.yaml': scenario(step) });
  const { stdout, status } = run([
    'unshare',
    '-U',
    '--map-root-user',
    process.execPath,
    cli,
    'run',
    `${folder}/rootless.yaml`,
  ]);
  t.match(stdout, '1 passed');
  t.equal(status, 0);
});

t.test('a scenario with QUIC is skipped where the library has no binary', { skip }, async (t) => {
  const step = '  - { do: { quic: { from: client, to: server, bytes: 200kB } }, expect: { outcome: completed } }';
  const folder = t.testdir({
    'without.yaml': scenario(step),
    'without.cjs': `
      const Module = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => {
        if (name.startsWith('@matrixai/quic-')) throw new Error('Cannot find module ' + name);
        return load(name, ...rest);
      };`,
  });
  const { stdout } = run([process.execPath, cli, 'run', `${folder}/without.yaml`], {
    NODE_OPTIONS: `--require ${folder}/without.cjs`,
  });
  t.match(stdout, /skipped: this machine lacks quic \(Cannot find module @matrixai\/quic-linux-x64\); run npm ci/);
  t.match(stdout, '1 skipped');
});

for (const which of ['outer', 'engine'] as const)
  t.test(`neither server nor client outlive a run whose ${which} is killed`, { skip }, async (t) => {
    const steps =
      '  - { do: { quic: { from: client, to: server, bytes: 200kB, for: 60s } }, expect: { outcome: stalled } }';
    const folder = t.testdir({ 'killed.yaml': scenario(steps, { passes: ', passes: 1500' }) });
    const outer = spawn(process.execPath, [cli, 'run', `${folder}/killed.yaml`], { stdio: 'ignore', env });
    const exited = once(outer, 'exit');
    const programs = (): readonly number[] => descendants(outer.pid!, / quic-(serve|fetch) /);
    const all = (): readonly number[] | undefined => (programs().length === 3 ? programs() : undefined);
    const running = await until('a server and two clients', all, { withinMs: 20_000 });
    process.kill(which === 'outer' ? outer.pid! : ancestors(running[0]!)[0]!, 'SIGKILL');
    const isOver = (): boolean => running.every((pid) => !/ quic-(serve|fetch) /.test(commandOf(pid)));
    await t.resolves(until('their end', isOver, { withinMs: 10_000 }));
    await exited;
  });
