import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { formatFindings } from '../../src/commands/doctor.ts';
import { describeMachine } from '../../src/kernel/machine/describe-machine.ts';
import { runDoctorChecks } from '../../src/kernel/machine/doctor-checks.ts';
import { missingCapabilities, probeScript, readProbeResults } from '../../src/kernel/machine/missing-capabilities.ts';
import { behaviourScript, probeBehaviours, readBehaviour } from '../../src/kernel/machine/probe-behaviours.ts';
import { guestProbes } from '../../src/kernel/machine/guest-probes.ts';
import { isWarning, openKernelLog } from '../../src/kernel/machine/kernel-log.ts';
import { labsThatFit, readNeighbourTables, parseNeighbourTable } from '../../src/kernel/machine/neighbour-tables.ts';
import { capabilityProbes } from '../../src/kernel/machine/capability-probes.ts';
import type { Probe } from '../../src/kernel/machine/capability-probes.ts';
import { linkProbe } from '../../src/plan/links/link-probes.ts';
import type { LinkProbe } from '../../src/plan/model/plan.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { LinkKind } from '../../src/words/language/word.ts';
import { toolProbes } from '../../src/kernel/machine/tool-probes.ts';
import { noNamespaces } from './fixtures/namespace.ts';

const signal = new AbortController().signal;
const noIp = spawnSync('ip', ['-V']).status !== 0 && 'iproute2 is not installed';
const isRoot = process.getuid?.() === 0;
const path = `${process.env['PATH']}:/usr/sbin:/sbin`;

/** Runs a script in namespaces like those of the sandbox; root needs no user namespace. */
const inSandbox = (script: string, { PATH = path } = {}) =>
  spawnSync(
    'unshare',
    [...(isRoot ? [] : ['-U', '-r']), '-m', '-n', '-p', '-f', '--kill-child', '--mount-proc', 'sh', '-s'],
    { input: `mount -t tmpfs tmpfs /run || exit 1\nPATH=${PATH}\n${script}`, encoding: 'utf8', env: { PATH: path } },
  );

const trial = inSandbox('exit 0');
const skip = trial.status !== 0 && `no namespaces here: ${trial.stderr.trim()}`;

/** A folder with the programs that the probes' script itself needs, and no others. */
const bin = (t: Test): string => {
  const folder = t.testdir();
  for (const program of ['sh', 'unshare', 'tail', 'grep', 'mount'])
    symlinkSync(spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim(), join(folder, program));
  return folder;
};

t.test('a probe reports whether its commands succeed, and the last line that they printed', { skip }, async (t) => {
  const texts = { missing: 'nothing', remedy: 'nothing' };
  const probes = {
    good: { script: `test "$(echo 'quoted')" = quoted`, ...texts },
    bad: { script: 'echo first >&2; echo the reason >&2; false; true', ...texts },
    silent: { script: 'exit 3', ...texts },
    rule: { script: `printf '/dev/stdin:1:1-5: Error: the reason of nft\\ntable\\n^^^^^\\n' >&2; exit 1`, ...texts },
  };
  t.match(readProbeResults(inSandbox(probeScript(probes)).stdout, { ...probes, absent: texts }), [
    { word: 'good', present: true, output: '' },
    { word: 'bad', present: false, output: 'the reason' },
    { word: 'silent', present: false, output: '' },
    { word: 'rule', present: false, output: 'the reason of nft' },
    { word: 'absent', present: false, output: 'the probe printed no result' },
  ]);
});

t.test('a machine without the programs lacks the capabilities that need them', { skip }, async (t) => {
  const results = readProbeResults(inSandbox(probeScript(capabilityProbes), { PATH: bin(t) }).stdout, capabilityProbes);
  const present = results.filter(({ present }) => present).map(({ word }) => word);
  t.strictSame(
    present.filter((word) => !['ipv6-route-sysctl', 'hash-seed', 'gai-conf', 'quic'].includes(word)),
    [],
    'only settings, files and a module need no program',
  );
  t.match(results.find(({ word }) => word === 'ethtool')!.output, /ethtool: not found/);
});

t.test('an ordinary user lacks the settings that do not exist in a user namespace', async (t) => {
  const probes = { 'ipv6-route-sysctl': capabilityProbes['ipv6-route-sysctl'] };
  const asNobody = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [program, ...args] = [...asNobody, 'unshare', '-U', '-r', '-m', '-n', 'sh', '-s'];
  const { stdout, stderr, status } = spawnSync(program!, args, {
    input: probeScript(probes),
    encoding: 'utf8',
    cwd: '/',
  });
  const refused = status !== 0 && `no user namespaces here: ${stderr.trim()}`;
  t.equal(readProbeResults(stdout, probes)[0]!.present, false, { skip: refused });
});

t.test('probes leave nothing behind', { skip }, async (t) => {
  const list =
    'ip -br link; ip nexthop; nft list ruleset; ls /run; cat /proc/mounts | wc -l; ls /proc | grep -c "^[0-9]"';
  const { stdout, stderr, status } = inSandbox(
    `${list}; echo ----\n{\n${probeScript(capabilityProbes)}} >/dev/null\n${list}`,
  );
  t.equal(status, 0, stderr);
  const [before, after] = stdout.split('----\n');
  t.equal(after, before);
});

t.test('a setpriv without a death signal lacks it, as does a machine without setpriv', { skip }, async (t) => {
  const probes = { 'death-signal': toolProbes['death-signal']! };
  const present = (PATH?: string) =>
    readProbeResults(inSandbox(probeScript(probes), PATH === undefined ? {} : { PATH }).stdout, probes)[0]!.present;
  t.equal(present(), true);
  const folder = bin(t);
  t.equal(present(folder), false, 'no setpriv');
  writeFileSync(join(folder, 'setpriv'), '#!/bin/sh\necho "Parent death signal: [none]"\n', { mode: 0o755 });
  t.equal(present(folder), false, 'a setpriv that sets none');
});

t.test('every probe has a text for its absence and a remedy', async (t) => {
  for (const [word, { missing, remedy }] of Object.entries({ ...capabilityProbes, ...toolProbes, ...guestProbes }))
    t.ok(missing.length > 10 && remedy.length > 10, word);
});

t.test('doctor prints what is present, what is missing, and the remedy', async (t) => {
  const finding = (word: string, present: boolean, essential: boolean, output = '') => ({
    ...{ word, present, essential, output },
    ...{ missing: `no ${word}`, remedy: `install ${word}` },
  });
  const good = [finding('sandbox', true, true), finding('veth', true, true)];
  t.matchSnapshot(formatFindings(good, true), 'everything');
  t.matchSnapshot(formatFindings([...good, finding('ethtool', false, false, 'sh: ethtool: not found')], true), 'most');
  t.matchSnapshot(formatFindings([...good, finding('nft', false, true)], false), 'too little');
});

t.test('only broken kernels and full tables count as kernel warnings', async (t) => {
  const warnings = [
    '4,1,1,-;WARNING: CPU: 1 PID: 7 at net/core/dev.c:1 f+0x1/0x2',
    '3,1,1,-;BUG: unable to handle page fault for address: 0',
    '6,1,1,-;neighbour: ndisc_cache: neighbor table overflow!',
    '4,1,1,-;nf_conntrack: nf_conntrack: table full, dropping packet',
  ];
  const others = [
    '6,1,1,-;to-edge: Caught tx_queue_len zero misconfig',
    '6,1,1,-;IPv6: ADDRCONF(NETDEV_CHANGE): a: link becomes ready',
  ];
  t.strictSame([...warnings, ...others].filter(isWarning), warnings);
});

t.test('labs that learn their neighbours must fit in the tables of the whole machine', async (t) => {
  const recorded =
    '[{"family":"inet6","name":"ndisc_cache","thresh3":1024,"entries":24},{"name":"ndisc_cache","dev":"lo"}]';
  const table = parseNeighbourTable(recorded);
  t.strictSame(table, { limit: 1024, used: 24 });
  t.equal(labsThatFit({ ipv6: table, ipv4: { limit: 1024, used: 0 } }, 10), 25);
  t.equal(labsThatFit({ ipv6: table, ipv4: { limit: 1024, used: 1023 } }, 10), 0);
  t.equal(labsThatFit({ ipv6: table, ipv4: { limit: 1024, used: 1025 } }, 10), 0, 'over the limit');
});

t.test('both neighbour tables of this machine are read', { skip: noIp }, async (t) => {
  const { ipv6, ipv4 } = await readNeighbourTables(signal);
  for (const { limit, used } of [ipv6, ipv4]) t.ok(limit > 0 && used >= 0, `${used} of ${limit}`);
});

t.test('the kernel log never throws; only a log that can be opened is readable', async (t) => {
  const log = openKernelLog();
  t.teardown(() => log.close());
  const { status } = spawnSync(process.execPath, ['-e', 'fs.openSync("/dev/kmsg")']);
  t.equal(log.unreadable === undefined, status === 0);
  if (status !== 0) t.match(log.unreadable, /^the kernel log cannot be read: E/);
  t.ok(['undefined', 'string'].includes(typeof log.warning()));
});

t.test('each missing capability is one reason for a skip', { skip: noNamespaces }, async (t) => {
  const { PATH } = process.env;
  t.teardown(() => (process.env['PATH'] = PATH));
  process.env['PATH'] = bin(t);
  const lacking = await missingCapabilities(['ethtool', 'ping', 'ethtool'], signal);
  t.match(lacking, [/^this machine lacks ethtool \(sh: .*not found\); install ethtool$/, /^this machine lacks ping /]);
  process.env['PATH'] = PATH;
  t.strictSame(await missingCapabilities(['ethtool'], signal), lacking.slice(0, 1), 'probed once per process');
  const aborted = AbortSignal.abort(new Error('enough'));
  await t.rejects(missingCapabilities(['tbf'], aborted), { message: 'enough' });
  t.strictSame(await missingCapabilities([], signal), []);
});

t.test(
  'a tunnel of which a command fails is a reason too, with the words of that command',
  { skip: noNamespaces },
  async (t) => {
    const probe = (link: string, type: string): LinkProbe => {
      const commands: LinkKind<unknown>['commands'] = (ends) =>
        ends.map(({ node, name }) => ({ in: node.name, ip: ['link', 'add', name, 'type', type], why: 'a test' }));
      return linkProbe(link, { ...dictionary.links['cable']!, remedy: `load ${link}`, commands }, {});
    };
    const [known, unknown] = [probe('known', 'bridge'), probe('unknown', 'no-such-type')];
    t.strictSame(await missingCapabilities([known], signal), []);
    t.match(await missingCapabilities([unknown, known, unknown], signal), [
      /^this machine lacks unknown \(.*Unknown device type.*\); load unknown$/,
    ]);
  },
);

t.test('a machine is described by its versions and settings', { skip: noNamespaces }, async (t) => {
  const machine = await describeMachine(signal);
  t.match(machine, { kernel: release(), node: process.versions.node, iproute2: /^[\d.]+/ });
  const numbers = /^\d+( \d+)*$/;
  t.match(machine.unpinned, { 'kernel.tainted': numbers, 'net.ipv4.tcp_mem': numbers }, 'tabs become blanks');
  t.ok(Object.keys(machine.pinned).length > 10);
});

t.test('a guest is present when one has run, whatever devices and programs there are', { skip }, async (t) => {
  const { qemu, kvm, uml } = guestProbes as Record<'qemu' | 'kvm' | 'uml', Probe>;
  const folder = bin(t);
  for (const program of ['mktemp', 'head', 'timeout', 'rm', 'chmod', 'printf', 'cat'])
    symlinkSync(spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim(), join(folder, program));
  const withProgram = (name: string, body: string, probe: Probe) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const probes = { guest: { ...probe, script: probe.script.replace('test -w /dev/kvm', 'true') } };
    return readProbeResults(inSandbox(probeScript(probes), { PATH: folder }).stdout, probes)[0]!;
  };
  for (const probe of [qemu, kvm]) {
    t.match(withProgram('qemu-system-x86_64', 'exit 33', probe), { present: true, output: '' });
    const aborts = 'echo failed to set MSR 0x10a >&2; echo Assertion >&2; exit 134';
    t.match(withProgram('qemu-system-x86_64', aborts, probe), { present: false, output: 'failed to set MSR 0x10a' });
    t.match(withProgram('qemu-system-x86_64', 'exit 0', probe), {
      ...{ present: false, output: 'a guest did not run (exit code 0)' },
    });
  }
  t.match(withProgram('linux.uml', 'for word; do case $word in init=*) ${word#init=} ;; esac; done', uml), {
    present: true,
  });
  const panics = 'echo "Kernel panic - not syncing: x"; echo " [<6004>] userspace"; exit 134';
  t.match(withProgram('linux.uml', panics, uml), { present: false, output: 'Kernel panic - not syncing: x' });
  const hasQemu = spawnSync('sh', ['-c', 'command -v qemu-system-x86_64']).status === 0;
  const [real] = readProbeResults(inSandbox(probeScript({ qemu })).stdout, { qemu });
  t.equal(real!.present, true, { skip: hasQemu ? false : 'QEMU is not installed' });
});

t.test('doctor checks the sandbox, every tool and capability, and the kernel log', async (t) => {
  const findings = await runDoctorChecks(signal);
  t.strictSame(
    findings.map(({ word }) => word),
    [
      ...(isRoot ? ['sandbox'] : []),
      ...['rootless-sandbox', ...Object.keys(toolProbes), ...Object.keys(capabilityProbes)],
      ...Object.keys(dictionary.links).filter((word) => dictionary.links[word]!.underlay),
      ...Object.keys(guestProbes),
      'kernel-log',
    ],
  );
  const essential = findings.filter((finding) => finding.essential).map(({ word }) => word);
  t.ok(['death-signal', 'veth', 'nft', 'sockets'].every((word) => essential.includes(word)));
  for (const { word, present, output } of findings) if (present) t.equal(output, '', word);
  t.equal(findings[0]!.present, !skip || findings[0]!.word === 'rootless-sandbox', String(skip));
  await t.rejects(runDoctorChecks(AbortSignal.abort(new Error('enough'))));
});

t.test('a probe of a behaviour prints yes or no, and whatever else it prints is no answer', async (t) => {
  t.strictSame(readBehaviour('yes it does\n'), { present: true, saw: 'it does' });
  t.strictSame(readBehaviour('no it does not\n'), { present: false, saw: 'it does not' });
  for (const output of ['yes\n', 'yes it does', 'maybe so\n', 'yes it does\nno it does not\n'])
    t.equal(readBehaviour(output).present, null, output);
  t.strictSame(readBehaviour('first\nsh: ping: not found\n'), { present: null, saw: 'sh: ping: not found' });
  t.strictSame(readBehaviour(''), { present: null, saw: 'the probe printed nothing' });
});

t.test('each behaviour is found out on this kernel, and nothing is left behind', { skip: noNamespaces }, async (t) => {
  const names = Object.keys(dictionary.behaviours);
  const list = () => inSandbox('ip -br link; ls /run /run/netns').stdout;
  const before = list();
  const observed = await probeBehaviours(names, dictionary, signal);
  t.strictSame(Object.keys(observed), names);
  for (const [name, { present, saw }] of Object.entries(observed)) {
    t.not(present, null, `${name}: ${saw}`);
    t.match(saw, /^[A-Z].*\d/, 'it names what it has measured');
  }
  t.equal(list(), before);
  t.equal((await probeBehaviours(names, dictionary, signal))[names[0]!], observed[names[0]!], 'once per process');
  const aborted = AbortSignal.abort(new Error('enough'));
  const other = { behaviours: { other: { ...dictionary.behaviours[names[0]!]! } } };
  await t.rejects(probeBehaviours(['other'], other, aborted), { message: 'enough' });
});

t.test('the probe of syn-remembers-pmtu answers no and nothing too', { skip }, async (t) => {
  const { probe } = dictionary.behaviours['syn-remembers-pmtu']!;
  const answer = (commands: string) => readBehaviour(inSandbox(behaviourScript(commands, process.execPath)).stdout);
  const likeThisKernel = answer(probe);
  t.not(likeThisKernel.present, null, likeThisKernel.saw);
  // A route with an MSS of its own offers that, as if the kernel did not look at what it has learned.
  const fixed = probe
    .replace('via 2001:db8:1::2\n', 'via 2001:db8:1::2 advmss 8940\n')
    .replace('via 192.0.2.2\n', 'via 192.0.2.2 advmss 8960\n');
  t.match(answer(fixed), { present: false, saw: /8940 before and 8940 after, 8960 before and 8960 after/ });
  const oneFamily = probe.replace('via 192.0.2.2\n', 'via 192.0.2.2 advmss 8960\n');
  if (likeThisKernel.present) t.match(answer(oneFamily), { present: null, saw: /^IPv6 and IPv4 differ: / });
  t.match(answer(probe.replaceAll('name far mtu 1500', 'name far mtu 9000')), {
    present: null,
    saw: '2001:db8:2::2: no path MTU was learned',
  });
});

t.test('the other probes answer no and nothing too', { skip }, async (t) => {
  const answer = (commands: string) => readBehaviour(inSandbox(behaviourScript(commands, process.execPath)).stdout);
  const { probe: lookups } = dictionary.behaviours['next-hop-groups-ignore-oif']!;
  // Of a route that lists its next hops itself every kernel honours the interface.
  const own = lookups.replace('nhid 3', 'nexthop via 2001:db8:1::2 dev leg1 nexthop via 2001:db8:2::2 dev leg2');
  t.match(answer(own), { present: false, saw: 'Lookups with oif leg1 and leg2 found these two' });
  t.match(answer(lookups.replace('route add 2001:db8:9::', 'route add 2001:db8:8::')), { present: null });
  const { probe: seed } = dictionary.behaviours['hash-seed-is-settable']!;
  t.match(answer(seed.replace('/fib_multipath_hash_seed ]', '/no-such-setting ]')), {
    present: false,
    saw: /^Linux has no /,
  });
});
