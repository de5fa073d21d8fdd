import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { formatFindings } from '../../src/commands/doctor.ts';
import { readProbeResults, probeScript } from '../../src/kernel/machine/missing-capabilities.ts';
import { isWarning } from '../../src/kernel/machine/kernel-log.ts';
import { labsThatFit, readTable } from '../../src/kernel/machine/neighbour-tables.ts';
import { probes } from '../../src/kernel/machine/capability-probes.ts';
import { toolProbes } from '../../src/kernel/machine/tool-probes.ts';

const isRoot = process.getuid?.() === 0;
const path = `${process.env['PATH']}:/usr/sbin:/sbin`;

/** The script in namespaces as the engine's sandbox has them; root gives the user namespace up. */
const inSandbox = (script: string, { PATH = path } = {}) =>
  spawnSync(
    'unshare',
    [...(isRoot ? [] : ['-U', '-r']), '-m', '-n', '-p', '-f', '--kill-child', '--mount-proc', 'sh', '-s'],
    { input: `mount -t tmpfs tmpfs /run || exit 1\nPATH=${PATH}\n${script}`, encoding: 'utf8', env: { PATH: path } },
  );

const trial = inSandbox('exit 0');
const skip = trial.status !== 0 && `no namespaces here: ${trial.stderr.trim()}`;

t.test('a probe tells whether its commands succeed, and what the last one said', { skip }, async (t) => {
  const about = { missing: 'nothing', remedy: 'nothing' };
  const table = {
    good: { tries: `test "$(echo 'quoted')" = quoted`, ...about },
    bad: { tries: 'echo first >&2; echo the reason >&2; false; true', ...about },
    mute: { tries: 'exit 3', ...about },
  };
  const found = readProbeResults(inSandbox(probeScript(table)).stdout, { ...table, absent: about });
  t.match(found, [
    { word: 'good', present: true, said: '' },
    { word: 'bad', present: false, said: 'the reason' },
    { word: 'mute', present: false, said: '' },
    { word: 'absent', present: false, said: 'the probe did not answer' },
  ]);
});

t.test('a machine without the programs lacks what needs them', { skip }, async (t) => {
  const bin = t.testdir();
  for (const program of ['sh', 'unshare', 'tail', 'grep', 'mount'])
    symlinkSync(spawnSync('which', [program], { encoding: 'utf8' }).stdout.trim(), join(bin, program));
  const found = readProbeResults(inSandbox(probeScript(probes), { PATH: bin }).stdout, probes);
  const present = found.filter(({ present }) => present).map(({ word }) => word);
  t.strictSame(
    present.filter((word) => !['ipv6-route-sysctl', 'hash-seed'].includes(word)),
    [],
    'only settings need no program',
  );
  t.match(found.find(({ word }) => word === 'ethtool')!.said, /ethtool: not found/);
});

t.test('an ordinary user lacks the settings that user namespaces do not have', async (t) => {
  const table = { 'ipv6-route-sysctl': probes['ipv6-route-sysctl'] };
  const asNobody = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [program, ...args] = [...asNobody, 'unshare', '-U', '-r', '-m', '-n', 'sh', '-s'];
  const { stdout, stderr, status } = spawnSync(program!, args, {
    input: probeScript(table),
    encoding: 'utf8',
    cwd: '/',
  });
  const refused = status !== 0 && `no user namespaces here: ${stderr.trim()}`;
  t.equal(readProbeResults(stdout, table)[0]!.present, false, { skip: refused });
});

t.test('probing leaves nothing behind', { skip }, async (t) => {
  const look =
    'ip -br link; ip nexthop; nft list ruleset; ls /run; cat /proc/mounts | wc -l; ls /proc | grep -c "^[0-9]"';
  const { stdout, stderr, status } = inSandbox(`${look}; echo ----\n{\n${probeScript(probes)}} >/dev/null\n${look}`);
  t.equal(status, 0, stderr);
  const [before, after] = stdout.split('----\n');
  t.equal(after, before);
});

t.test('what is missing says so with a remedy', async (t) => {
  for (const [word, { missing, remedy }] of Object.entries({ ...probes, ...toolProbes }))
    t.ok(missing.length > 10 && remedy.length > 10, word);
});

t.test('doctor prints what is there, what is missing, and what helps', async (t) => {
  const finding = (word: string, present: boolean, essential: boolean, said = '') => ({
    ...{ word, present, essential, said },
    ...{ missing: `no ${word}`, remedy: `install ${word}` },
  });
  const good = [finding('sandbox', true, true), finding('veth', true, true)];
  t.matchSnapshot(formatFindings(good, true), 'everything');
  t.matchSnapshot(formatFindings([...good, finding('ethtool', false, false, 'sh: ethtool: not found')], true), 'most');
  t.matchSnapshot(formatFindings([...good, finding('nft', false, true)], false), 'too little');
});

t.test('only broken kernels and full tables count as warnings of the kernel', async (t) => {
  const yes = [
    '4,1,1,-;WARNING: CPU: 1 PID: 7 at net/core/dev.c:1 f+0x1/0x2',
    '3,1,1,-;BUG: unable to handle page fault for address: 0',
    '6,1,1,-;neighbour: ndisc_cache: neighbor table overflow!',
    '4,1,1,-;nf_conntrack: nf_conntrack: table full, dropping packet',
  ];
  const no = [
    '6,1,1,-;to-edge: Caught tx_queue_len zero misconfig',
    '6,1,1,-;IPv6: ADDRCONF(NETDEV_CHANGE): a: link becomes ready',
  ];
  t.strictSame([...yes, ...no].filter(isWarning), yes);
});

t.test('labs that learn their neighbours must fit into the tables of the whole machine', async (t) => {
  const recorded =
    '[{"family":"inet6","name":"ndisc_cache","thresh3":1024,"entries":24},{"name":"ndisc_cache","dev":"lo"}]';
  const table = readTable(recorded);
  t.strictSame(table, { limit: 1024, used: 24 });
  t.equal(labsThatFit({ ipv6: table, ipv4: { limit: 1024, used: 0 } }, 10), 25);
  t.equal(labsThatFit({ ipv6: table, ipv4: { limit: 1024, used: 1023 } }, 10), 0);
});
