import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import t from 'tap';
import { noSandbox } from '../kernel/fixtures/sandbox.ts';

// scripts/pmtu-selftest.sh with a pmtu.sh of few cases, on this kernel; the one that it fetches is used by no test.

const root = resolve(import.meta.dirname, '../..');

/** A pmtu.sh whose cases pass where it has what the real one needs: root, and namespaces by names that nobody else sees. */
const pmtuScript = (results: Readonly<Record<string, string>>): string => `
[ "$(id -u)" = 0 ] && [ -z "$(ip netns list)" ] && ip netns add ns-A &&
  ip -n ns-A link add v type veth peer name w && ping -q -c 1 127.0.0.1 >/dev/null || { echo 'it cannot run' >&2; exit 1; }
${Object.entries(results)
  .map(([name, result]) => `printf 'TEST: %-60s  [%s]\\n' '${name}' '${result}'`)
  .join('\n')}
exit 1
`;

t.test(
  'pmtu.sh runs on each target, and its cases are compared with what scenarios show there',
  { skip: noSandbox },
  (t) => {
    const run = (results: Readonly<Record<string, string>>, ...args: readonly string[]) => {
      const folder = t.testdir({
        mtulab: { selftests: { 'linux-source-6.1': { 'pmtu.sh': pmtuScript(results) } } },
        'kernels.yaml': 'targets: { one: native, probing: { native: { sysctl: { net.ipv4.tcp_mtu_probing: 2 } } } }',
      });
      const env = { ...process.env, XDG_CACHE_HOME: folder };
      const script = join(root, 'scripts/pmtu-selftest.sh');
      return spawnSync('sh', [script, ...args], { cwd: folder, env, encoding: 'utf8' });
    };
    const exceptions = 'ipv6: PMTU exceptions';
    // Segments of 1024 bytes, with which probing starts, need no Packet Too Big.
    const both = run({ [exceptions]: ' OK ', 'vti4: default MTU assignment': 'SKIP' }, '--kernels', 'kernels.yaml');
    t.equal(both.status, 1, both.stdout + both.stderr);
    t.match(both.stdout, /^one:\nOK {4}ipv6: PMTU exceptions +healthy-pmtud +pass +agree: /);
    t.match(both.stdout, /\n\nprobing:\nOK {4}ipv6: PMTU exceptions +healthy-pmtud +fail +DIFFER: /);
    const agree = run({ [exceptions]: ' OK ' });
    t.equal(agree.status, 0, agree.stdout + agree.stderr);
    t.match(run({}), { status: 2, stderr: /pmtu\.sh ran no case:\nhere +Linux / });
    t.match(run({}, '--kernel'), { status: 2, stderr: /unknown option --kernel; expected/ });
    t.match(run({}, '--kernels'), { status: 2, stderr: /--kernels is without a file; expected/ });
    t.end();
  },
);
