import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import type { Test } from 'tap';
import { commandOf, descendants } from './fixtures/process-tree.ts';
import { until } from '../../src/kernel/system/until.ts';

// Addresses that a translator leases while a lab runs, and the two programs that do so.

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const probe = 'ip tuntap add dev probe mode tun && command -v tayga curl';
const trial = spawnSync('unshare', ['-n', 'sh', '-c', probe], { encoding: 'utf8' });
const skip = trial.status !== 0 && `no tayga, curl and TUN devices here: ${trial.stderr}`;

/** Names in the zone, with IPv6 addresses that nobody has. */
const records = (count: number): string =>
  Array.from({ length: count }, (_, index) => `n${index + 1}: ['2001:db8:ffff::${(index + 1).toString(16)}']`).join();

const scenario = (steps: string, pool: number): string => `
title: leases
topology:
  nodes:
    device: { host: { families: [ipv4], nameserver: siit } }
    siit: { translator: { siit: {}, serve: { eamd: { pool: ${pool} } } } }
    r6: { router: { families: [ipv6] } }
    names: { host: { families: [ipv6], serve: { dns: { records: { ${records(200)} } } } } }
    server: { host: { families: [ipv6], serve: http } }
  links:
    - { between: [device, siit], mtu: 1500 }
    - { between: [siit, r6], mtu: 1500 }
    - { between: [r6, names], mtu: 1500 }
    - { between: [r6, server], mtu: 1500 }
steps:
${steps}`;

interface Step {
  readonly result: string;
  readonly reason?: string;
  readonly facts: Readonly<Record<string, { readonly output?: { readonly stdout: string; readonly code: number } }>>;
}

interface Scenario {
  readonly steps: readonly Step[];
  readonly notes?: readonly string[];
}

const outputsOf = (t: Test, steps: string, pool: number): Outputs => {
  const folder = t.testdir({ 'leases.yaml': scenario(steps, pool) });
  const { stdout } = spawnSync(process.execPath, [cli, 'run', `${folder}/leases.yaml`, '--report', 'json'], {
    encoding: 'utf8',
  });
  const { scenarios } = JSON.parse(stdout) as { readonly scenarios: readonly [Scenario] };
  const [{ steps: performed, notes = [] }] = scenarios;
  t.ok(performed.length > 0, 'it ran');
  for (const { result, reason } of performed) t.not(result, 'fail', reason ?? 'none');
  for (const { result, reason } of performed) t.not(result, 'error', reason ?? 'none');
  return { printed: performed.map(({ facts }) => Object.values(facts)[0]?.output?.stdout ?? ''), notes };
};

interface Outputs {
  /** By step. */
  readonly printed: readonly string[];
  readonly notes: readonly string[];
}

/** A program of a shell, as the value of `run`. */
const shell = (script: string): string => JSON.stringify(['sh', '-c', script]);

t.test('a transfer of 50 MB survives 20 leases that are added while it runs', { skip }, async (t) => {
  const script = [
    "curl -sSf -o /dev/null --limit-rate 20M -w 'got %{size_download}\\n' http://server.lab.test/bytes/50000000 & transfer=$!",
    'i=0; while [ $i -lt 20 ]; do i=$((i+1)); getent ahostsv4 n$i.lab.test | head -1; done',
    'kill -0 $transfer && echo goes on',
    'wait $transfer',
  ].join('\n');
  const { printed, notes } = outputsOf(
    t,
    `
  - { do: { command: { at: device, run: ${shell(script)} } }, within: 60s, expect: { outcome: completed, output: { code: 0 } } }
  - { do: { command: { at: siit, run: ${shell('grep -c ^map /etc/tayga.conf')} } } }`,
    30,
  );
  const [transfer, map] = printed;
  t.strictSame(notes, []);
  t.equal(transfer!.match(/STREAM/g)?.length, 20, 'each name got an address');
  t.match(transfer, /goes on\ngot 50000000\n$/, 'while the transfer ran, which got all bytes');
  t.equal(map, '21\n', 'no lease was shared');
});

/** Resolves 200 names at the same time, and prints how many had an address, how many of these are different, and the milliseconds. */
const resolver = `
  const { resolve4 } = require("dns").promises;
  const began = performance.now();
  Promise.allSettled(Array.from({ length: 200 }, (_, i) => resolve4("n" + (i + 1) + ".lab.test"))).then((all) => {
    const found = all.flatMap(({ value = [] }) => value);
    const failures = all.flatMap(({ reason }) => reason ? [reason.code] : []);
    console.log(JSON.stringify([found.length, new Set(found).size, [...new Set(failures)].join(), Math.round(performance.now() - began)]));
  });`.replace(/\s+/g, ' ');

for (const [pool, answered, failure] of [
  [200, 200, ''],
  [120, 120, 'ESERVFAIL'],
] as const)
  t.test(`of 200 names in one second ${answered} get addresses of a pool of ${pool}`, { skip }, async (t) => {
    const run = JSON.stringify(['node', '-e', resolver]);
    const { printed, notes } = outputsOf(t, `  - { do: { command: { at: device, run: ${run} } }, within: 60s }`, pool);
    const [found, different, failures, ms] = JSON.parse(printed[0]!) as [number, number, string, number];
    t.strictSame([found, different, failures], [answered, answered, failure]);
    t.equal(notes.length, failure === '' ? 0 : 11, 'refusals are in the report, as many as it has room for');
    if (failure !== '') t.match(notes[0]!, /^siit: no address is left for n\d+\.lab\.test: /);
    t.comment(`${ms} ms`);
  });

const patterns = { eamd: /^\S*node \S+ eamd /, tayga: /^tayga -c /, inner: /^\S*node \S+ inside/ } as const;
type Program = keyof typeof patterns;

for (const victim of ['outer', 'inner', 'eamd'] as const)
  t.test(`neither eamd nor tayga goes on when the ${victim} process is killed`, { skip }, async (t) => {
    const folder = t.testdir({
      'leases.yaml': scenario('  - { do: { command: { at: device, run: [sleep, "60"] } } }', 2),
    });
    const outer = spawn(process.execPath, [cli, 'run', `${folder}/leases.yaml`], { stdio: 'ignore' });
    const exited = once(outer, 'exit');
    const found = async (program: Program): Promise<number> =>
      until(program, () => descendants(outer.pid!, patterns[program])[0], { withinMs: 20_000 });
    const [inner, eamd, tayga] = [await found('inner'), await found('eamd'), await found('tayga')];
    process.kill({ outer: outer.pid!, inner, eamd }[victim], 'SIGKILL');
    for (const pid of [eamd, tayga])
      await until(`the end of ${pid}`, () => !/eamd|tayga/.test(commandOf(pid)), { withinMs: 10_000 });
    t.pass('both have ended');
    outer.kill();
    await exited;
  });
