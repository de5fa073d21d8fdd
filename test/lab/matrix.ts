import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import type { Test } from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { noSandbox } from '../kernel/fixtures/sandbox.ts';
import { devices } from './fixtures/devices.ts';
import { kernelPackage, noGuest } from './fixtures/guest-needs.ts';

const cli = resolve(import.meta.dirname, '../../dist/cli.js');
const mtulab = (...args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });

t.test('a setting that changes one behaviour of a kernel shows as a difference', { skip: noSandbox }, (t) => {
  const folder = t.testdir({
    'kernels.yaml': 'targets: { here: native, probing: { native: { sysctl: { net.ipv4.tcp_mtu_probing: 2 } } } }',
  });
  const kernels = join(folder, 'kernels.yaml');
  const { status, stdout } = mtulab('matrix', 'healthy-pmtud', 'ptb-dropped', '--kernels', kernels, '--keep', folder);
  t.equal(status, 1);
  t.match(stdout, /✔ passed +✖ failed +A firewall that drops Packet Too Big/);
  t.match(stdout, /outcome: met: stalled[^\n]* on here; not met: completed/);
  const compared = mtulab('compare', join(folder, 'here.json'), join(folder, 'probing.json'));
  t.equal(compared.status, 1);
  t.match(compared.stdout, /worse: .*ptb-dropped/);
  t.equal(mtulab('compare', join(folder, 'here.json'), join(folder, 'here.json')).status, 0);
  t.end();
});

t.test(
  'a kernel whose hosts hash addresses alone teaches other legs, which shows as a difference',
  { skip: noSandbox },
  (t) => {
    const policies = 'net.ipv4.fib_multipath_hash_policy: 0, net.ipv6.fib_multipath_hash_policy: 0';
    const folder = t.testdir({
      'kernels.yaml': `targets: { here: native, addresses: { native: { sysctl: { ${policies} } } } }`,
    });
    const kernels = join(folder, 'kernels.yaml');
    const { status, stdout } = mtulab('matrix', 'udp-ecmp-black-hole', '--kernels', kernels, '--keep', folder);
    t.equal(status, 1);
    t.match(stdout, /✔ passed +✖ failed +With ECMP an IPv6 socket that sends UDP may never learn/);
    // Each message is then stored for the leg of its quoted flow label (rt6_multipath_hash) until the one leg of all sockets has it: at once, which
    // leaves the right number of legs, after others, or never, which leaves the sockets as they should be (5 and 2 of 17 runs).
    t.match(stdout, /pmtu: met: (flows with path MTU 9000|legs with path MTU 1500): [^;\n]* on here; not met: /);
    t.match(stdout, 'passed on here, failed on addresses');
    const compared = mtulab('compare', join(folder, 'here.json'), join(folder, 'addresses.json'));
    t.match(compared, { status: 1, stdout: /worse: .*udp-ecmp-black-hole/ });
    t.end();
  },
);

t.test(
  'on a slow machine a stall is judged by the retransmission after the last change, however late',
  { skip: noSandbox },
  (t) => {
    const scenario = readFileSync(
      new URL('./verdicts/not-judged/no-retransmission-since.yaml', import.meta.url),
      'utf8',
    );
    // After 4 s of silence an RTO of 3.2 s has begun at about 3.2 s: nothing is new for 2 s after the change.
    const file = join(
      t.testdir({ 'late.yaml': scenario.replace('for: 13s', 'for: 4s').replace('10ms', '100ms') }),
      'late.yaml',
    );
    t.match(mtulab('run', file), { status: 5, stdout: /no evidence of a stall is newer than the last change/ });
    const { status, stdout } = mtulab('run', file, '--time-scale', '40');
    t.equal(status, 0, stdout);
    t.match(stdout, /✔ follow flow victim for 100ms, [1-4](\.\d+)? s/, 'as soon as there is evidence');
    t.end();
  },
);

/** Processes of guests of one command, by a mark in their environment. */
const guestProcesses = (mark: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
    } catch {
      return false; // it has ended
    }
  });

/** Starts a guest whose processes have a mark, and returns when the first event has come out of it: its lab is about to be built. */
const startGuest = async (t: Test, name: string) => {
  const kernels = join(t.testdir(), 'kernels.yaml');
  writeFileSync(kernels, `targets: { guest: { deb: ${kernelPackage} } }`);
  const mark = `${process.pid}-${name}-`;
  const command = spawn(process.execPath, [cli, 'matrix', 'healthy-pmtud', '--kernels', kernels], {
    ...{ env: { ...process.env, MTULAB_TEST_MARK: mark }, stdio: ['ignore', 'pipe', 'ignore'] },
  });
  const processes = () => guestProcesses(`MTULAB_TEST_MARK=${mark}`);
  const hasEvents = (pid: string): boolean => {
    try {
      return statSync(`/proc/${pid}/root/run/shared/events`).size > 0;
    } catch {
      return false; // it is outside of the sandbox, or has ended
    }
  };
  await until('the first event of the guest', () => processes().some(hasEvents), { withinMs: 120_000 });
  return { command, processes };
};

t.test('a guest whose file server has ended is an error at once', { skip: noGuest }, async (t) => {
  const { command, processes } = await startGuest(t as Test, 'lost');
  const output = text(command.stdout!);
  const isServer = (pid: string): boolean =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--socket-path=/run/root.sock');
  const server = processes().find(isServer);
  const began = performance.now();
  process.kill(Number(server), 'SIGKILL');
  t.match(
    await output,
    /1 scenario +error: the sandbox ended early \(exit code 70\): virtiofsd, which serves the root of the guest, has ended\n/,
  );
  t.ok(performance.now() - began < 10_000, `${performance.now() - began} ms`);
  t.strictSame(processes(), []);
});

t.test('a module that changes one behaviour of a kernel shows as a difference', { skip: noGuest }, (t) => {
  const folder = t.testdir({
    // With br_netfilter a bridge passes the packets of its frames to the firewall of its node, as a router does.
    'bridge.yaml': `
title: Frames pass a bridge whose node forwards no packets
topology:
  nodes: { client: host, switch: switch, server: host }
  links:
    - { between: [client, switch], mtu: 1500 }
    - { between: [switch, server], mtu: 1500 }
steps:
  - do:
      command:
        at: switch
        run: [nft, 'add table inet own; add chain inet own c { type filter hook forward priority 0; policy drop; }']
    expect: { output: { code: 0 } }
  - do: { ping: { from: client, to: server, bytes: 56 } }
    expect: { outcome: answered }
`,
    'kernels.yaml': `
targets:
  plain: { deb: ${kernelPackage} }
  bridged:
    deb:
      package: ${kernelPackage}
      load: [br_netfilter]
      sysctl: { net.bridge.bridge-nf-call-iptables: 1, net.bridge.bridge-nf-call-ip6tables: 1 }
  wrong: { deb: { package: ${kernelPackage}, load: [of_no_kernel] } }
`,
  });
  const [scenario, kernels] = [join(folder, 'bridge.yaml'), join(folder, 'kernels.yaml')];
  const { status, stdout, stderr } = mtulab('matrix', scenario, '--kernels', kernels, '--keep', folder);
  t.equal(status, 5, stdout + stderr);
  t.match(stdout, /✔ passed +✖ failed +. error +Frames pass a bridge/);
  t.match(stdout, /outcome: met: [^\n]*answered[^\n]* on plain; not met: /);
  t.match(stdout, 'the module of_no_kernel cannot be loaded: modprobe: FATAL: Module of_no_kernel not found');
  const compared = mtulab('compare', join(folder, 'plain.json'), join(folder, 'bridged.json'));
  t.match(compared, { status: 1, stdout: /worse: .*bridge/ });
  t.end();
});

t.test('VLANs and VRFs, which no word makes, are seen on a kernel that has them', { skip: noGuest }, (t) => {
  const folder = t.testdir({ ...devices, 'kernels.yaml': `targets: { guest: { deb: ${kernelPackage} } }` });
  const files = Object.keys(devices).map((name) => join(folder, name));
  const { status, stdout, stderr } = mtulab('matrix', ...files, '--kernels', join(folder, 'kernels.yaml'));
  t.equal(status, 0, stdout + stderr);
  t.match(stdout, `${files.length} passed, 0 failed, 0 skipped, 0 errors`);
  t.end();
});

t.test('a Debian kernel in a guest runs a scenario', { skip: noGuest }, (t) => {
  const kernels = join(t.testdir({ 'kernels.yaml': `targets: { guest: { deb: ${kernelPackage} } }` }), 'kernels.yaml');
  const { stdout, stderr } = mtulab('matrix', 'healthy-pmtud', '--kernels', kernels, '--as', 'json');
  const { targets, scenarios } = JSON.parse(stdout || `{"failure": ${JSON.stringify(stderr)}}`);
  t.match(targets, [{ name: 'guest', kernel: /^6\.1\.0-/ }]);
  t.ok(targets[0].timeScale >= 1, 'its slowness was measured');
  t.match(scenarios, [{ results: [{ result: 'pass' }] }]);
  t.end();
});
