import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import t from 'tap';
import type { Test } from 'tap';
import { blindCase } from '../../src/commands/lessons/blind/blind-case.ts';
import type { BlindCase } from '../../src/commands/lessons/blind/blind-case.ts';
import { faults } from '../../src/commands/lessons/blind/network-faults.ts';

// `mtulab trace` on the host whose packets a fault loses: what can be seen from there of each fault, and that it names no more.

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, MTULAB_NAME, ...ours } = process.env; // tap's loader would be loaded into every command
const folder = t.testdir({ state: {}, cases: {}, seen: {} });
const env = { ...ours, NO_COLOR: '1', MTULAB_STATE: `${folder}/state` };

const mtulab = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    ...{ cwd: root, env, encoding: 'utf8', timeout: 120_000, input: '' },
  });
  return { code: status, out: stdout, err: stderr };
};

const doctor = mtulab('doctor');
const skip = doctor.code !== 0 && `mtulab cannot run here: ${doctor.err || doctor.out}`;

/** Large packets vanish and nothing arrives: which node loses the message, or whether one is sent, is not visible from there. */
const noMessage = { ipv6: ['no-packet-too-big'], ipv4: ['no-packet-too-big'] };
const ofBoth = (...kinds: readonly string[]) => ({ ipv6: kinds, ipv4: kinds });

/** What the sender of the lost packets sees of each fault; what it offers as MSS is left out. */
const visible: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'filter on the way': noMessage,
  'all of ICMP is dropped': ofBoth('no-answer'),
  'stateful firewall without related': noMessage,
  'filter of the server': ofBoth('no-packet-too-big', 'packet-too-big-dropped-here'),
  'filter in the output of the router': noMessage,
  'clamp in the wrong hook': noMessage,
  'clamp for one family': noMessage,
  'check of sources': noMessage,
  'router without messages': noMessage,
  'message with a wrong MTU': ofBoth('packet-too-big-wrong'),
  'switch with a short port': ofBoth('first-link-drops'),
  'route above its own link': ofBoth('path-carries-first-hop', 'route-above-link'),
  'fragments are dropped': { ipv4: ['packet-too-big-not-used', 'fragments-allowed'] },
  'tunnel of segments': { ipv6: ['no-packet-too-big'] },
  'filter of the switch': noMessage,
  'VXLAN that forgets its own headers': { ipv6: ['path-mtu-learned'], ipv4: ['packet-too-big-wrong'] },
  'limit of ICMP errors': { ipv6: ['no-packet-too-big'], ipv4: ['path-mtu-learned'] },
  // Its own address has no other holder, so that messages about its own packets arrive.
  'message to another holder of the address': ofBoth('path-mtu-learned'),
  // The first echo request teaches the node with the NAT the path MTU over IPv6, and its own message about the second one arrives.
  'NAT that keeps errors': { ipv6: ['path-mtu-learned'], ipv4: ['no-packet-too-big'] },
  'NAT that does not translate quotes': ofBoth('path-mtu-learned', 'packet-too-big-ignored'),
};

/** The state that the command must leave as it is: addresses, routes and rules, sysctls of IP, and firewall rules without their counters. */
const stateScript = `ip address | sed 's/ [0-9]*sec/ time/g'; ip -6 route show table all; ip -4 route show table all; ip rule; ip -6 rule
ip nexthop; ip link | sed 's/qlen.*//'
for file in $(find /proc/sys/net/ipv4 /proc/sys/net/ipv6 -type f | sort); do
  case $file in */flush|*/stable_secret) ;; *) echo "$file $(cat $file 2>/dev/null)";; esac
done
nft --terse list ruleset | sed 's/packets [0-9]* bytes [0-9]*//'`;

const caseOf = (fault: string): BlindCase =>
  Array.from({ length: 400 }, (_, index) => blindCase(index + 1)).find((blind) => blind.fault === fault)!;

interface TraceReport {
  readonly findings: readonly { readonly kind: string; readonly family: string; readonly text: string }[];
}

t.test('each fault has an entry', async (t) => {
  t.strictSame(Object.keys(visible), Object.keys(faults));
});

/** The same beside others, since a trace mostly waits for answers that do not come. */
const mtulabBeside = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, out, err };
};

const seeFault = async (t: Test, fault: string): Promise<void> => {
  const { seed, scenario, sender, receiver, shows } = caseOf(fault);
  writeFileSync(`${folder}/cases/${scenario.file}`, scenario.text);
  const name = `fault-${seed}`;
  const [first] = shows;
  const until = first!['name'] === 'small' ? [] : ['--until', String(first!['name'])];
  const up = await mtulabBeside('up', `${folder}/cases/${scenario.file}`, '--name', name, ...until);
  if (up.code === 4) return void t.pass(fault, { skip: up.err.trim() });
  t.equal(up.code, 0, up.err);
  const inSender = async (...program: readonly string[]) => mtulabBeside('exec', '--name', name, sender, ...program);
  const state = async () => (await inSender('sh', '-c', stateScript)).out;
  const before = await state();
  t.ok(before.length > 5000 && /table inet mtulab/.test(before), 'the state was read');
  const seen = `${folder}/seen/${name}.yaml`;
  const traced = await inSender(process.execPath, cli, 'trace', receiver, '--as', 'json', '--scenario', seen);
  t.equal(traced.code, 0, traced.err);
  t.equal(await state(), before, `${fault}: nothing was changed`);
  const { findings } = JSON.parse(traced.out) as TraceReport;
  for (const [family, kinds] of Object.entries(visible[fault]!)) {
    const found = findings.filter((finding) => finding.family === family && finding.kind !== 'mss-above-path');
    t.strictSame(
      found.map(({ kind }) => kind),
      kinds,
      `${fault}, ${family}: ${found.map(({ text }) => text).join('; ')}`,
    );
  }
  t.match(await mtulabBeside('down', name), { code: 0 });
};

t.test('of each fault the sender sees what can be seen from there', { skip }, async (t) => {
  t.teardown(() => mtulab('down', '--all'));
  const atOnce = pLimit(4);
  await Promise.all(Object.keys(visible).map((fault) => atOnce(() => seeFault(t, fault))));
  const run = mtulab('run', `${folder}/seen`, '--jobs', '4', '--report', 'ndjson');
  const ends = run.out
    .split('\n')
    .filter((line) => line.startsWith('{"kind":"scenario-end"'))
    .map((line) => JSON.parse(line) as { title: string; result: string; reason?: string });
  t.ok(ends.length >= 18, 'most machines can run all of them');
  for (const { title, result, reason } of ends)
    t.equal(result, 'pass', `${title}: the scenario that was written shows the same${reason ? ` (${reason})` : ''}`);
});

t.test('with uneven legs it sees each of them', { skip }, async (t) => {
  t.teardown(() => mtulab('down', '--all'));
  for (const [scenario, from, to, expected] of [
    ['uneven-legs', 'server', 'client', ['path-carries-first-hop', 'no-packet-too-big']],
    ['ecmp-exceptions', 'source', 'target', Array.from({ length: 4 }, () => 'path-mtu-learned')],
  ] as const) {
    t.match(mtulab('up', scenario, '--name', scenario), { code: 0 });
    const seen = `${folder}/seen/${scenario}.yaml`;
    const { out, err } = mtulab(
      'exec',
      '--name',
      scenario,
      from,
      process.execPath,
      cli,
      'trace',
      to,
      '--as',
      'json',
      '--scenario',
      seen,
    );
    const { findings } = JSON.parse(out) as TraceReport;
    for (const family of ['ipv6', 'ipv4'])
      t.strictSame(
        findings
          .filter(
            (finding) =>
              finding.family === family && /path|no-packet/.test(finding.kind) && finding.kind !== 'mss-above-path',
          )
          .map(({ kind }) => kind),
        expected,
        `${scenario}, ${family}: ${err}`,
      );
    t.match(mtulab('run', seen), { code: 0 });
  }
});

t.test(
  'an ordinary user sees less, and learns what and why',
  { skip: skip || (process.getuid?.() !== 0 && 'needs root to become another user') },
  async (t) => {
    t.teardown(() => mtulab('down', '--all'));
    t.match(mtulab('up', 'ptb-dropped', '--name', 'lab'), { code: 0 });
    const nobody = [
      'setpriv',
      '--reuid',
      '65534',
      '--regid',
      '65534',
      '--clear-groups',
      'env',
      '-i',
      `PATH=${process.env['PATH']}`,
    ];
    const { code, out, err } = mtulab(
      'exec',
      '--name',
      'lab',
      'server',
      ...nobody,
      process.execPath,
      cli,
      'trace',
      'client',
    );
    t.equal(code, 0, err);
    t.matchSnapshot(out.replace(/not read: .*/g, 'not read: …'), 'an ordinary user at the sender of a black hole');
    const root = mtulab('exec', '--name', 'lab', 'client', process.execPath, cli, 'trace', 'server', '-6');
    t.matchSnapshot(root.out, 'root at the other end');
  },
);

t.test('Ctrl-C ends it, and nothing is left', { skip }, async (t) => {
  t.teardown(() => mtulab('down', '--all'));
  t.match(mtulab('up', 'ptb-dropped', '--name', 'lab'), { code: 0 });
  const args = ['exec', '--name', 'lab', 'server', process.execPath, cli, 'trace', 'client'];
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, env, stdio: 'pipe', detached: true });
  const programs = (): string => mtulab('exec', '--name', 'lab', 'server', 'sh', '-c', 'ps -eo args').out;
  // Echo requests that nobody answers take a second each: it is in the midst of them.
  for (const until = performance.now() + 10_000; !/ping -6/.test(programs()) && performance.now() < until;);
  process.kill(-child.pid!, 'SIGINT');
  const [code] = (await once(child, 'exit')) as [number];
  t.equal(code, 130);
  t.notMatch(programs(), /ping -|cli\.js trace/);
});
