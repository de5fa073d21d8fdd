import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import t from 'tap';
import { guestHost } from '../../src/kernel/guests/guest-host.ts';
import type { Guest, GuestDeadlines } from '../../src/kernel/guests/guest.ts';
import { guestInit } from '../../src/kernel/guests/guest-init.ts';
import { guestScript } from '../../src/kernel/guests/guest-script.ts';
import { measureFunction } from '../../src/kernel/guests/measure-speed.ts';
import { packagedKernel, unpackPackage } from '../../src/kernel/guests/kernel-package.ts';
import { qemuGuest } from '../../src/kernel/guests/qemu-guest.ts';
import { umlGuest } from '../../src/kernel/guests/uml-guest.ts';
import { ownKernel } from '../../src/kernel/sandbox/sandbox-host.ts';
import type { Sandbox } from '../../src/kernel/sandbox/start-sandbox.ts';
import { processStartTime } from '../../src/kernel/system/processes.ts';
import { noSandbox } from './fixtures/sandbox.ts';

const skip = noSandbox;
const { signal } = new AbortController();
const deadlines: GuestDeadlines = { boot: 3, silence: 3 };

/** A guest whose kernel is a shell script: it does what guests do, or what goes wrong with them. */
const scripted = (script: string): Guest => ({
  ...{ mountShared: '', modules: '/nowhere', powerOff: '', deadlines },
  boot: `sh -c '${script}' >>/run/console 2>&1 3<&- &\nguest=$!`,
});

const startGuest = async (guest: Guest, stop: AbortSignal = signal): Promise<Sandbox> => {
  const sandbox = await guestHost(guest).start({ entry: ['the', 'inner', 'process'], signal: stop });
  sandbox.send({ job: { run: { plans: [], options: { jobs: 7 } } } });
  return sandbox;
};

const eventsOf = async (sandbox: Sandbox, each = (_: unknown): void => {}): Promise<readonly unknown[]> => {
  const events: unknown[] = [];
  for await (const event of sandbox.events) (events.push(event), each(event));
  return events;
};

t.test('a guest gets the job, and its events and its exit code come back', { skip }, async (t) => {
  const guest = scripted('cat /run/shared/job; cat /run/shared/job >>/run/shared/events; echo 0 >/run/shared/code');
  const sandbox = await startGuest(guest);
  t.strictSame(await eventsOf(sandbox), [{ job: { run: { plans: [], options: { jobs: 7 } } } }]);
  t.strictSame(await sandbox.ended, { code: 0, stderr: '' });
});

t.test('events come while the guest runs', { skip }, async (t) => {
  const script = 'echo 1 >/run/shared/alive; echo "{}" >>/run/shared/events; while :; do sleep 0.1; done';
  const stop = new AbortController();
  const sandbox = await startGuest(scripted(script), stop.signal);
  t.strictSame(await eventsOf(sandbox, () => stop.abort()), [{}]);
  t.match((await sandbox.ended).stderr, /^the guest was stopped\n/);
});

t.test('what the inner process printed, and its exit code, explain why a run failed', { skip }, async (t) => {
  const sandbox = await startGuest(scripted('echo the reason >/run/shared/errors; echo 5 >/run/shared/code'));
  await eventsOf(sandbox);
  t.strictSame(await sandbox.ended, { code: 5, stderr: 'the reason\n' });
});

t.test('a guest that fails is explained by the last lines of its console, within its deadline', { skip }, async (t) => {
  const failures: Readonly<Record<string, readonly [script: string, reason: RegExp]>> = {
    panics: [
      'echo booting; echo "[ 1.0] Kernel panic - not syncing: no init"; exit 134',
      /^Kernel panic - not syncing: no init\n/,
    ],
    'hangs at boot': ['echo booting; exec sleep 1000', /^the guest did not boot within 3 s\n/],
    'is silent after it has booted': [
      'echo booting; echo 1 >/run/shared/alive; exec sleep 1000',
      /^the guest showed no sign of life for 3 s\n/,
    ],
    'loses what it cannot do without': [
      'echo booting; echo "virtiofsd has ended" >/run/lost; while :; do echo $((n = n + 1)) >/run/shared/alive; sleep 1; done',
      /^virtiofsd has ended\n/,
    ],
    'loses the reader of its events': [
      'echo booting; until each=$(grep -l ^tail$ /proc/[0-9]*/comm); do sleep 0.1; done; kill -KILL $(echo $each | tr -dc 0-9); exec sleep 1000',
      /^tail, which prints the events of the guest, has ended\n/,
    ],
    'ends too early': ['echo booting; exit 3', /^the guest ended \(exit code 3\) before its run did\n/],
  };
  for (const [name, [script, reason]] of Object.entries(failures)) {
    const began = performance.now();
    const sandbox = await startGuest(scripted(script));
    t.strictSame(await eventsOf(sandbox), [], name);
    const { code, stderr } = await sandbox.ended;
    t.equal(code, 70, name);
    t.match(stderr, reason, name);
    t.match(stderr, /\nthe last lines of the console of the guest:\nbooting\n/, name);
    t.ok(performance.now() - began < 15_000, `${name}: in time`);
    t.equal(processStartTime(sandbox.pid), undefined, `${name}: nothing is left`);
  }
});

t.test('a guest that has finished may lose its servers before it is gone', { skip }, async (t) => {
  const sandbox = await startGuest(scripted('echo 0 >/run/shared/code; echo lost >/run/lost; exec sleep 2.5'));
  await eventsOf(sandbox);
  t.strictSame(await sandbox.ended, { code: 0, stderr: '' });
});

t.test('what an inner process printed before its guest failed comes below the reason', { skip }, async (t) => {
  const sandbox = await startGuest(scripted('echo booting; echo Killed >/run/shared/errors; exec sleep 1000'));
  await eventsOf(sandbox);
  t.match(
    (await sandbox.ended).stderr,
    /^the guest did not boot within 3 s\n[^]*\nwhat its inner process printed:\nKilled\n$/,
  );
});

t.test('what a guest needs and is missing is printed before it starts', { skip }, async (t) => {
  const sandbox = await startGuest({ ...scripted(''), boot: "fail 'virtiofsd is missing'" });
  await eventsOf(sandbox);
  t.match(await sandbox.ended, { code: 70, stderr: /^virtiofsd is missing\n/ });
});

t.test('the scripts of a guest and of its host are valid for sh', (t) => {
  const guest = qemuGuest({ kernel: "/it's/vmlinuz", modules: '/a b/6.1.0' });
  for (const script of [guestScript(guest), guestInit(guest, ['node', "it's"])])
    t.match(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }), { status: 0, stderr: '' });
  t.end();
});

t.test('a build is measured in milliseconds, on this kernel too', { skip }, async (t) => {
  const sandbox = await ownKernel.start({ entry: ['sh', '-c', `${measureFunction}\nmeasure`], signal });
  const [ms] = await eventsOf(sandbox);
  t.ok(Number(ms) >= 1, `${String(ms)} ms`);
  t.equal((await sandbox.ended).code, 0);
});

t.test('the first process of a guest is a valid script that passes the measured factor', (t) => {
  const init = guestInit({ mountShared: 'mount work', modules: '/a b', powerOff: 'power off' }, [
    'node',
    'cli.js',
    'inside',
  ]);
  t.match(init, 'node cli.js inside --time-scale "$factor" 3</run/control >/run/shared/events');
  t.match(init, "ln -s '/a b' ");
  t.match(init, /\nmodprobe -q tun\n/);
  t.notMatch(init, 'cannot be loaded');
  t.match(init, /\nmount work\n[^]*\npower off\n/);
  t.end();
});

t.test('a module that cannot be loaded ends the guest with its reason', { skip }, async (t) => {
  const init = guestInit(
    { mountShared: '', modules: '/a b', load: ['br_netfilter', 'of-no-kernel'], powerOff: '' },
    [],
  );
  const loads = init.slice(init.indexOf('failed() {'), init.indexOf(measureFunction)).replace('sleep 1000', 'exit');
  const script = `modprobe() { [ "$1" = br_netfilter ] || { echo "there is no $1"; return 1; }; }\n${loads}echo went on`;
  const sandbox = await startGuest({ ...scripted(''), boot: `(\n${script}\n) >>/run/console 2>&1 3<&- &\nguest=$!` });
  await eventsOf(sandbox);
  t.strictSame(await sandbox.ended, {
    code: 70,
    stderr: 'the module of-no-kernel cannot be loaded: there is no of-no-kernel\n',
  });
});

t.test('QEMU translates the code of the guest unless a guest has run with KVM', (t) => {
  const { boot, modules } = qemuGuest({ kernel: '/k/vmlinuz', modules: '/k/lib/modules/6.1.0' });
  t.match(
    boot,
    /accelerator='tcg -cpu max -smp 1'[^]*timeout -s KILL 8 qemu-system-x86_64 -accel kvm[^]*accelerator='kvm[^]*-accel \$accelerator/,
  );
  t.match(boot, /mount -t virtiofs -o ro root \/root/, 'the root of the host cannot be written');
  t.equal(modules, '/k/lib/modules/6.1.0');
  t.match(
    umlGuest({ program: '/u/linux.uml', modules: '/u/6.1' }).boot,
    /\/u\/linux\.uml .*rootfstype=hostfs rootflags=\/ ro /,
  );
  t.end();
});

/** Programs that stand in for apt-get, dpkg and depmod. */
const packageTools = (t: Tap, aptGet: string): string => {
  const bin = t.testdir({
    'apt-get': `#!/bin/sh\necho "$@" >>"$XDG_CACHE_HOME/calls"\n${aptGet}\n`,
    dpkg: '#!/bin/sh\nmkdir -p tree/boot tree/lib/modules/6.1.0\ngrep -q empty "$2" || touch tree/boot/vmlinuz-6.1.0\n',
    depmod: '#!/bin/sh\ntouch "$2/lib/modules/$3/modules.dep"\n',
    cache: {},
  });
  for (const name of ['apt-get', 'dpkg', 'depmod']) chmodSync(join(bin, name), 0o755);
  const { PATH, XDG_CACHE_HOME } = process.env;
  t.teardown(() => Object.assign(process.env, { PATH, XDG_CACHE_HOME: XDG_CACHE_HOME ?? '' }));
  Object.assign(process.env, { PATH: `${bin}:${PATH}`, XDG_CACHE_HOME: join(bin, 'cache') });
  return join(bin, 'cache');
};
type Tap = typeof t;

t.test('a kernel package is fetched once and unpacked in the cache', async (t) => {
  const cache = packageTools(t as Tap, 'echo "$2" >"$2.deb"');
  const folder = join(cache, 'mtulab/kernels/linux-image-6.1.0');
  const files = { kernel: join(folder, 'boot/vmlinuz-6.1.0'), modules: join(folder, 'lib/modules/6.1.0') };
  t.strictSame(await packagedKernel('linux-image-6.1.0', signal), files);
  t.ok(existsSync(join(files.modules, 'modules.dep')));
  t.strictSame(await packagedKernel('linux-image-6.1.0', signal), files);
  t.equal(readFileSync(join(cache, 'calls'), 'utf8'), 'download linux-image-6.1.0\n', 'one download');
  t.strictSame(readdirSync(join(cache, 'mtulab/kernels')), ['linux-image-6.1.0'], 'no draft is left');
});

t.test('a package that cannot be fetched, or has no kernel, is refused with a remedy', async (t) => {
  const cache = packageTools(
    t as Tap,
    'case $2 in empty) echo empty >empty.deb;; *) echo "E: Unable to locate package $2"; exit 100;; esac',
  );
  await t.rejects(unpackPackage('no-such', signal), {
    message: /apt-get failed[^]*Unable to locate package no-such[^]*apt-cache policy/,
  });
  t.strictSame(readdirSync(join(cache, 'mtulab/kernels')), [], 'no draft is left');
  await t.rejects(packagedKernel('empty', signal), { message: /the package empty has no kernel/ });
});
