import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { ancestors, commandOf, descendants } from './fixtures/process-tree.ts';

// Names as programs in the nodes see them, and the resolver, which is a process of its own.

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const trial = spawnSync('unshare', ['-n', 'true']);
const hasUnbound = spawnSync('unbound', ['-V']).status === 0;
const skip = trial.status !== 0 ? 'no namespaces here' : !hasUnbound && 'unbound is not installed';

const scenario = (steps: string): string => `
title: names
topology:
  nodes:
    client: { host: { nameserver: resolver } }
    r1: router
    resolver: { host: { serve: { resolver: { dns64: '64:ff9b::/96' } } } }
    names: { host: { serve: { dns: { records: { four: { a: [server] }, odd: ['2001:db8:dead::1', server] } } } } }
    server: { host: { nameserver: names, serve: http } }
  links:
    - { between: [client, r1], mtu: 1500 }
    - { between: [resolver, r1], mtu: 1500 }
    - { between: [names, r1], mtu: 1500 }
    - { between: [r1, server], mtu: 1500 }
steps:
${steps}`;

const lookup = (name: string): string => `[sh, -c, "getent ahosts ${name} | grep STREAM | tr -s ' '; echo end"]`;

/** Sends a query to a node, from another one, and prints the address that the answer came from. */
const asks = `import socket,sys; f=sys.argv[1]; k=socket.socket(socket.getaddrinfo(f,53)[0][0],socket.SOCK_DGRAM); k.settimeout(5); k.sendto(b"\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\6server\\3lab\\4test\\0\\0\\34\\0\\1",(f,53)); print("from",k.recvfrom(999)[1][0])`;

t.test('programs resolve by the nameserver of their node', { skip }, async (t) => {
  const folder = t.testdir({
    'names.yaml': scenario(`
  - { do: { command: { at: client, run: ${lookup('four.lab.test')} } } }
  - { do: { command: { at: client, run: ${lookup('server')} } } }
  - { do: { command: { at: r1, run: ${lookup('server.lab.test')} } } }
  - { do: { command: { at: server, run: [cat, /etc/resolv.conf] } } }
  - { do: { change: { server: { nameserver: none } } } }
  - { do: { command: { at: server, run: [cat, /etc/resolv.conf] } } }
  - { do: { command: { at: server, run: [no-such-program] } } }
`),
  });
  const before = readFileSync('/etc/resolv.conf', 'utf8');
  const { stdout } = spawnSync(process.execPath, [cli, 'run', `${folder}/names.yaml`, '--report', 'json'], {
    encoding: 'utf8',
  });
  const [{ steps, reason }] = (JSON.parse(stdout) as Report).scenarios;
  const printed = steps.map(({ facts }) => Object.values(facts)[0]?.output?.stdout ?? '');
  t.match(printed[0], /^64:ff9b::c000:2[0-9a-f]+ STREAM four.lab.test\n192.0.2.\d+ STREAM/, 'DNS64');
  t.match(printed[1], /^2001:db8:\d::1 STREAM server\n192/, 'the hosts file has the names of nodes');
  t.equal(printed[2], 'end\n', 'a node without nameserver asks nobody');
  t.match(printed[3], /^nameserver 2001:db8:\d::1\nnameserver 192.0.2.\d+\n$/);
  t.equal(printed[5], '');
  t.match(reason, /could not run no-such-program in server[^]*no such program in this node: no-such-program/);
  t.equal(readFileSync('/etc/resolv.conf', 'utf8'), before, 'the machine keeps its own');
});

interface Report {
  readonly scenarios: readonly [
    {
      readonly steps: readonly { readonly facts: Outputs }[];
      readonly reason?: string;
      readonly notes?: readonly string[];
    },
  ];
}

type Outputs = Readonly<Record<string, { readonly output?: { readonly stdout: string } }>>;

t.test('a resolver that ends while the lab runs is in the notes of the report', { skip }, async (t) => {
  const end = String.raw`kill -9 $(ss -lunpH sport = 53 | sed -n 's/.*pid=\([0-9]*\).*/\1/p;q')`;
  const folder = t.testdir({
    'names.yaml': scenario(`
  - { do: { command: { at: client, run: ${lookup('server.lab.test')} } } }
  - { do: { command: { at: resolver, run: [sh, -c, ${JSON.stringify(end)}] } } }
  - { do: { command: { at: client, run: ${lookup('server.lab.test')} } } }
`),
  });
  const { stdout } = spawnSync(process.execPath, [cli, 'run', `${folder}/names.yaml`, '--report', 'json'], {
    encoding: 'utf8',
  });
  const [{ steps, notes }] = (JSON.parse(stdout) as Report).scenarios;
  const printed = steps.map(({ facts }) => Object.values(facts)[0]?.output?.stdout ?? '');
  t.match(printed[0], /server.lab.test/);
  t.equal(printed[2], 'end\n');
  t.strictSame(notes, ['resolver: unbound ended with exit code 137 while the lab ran']);
});

t.test('answers leave from the address that was asked', { skip }, async (t) => {
  const folder = t.testdir({ 'names.yaml': scenario('  - { do: { flush: { at: all } } }'), state: {} });
  const env = { ...process.env, MTULAB_STATE: `${folder}/state` };
  const mtulab = (...args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env });
  const { status, stderr } = mtulab('up', `${folder}/names.yaml`);
  t.equal(status, 0, stderr);
  for (const node of ['resolver', 'names']) {
    const lines = mtulab('exec', node, 'ip', '-o', 'addr').stdout.matchAll(/inet6? (2001:db8:[^/]*|192[^/]*)/g);
    const addresses = [...lines].map(([, address]) => address!);
    t.equal(addresses.length, 4, addresses.join());
    for (const address of addresses)
      t.equal(mtulab('exec', 'client', 'python3', '-c', asks, address).stdout, `from ${address}\n`);
  }
  t.match(
    mtulab('exec', 'client', 'getent', 'hosts', 'odd.lab.test').stdout,
    /^2001:db8:dead::1 odd.lab.test\n2001:db8:\d::1 +odd/,
  );
  // Here and not by t.teardown: the folder with the record of the lab is gone by then.
  t.equal(mtulab('down').status, 0, 'the lab is stopped');
});

for (const which of ['outer', 'engine', 'unshare', 'lab process'] as const)
  t.test(`no resolver outlives a run whose ${which} is killed`, { skip }, async (t) => {
    const folder = t.testdir({ 'names.yaml': scenario('  - { do: { command: { at: client, run: [sleep, "60"] } } }') });
    const outer = spawn(process.execPath, [cli, 'run', `${folder}/names.yaml`], { stdio: 'ignore' });
    const exited = once(outer, 'exit');
    const resolver = await until('it runs', () => descendants(outer.pid!, /^unbound -d/)[0], { withinMs: 20_000 });
    const parents = ancestors(resolver);
    const victim = {
      outer: () => outer.pid!,
      engine: () => parents[0]!,
      unshare: () => parents[parents.indexOf(outer.pid!) - 1]!,
      'lab process': () => descendants(parents[0]!, /^sh -s/)[0]!,
    }[which]();
    process.kill(victim, 'SIGKILL');
    await t.resolves(until('its end', () => !commandOf(resolver).startsWith('unbound'), { withinMs: 10_000 }));
    await exited;
  });
