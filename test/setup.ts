import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';

const root = resolve(import.meta.dirname, '..');

/** Programs that the script really runs; every other program is a fake that logs how it is called. */
const real = ['sh', 'dirname', 'find', 'head', 'ls', 'sed', 'env', 'cat', 'mktemp', 'rm', 'grep', 'tail'];

/** Usually in /usr/bin, which is not on the script's PATH here: these can be missing. */
const findable = ['tcpdump', 'ping', 'tracepath', 'curl', 'unshare'];
const inSbin = ['ip', 'iptables', 'nft', 'ethtool'];

interface Machine {
  /** Bodies of fakes by name; undefined removes one. */
  readonly fakes?: Readonly<Record<string, string | undefined>>;
  /** Files of the clone and their age in seconds. */
  readonly ages?: Readonly<Record<string, number>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Input typed on a terminal; without it stdin is no terminal. */
  readonly types?: string;
}

const fresh = { 'package-lock.json': 50, 'node_modules/.package-lock.json': 40, 'src/a.ts': 30, 'dist/cli.js': 20 };

const setUp = (t: Test, { fakes = {}, ages = fresh, args = [], env = {}, types }: Machine) => {
  const clone = t.testdir({ scripts: {}, src: {}, dist: {}, node_modules: {}, bin: {} });
  copyFileSync(join(root, 'scripts/setup.sh'), join(clone, 'scripts/setup.sh'));
  writeFileSync(join(clone, 'scripts/without-services.sh'), '"$@"\n'); // that one writes to the machine
  for (const [file, age] of Object.entries({ 'scripts/build.js': 60, 'package.json': 60, ...ages })) {
    writeFileSync(join(clone, file), '');
    const time = Date.now() / 1000 - age;
    utimesSync(join(clone, file), time, time);
  }
  const before = Date.now() / 1000 - 100;
  for (const folder of ['src', 'scripts']) utimesSync(join(clone, folder), before, before);
  for (const name of real)
    symlinkSync(spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim(), join(clone, 'bin', name));
  const log = `echo "\${0##*/} $*" >>"${clone}/log"`;
  const all = {
    ...Object.fromEntries([...findable, ...inSbin, 'npm', 'node', 'apt-get'].map((name) => [name, ''])),
    id: 'echo 0',
    ...fakes,
  };
  for (const [name, body] of Object.entries(all)) {
    if (body === undefined) continue;
    writeFileSync(join(clone, 'bin', name), `#!/bin/sh\n${name === 'id' ? '' : log}\n${body}\n`);
    chmodSync(join(clone, 'bin', name), 0o755);
  }
  const command = ['scripts/setup.sh', ...args];
  const options = {
    cwd: clone,
    encoding: 'utf8',
    env: { PATH: join(clone, 'bin'), ...env },
  } as const;
  const { status, stdout, stderr } =
    types === undefined
      ? spawnSync(join(clone, 'bin/sh'), command, options)
      : spawnSync('/usr/bin/script', ['-qec', `sh ${command.join(' ')}`, '/dev/null'], { ...options, input: types });
  return { status, stdout: stdout.replaceAll('\r', ''), stderr, ran: logOf(clone) };
};

const logOf = (clone: string): readonly string[] => {
  try {
    return readFileSync(join(clone, 'log'), 'utf8')
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('node '));
  } catch {
    return [];
  }
};

const hasLists = spawnSync('sh', ['-c', 'ls /var/lib/apt/lists/*Packages*']).status === 0;
const noCurl = { curl: undefined };
const install = 'apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends curl';

t.test('nothing is run and nothing is printed when nothing is missing', async (t) => {
  t.match(setUp(t, {}), { status: 0, stdout: '', stderr: '', ran: [] });
});

t.test('npm packages and the build are updated when they are missing or older than their sources', async (t) => {
  const ci = 'npm ci --no-audit --no-fund';
  const build = 'npm run --silent build';
  const { 'node_modules/.package-lock.json': _, ...uninstalled } = fresh;
  const { 'dist/cli.js': __, ...unbuilt } = fresh;
  t.match(setUp(t, { ages: uninstalled }).ran, [ci]);
  t.match(setUp(t, { ages: { ...fresh, 'package-lock.json': 10 } }).ran, [ci]);
  t.match(setUp(t, { ages: unbuilt }).ran, [build]);
  t.match(setUp(t, { ages: { ...fresh, 'src/a.ts': 10 } }).ran, [build]);
  t.match(setUp(t, { ages: { ...fresh, 'scripts/start.cjs': 10 } }).ran, [build]);
});

t.test('a missing package is installed by one command, which is printed first', async (t) => {
  const { status, stdout, ran } = setUp(t, { fakes: noCurl, env: { CI: 'true' } });
  t.equal(status, 0);
  t.match(stdout, `setup: running: env DEBIAN_FRONTEND=noninteractive ${hasLists ? '' : 'apt-get update'}`);
  t.equal(ran.at(-1)?.trim(), install);
});

t.test('programs that only the tests or guests run are installed for them alone', async (t) => {
  t.match(setUp(t, {}).ran, []);
  t.equal(
    setUp(t, { args: ['--tests', '--yes'] })
      .ran.at(-1)
      ?.trim(),
    install.replace(
      'curl',
      `python3 socat wget${['unbound', 'tayga'].map(missing).join('')} aria2 wireguard-tools${missing('softflowd')} nfdump chromium firefox-esr`,
    ),
  );
  const kmod = existsSync('/usr/sbin/modprobe') ? '' : ' kmod';
  t.equal(
    setUp(t, { args: ['--guests', '--yes'] })
      .ran.at(-1)
      ?.trim(),
    install.replace('curl', `qemu-system-x86 busybox-static${kmod}`),
    'and what guests need, for those who run them',
  );
});

/** A program of a package that is not faked. */
const missing = (name: string): string => (existsSync(`/usr/sbin/${name}`) ? '' : ` ${name}`);

/** Installs with a policy for services in `folder`, by a program that asks it about some of them. */
const installWithoutService = (folder: string) =>
  spawnSync('sh', [join(root, 'scripts/without-services.sh'), 'sh', '-c', asksPolicy], {
    encoding: 'utf8',
    env: { PATH: join(folder, 'bin'), SBIN: folder },
  });
const asksPolicy =
  'for service in unbound tayga.service nfdump cron; do code=0; "$SBIN/policy-rc.d" $service start || code=$?; echo $service $code; done';
const commands = {
  bin: Object.fromEntries(['sh', 'rm', 'chmod'].map((name) => [name, t.fixture('symlink', `/bin/${name}`)])),
};

t.test('unbound, tayga and nfdump are installed without their services, and others start as ever', async (t) => {
  const folder = t.testdir(commands);
  t.match(installWithoutService(folder), { status: 0, stdout: 'unbound 101\ntayga.service 101\nnfdump 101\ncron 0\n' });
  t.notOk(existsSync(join(folder, 'policy-rc.d')));
});

t.test('a policy of the machine is left alone; with one that would start them nothing is installed', async (t) => {
  const folder = t.testdir(commands);
  for (const [code, result] of [
    [0, { status: 1, stdout: '', stderr: /would let the service of unbound start/ }],
    [101, { status: 0, stdout: 'unbound 101\ntayga.service 101\nnfdump 101\ncron 101\n' }],
  ] as const) {
    writeFileSync(join(folder, 'policy-rc.d'), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
    t.match(installWithoutService(folder), result);
    t.ok(existsSync(join(folder, 'policy-rc.d')));
  }
});

t.test('an ordinary user installs with sudo, which must not ask for a password without a terminal', async (t) => {
  const { ran } = setUp(t, { fakes: { ...noCurl, id: 'echo 1000', sudo: '' } });
  t.match(ran.at(-1), `sudo -n env DEBIAN_FRONTEND=noninteractive ${install}`);
});

t.test('old package lists are updated when the installation fails', async (t) => {
  const { status, ran, stderr } = setUp(t, { fakes: { ...noCurl, 'apt-get': 'exit 100' } });
  t.equal(status, 1);
  t.match(ran.at(-1), 'apt-get update');
  t.match(stderr, 'setup: could not install curl');
});

t.test('a distribution without packages of browsers is prepared without them', async (t) => {
  const noChromium = 'case "$*" in *chromium*) exit 100 ;; esac';
  const { status, ran, stderr } = setUp(t, {
    fakes: { ...noCurl, 'apt-get': noChromium },
    args: ['--tests', '--yes'],
  });
  t.equal(status, 0, stderr);
  t.match(ran.at(-1), / aria2 wireguard-tools (softflowd )?nfdump\s*$/);
  t.match(stderr, 'setup: not installed: chromium, firefox-esr; what runs them is skipped');
  const failing = setUp(t, { fakes: { ...noCurl, 'apt-get': 'exit 100' }, args: ['--tests', '--yes'] });
  t.equal(failing.status, 1);
  t.match(failing.stderr, /setup: could not install curl python3 .* nfdump/);
});

t.test('without apt the script names the packages', async (t) => {
  const { status, stderr } = setUp(t, { fakes: { ...noCurl, tcpdump: undefined, 'apt-get': undefined } });
  t.equal(status, 1);
  t.match(stderr, 'apt-get is missing; please install these packages (Debian names): tcpdump curl');
});

t.test('on a terminal the script asks once', async (t) => {
  const no = setUp(t, { fakes: noCurl, types: 'n\n' });
  t.match(no.stdout, /continue\? \[Y\/n\]/);
  t.strictSame(no.ran, []);
  const yes = setUp(t, { fakes: noCurl, types: '\n' });
  t.match(yes.ran.at(-1), install);
  const unasked = setUp(t, { fakes: noCurl, types: '', args: ['--yes'] });
  t.notMatch(unasked.stdout, 'continue?');
  t.match(unasked.ran.at(-1), install);
});

t.test('with an old Node.js in the distribution, a newer one is installed only with --newer-node', async (t) => {
  const old = { node: 'exit 1', 'apt-cache': 'echo "  Candidate: 18.20.4+dfsg-1"', npm: '' };
  const refused = setUp(t, { fakes: old });
  t.equal(refused.status, 1);
  t.match(refused.stderr, 'needs Node.js 20 or newer');
  const allowed = setUp(t, { fakes: old, args: ['--newer-node'] });
  t.match(allowed.ran.join('\n'), /install .* nodejs npm[^]*npm install --global node@22/);
  const new_ = setUp(t, { fakes: { ...old, 'apt-cache': 'echo "  Candidate: 20.19.2"' } });
  t.match(new_.ran.join('\n'), /install .* nodejs/);
});

t.test('.ci/run ends with the totals of tap and with its code', async (t) => {
  const cases = [
    { totals: '# { total: 5, pass: 3, skip: 2 }', code: 0, last: '3 passed, 0 failed, 2 skipped' },
    { totals: '# { total: 4, pass: 2, fail: 1, skip: 1 }', code: 1, last: '2 passed, 1 failed, 1 skipped' },
    { totals: 'ok 1', code: 7, last: '0 passed, 1 failed, 0 skipped' },
  ];
  for (const { totals, code, last } of cases) {
    const clone = t.testdir({ '.ci': {}, bin: {} });
    copyFileSync(join(root, '.ci/run'), join(clone, '.ci/run'));
    const npm = `#!/bin/sh\necho human\nfor file; do :; done\necho '${totals}' >"\${file#--output-file=}"\nexit ${code}\n`;
    writeFileSync(join(clone, 'bin/npm'), npm, { mode: 0o755 });
    const env = { ...process.env, PATH: `${clone}/bin:${process.env['PATH']}` };
    const { status, stdout } = spawnSync('sh', [join(clone, '.ci/run')], { env, encoding: 'utf8' });
    t.strictSame({ status, stdout }, { status: code, stdout: `human\n${last}\n` });
  }
});

t.test('the committed schema is the one of the dictionary (npm run schema updates it)', async (t) => {
  const { stdout } = spawnSync(process.execPath, ['scripts/schema.js'], { cwd: root, encoding: 'utf8' });
  t.ok(readFileSync(join(root, 'schema/scenario.schema.json'), 'utf8') === stdout, 'it is up to date');
});

const vagrant = spawnSync('vagrant', ['--version']).status === 0;
t.test('the Vagrantfile is valid', { skip: !vagrant && 'vagrant is not installed' }, async (t) => {
  const env = { ...process.env, VAGRANT_HOME: t.testdir(), VAGRANT_DOTFILE_PATH: t.testdirName };
  const { status, stdout, stderr } = spawnSync('vagrant', ['validate', '--ignore-provider'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  t.equal(status, 0, `${stdout}${stderr}`);
});
