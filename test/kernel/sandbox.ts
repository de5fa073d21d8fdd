import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { rmSync, statSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { jsonLine, jsonLines } from '../../src/kernel/system/json-lines.ts';
import { childProcessIds, processStartTime } from '../../src/kernel/system/processes.ts';
import { until } from '../../src/kernel/system/until.ts';
import type { HandedOverEvent, LabReadyEvent } from '../../src/kernel/sandbox/lab-server.ts';
import { removeRunningLab, runningLabs, saveRunningLab, socketOf } from '../../src/kernel/sandbox/running-labs.ts';
import { openPipe } from '../../src/kernel/system/open-pipe.ts';
import { namespaceCommand, sandboxCommand, shimCommand } from '../../src/kernel/sandbox/sandbox-command.ts';
import { stateFolder, stateFolderPaths } from '../../src/kernel/sandbox/state-folder.ts';
import { startSandbox } from '../../src/kernel/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../src/kernel/sandbox/start-sandbox.ts';
import type { InnerOptions } from './fixtures/inner-process.ts';
import type { OuterOptions } from './fixtures/outer-process.ts';
import { bundleProcess, noSandbox, start } from './fixtures/sandbox.ts';

const entry = bundleProcess(t, 'inner-process.ts');
const { signal } = new AbortController();
const skip = noSandbox;

/** Returns all events of a sandbox, and calls `onFirst` at the first. */
const eventsOf = async (sandbox: Sandbox, onFirst = (): void => {}): Promise<readonly InnerEvent[]> => {
  const events: InnerEvent[] = [];
  for await (const event of sandbox.events as AsyncIterable<InnerEvent>) if (events.push(event) === 1) onFirst();
  return events;
};

interface InnerEvent {
  readonly kind: string;
  readonly text?: string;
}

const options: InnerOptions = { labs: 2, nodes: 3, then: 'wait' };

t.test(
  'labs in one sandbox have different namespaces of the same name, and nothing remains of them',
  { skip },
  async (t) => {
    const sandbox = await start(entry, { ...options, then: 'end' });
    t.match(await eventsOf(sandbox), [{ kind: 'built', namespaces: 2 }, { kind: 'ended' }]);
    t.strictSame(await sandbox.ended, { code: 0, stderr: '' });
    t.equal(processStartTime(sandbox.pid), undefined);
  },
);

t.test('a build script that fails reports the output of its command', { skip }, async (t) => {
  const sandbox = await start(entry, { ...options, script: 'ip link set nowhere up || exit 1' });
  t.match(await eventsOf(sandbox), [{ kind: 'failed', text: /Cannot find device "nowhere"/ }]);
  t.equal((await sandbox.ended).code, 5);
});

t.test('the inner process can stop by itself or be killed', { skip }, async (t) => {
  const [stop, kill] = [new AbortController(), new AbortController()];
  const stopped = await start(entry, options, { signal: stop.signal });
  t.match((await eventsOf(stopped, () => stop.abort())).at(-1), { kind: 'ended' });
  t.equal((await stopped.ended).code, 130);
  const killed = await start(entry, options, { kill: kill.signal });
  await eventsOf(killed, () => kill.abort());
  t.equal((await killed.ended).code, 137);
});

t.test('the exit code of a sandbox that a signal ends is 128 plus its number', { skip }, async (t) => {
  for (const [name, number] of [
    ['SIGHUP', 1],
    ['SIGUSR1', 10],
    ['SIGABRT', 6],
  ] as const) {
    const sandbox = await startSandbox({ entry: ['sleep', '1000'], signal });
    process.kill(sandbox.parentPid, name);
    t.equal((await sandbox.ended).code, 128 + number, name);
  }
});

/** Processes of a sandbox by its PID 1. */
const processesOf: Readonly<Record<string, (pid: number) => number>> = {
  'PID 1': (pid) => pid,
  'the inner process': (pid) => innerPid(pid),
  unshare: (pid) => parentOf(pid),
  'a lab process': (pid) => childProcessIds(innerPid(pid))[0]!,
};
const processesWithShim = { ...processesOf, 'the shim': (pid: number) => parentOf(parentOf(pid)) };

t.test('the death of any process ends all of them within two seconds', { skip }, async (t) => {
  for (const canOutlive of [false, true])
    for (const [name, pidOf] of Object.entries(canOutlive ? processesWithShim : processesOf)) {
      const sandbox = await start(entry, options, { canOutlive });
      const began = performance.now();
      await eventsOf(sandbox, () => process.kill(pidOf(sandbox.pid), 'SIGKILL'));
      const { code } = await sandbox.ended;
      t.not(code, 0, name);
      t.ok(performance.now() - began < 2000, `${name}: in time`);
      t.equal(processStartTime(sandbox.pid), undefined, `${name}: no process remains`);
    }
});

t.test('the death of the outer process ends all of them, whichever is stopped', { skip }, async (t) => {
  const [program, script] = bundleProcess(t, 'outer-process.ts');
  for (const canOutlive of [false, true])
    for (const [name, pidOf] of Object.entries(canOutlive ? processesWithShim : processesOf)) {
      const request: OuterOptions = { entry, options, canOutlive };
      const outer = spawn(program!, [script!, JSON.stringify(request)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(outer.stdout, 'data')) as [Buffer];
      const pid = Number(line);
      const pids = Object.values(canOutlive ? processesWithShim : processesOf).map((pidOf) => pidOf(pid));
      const stopped = pidOf(pid);
      process.kill(stopped, 'SIGSTOP');
      t.teardown(() => processStartTime(stopped) && process.kill(stopped, 'SIGCONT'));
      outer.kill('SIGKILL');
      const remaining = (): readonly number[] => pids.filter(processStartTime);
      await until('their end', () => remaining().length === 0, { withinMs: 2000 }).catch(() => {});
      t.strictSame(remaining(), [], `${name} is stopped${canOutlive ? ', with a shim' : ''}`);
    }
});

t.test('the exit code and the stderr of a sandbox explain its end', { skip }, async (t) => {
  for (const canOutlive of [false, true]) {
    const entry = ['sh', '-c', 'echo the reason >&2; exit 3'];
    const sandbox = await startSandbox({ entry, signal, canOutlive });
    await eventsOf(sandbox);
    t.strictSame(await sandbox.ended, { code: 3, stderr: 'the reason\n' });
  }
});

t.test('an inner process that ends before it is seen explains its end too', async (t) => {
  const bin = t.testdir({ setpriv: '#!/bin/sh\necho the reason >&2\nexit 3\n' });
  chmodSync(join(bin, 'setpriv'), 0o755);
  const { PATH } = process.env;
  t.teardown(() => (process.env['PATH'] = PATH));
  process.env['PATH'] = `${bin}:${PATH}`;
  const sandbox = await startSandbox({ entry: ['true'], signal });
  t.strictSame(await sandbox.ended, { code: 3, stderr: 'the reason\n' });
});

t.test('disposing a sandbox kills it', { skip }, async (t) => {
  const sandbox = await startSandbox({ entry: ['sleep', '1000'], signal });
  await sandbox[Symbol.asyncDispose]();
  t.equal(processStartTime(sandbox.pid), undefined);
});

t.test('the error of a start that fails states the remedy', async (t) => {
  const failing = (name: string, error: string, code: number) => {
    const bin = t.testdir({ [name]: `#!/bin/sh\necho "${name}: ${error}" >&2\nexit ${code}\n` });
    chmodSync(join(bin, name), 0o755);
    return `${bin}:${PATH}`;
  };
  const { PATH } = process.env;
  t.teardown(() => (process.env['PATH'] = PATH));
  for (const canOutlive of [false, true]) {
    process.env['PATH'] = failing('unshare', 'unshare failed: Operation not permitted', 1);
    await t.rejects(startSandbox({ entry: ['true'], signal, canOutlive }), {
      message: /could not create namespaces[^]*unshare --[^]*Operation not permitted[^]*mtulab doctor/,
    });
    process.env['PATH'] = failing('setpriv', "unrecognized option '--pdeathsig'", 1);
    await t.rejects(startSandbox({ entry: ['true'], signal, canOutlive }), {
      message: /could not start the sandbox[^]*unrecognized option[^]*install util-linux/,
    });
    process.env['PATH'] = t.testdir();
    if (!existsSync('/usr/sbin/setpriv'))
      await t.rejects(startSandbox({ entry: ['true'], signal, canOutlive }), {
        message: /could not start the sandbox[^]*setpriv[^]*install util-linux/,
      });
  }
});

t.test('the command of a sandbox sets a death signal after the user namespace that would clear it', (t) => {
  const command = sandboxCommand(['inner']);
  t.match(command.join(' '), /^(unshare --user --map-root-user )?setpriv --pdeathsig KILL unshare --mount.* sh inner$/);
  t.match(command.join(' '), namespaceCommand().join(' '));
  t.match(shimCommand(command), [
    'setpriv',
    '--pdeathsig',
    'KILL',
    'sh',
    '-c',
    /setpriv --pdeathsig clear cat/,
    'sh',
    ...command,
  ]);
  t.end();
});

t.test('a pipe ends when its write end is closed', (t) => {
  const [readEnd, writeEnd] = openPipe();
  writeSync(writeEnd, 'text');
  closeSync(writeEnd);
  t.equal(readFileSync(readEnd, 'utf8'), 'text');
  closeSync(readEnd);
  t.end();
});

/** Sends lines to the lab server of a sandbox and returns its answers; `onFirst` is called at the first. */
const ask = async (
  pid: number,
  request: unknown,
  onFirst = (_send: (line: unknown) => void): void => {},
): Promise<readonly unknown[]> => {
  const client = connect(socketOf({ pid } as Parameters<typeof socketOf>[0]));
  await once(client, 'connect');
  client.write(jsonLine(request));
  const answers: unknown[] = [];
  for await (const answer of jsonLines(client))
    if (answers.push(answer) === 1) onFirst((line) => void client.write(jsonLine(line)));
  client.destroy();
  return answers;
};

t.test('a lab server performs steps and captures, and the sandbox outlives a hand-over', { skip }, async (t) => {
  const sandbox = await start(entry, { ...options, labs: 1, then: 'serve' }, { canOutlive: true });
  const kinds: string[] = [];
  for await (const event of sandbox.events as AsyncIterable<InnerEvent | LabReadyEvent | HandedOverEvent>) {
    kinds.push(event.kind);
    if ('nodes' in event) {
      t.match(event, { nodes: ['n0'], processId: Number });
      sandbox.send({ handOver: true });
    }
    if (kinds.length === 3) break;
  }
  t.strictSame(kinds, ['built', 'ready', 'handed-over']);
  await sandbox.handOver();
  await sandbox[Symbol.asyncDispose]();
  const { pid } = sandbox;
  const shim = parentOf(parentOf(pid));
  t.strictSame(await ask(pid, { step: 'lookup' }), [{ kind: 'performed', step: 'lookup' }]);
  t.strictSame(await ask(pid, { step: 'lookup', timeScale: 3 }), [{ kind: 'performed', step: 'lookup', timeScale: 3 }]);
  t.strictSame(await ask(pid, { step: 'fail' }), [{ kind: 'machine-error', text: 'the step failed' }]);
  t.strictSame(await ask(pid, { capture: { places: ['n0'] } }, (send) => send({ stop: true })), [
    { kind: 'capturing', request: { places: ['n0'] } },
    { kind: 'captured' },
  ]);
  process.kill(pid, 'SIGKILL');
  for (const process of [pid, shim])
    t.ok(await until('the end of the sandbox', () => processStartTime(process) === undefined, { withinMs: 2000 }));
});

/** Sets the effective user to one whose state directory is in a temporary folder; root's is always in /run. */
const inTemporaryState = (t: Test): string => {
  const uid = process.getuid!() || 65534;
  const runtime = t.testdir();
  const directory = join(runtime, 'mtulab');
  mkdirSync(directory, { mode: 0o755 });
  if (process.getuid!() === 0) chownSync(directory, uid, uid);
  const { geteuid } = process;
  t.teardown(() => (process.geteuid = geteuid!));
  const { MTULAB_STATE } = process.env;
  t.teardown(() =>
    MTULAB_STATE === undefined ? delete process.env['MTULAB_STATE'] : (process.env['MTULAB_STATE'] = MTULAB_STATE),
  );
  process.env['MTULAB_STATE'] = directory;
  process.geteuid = () => uid;
  return directory;
};

const record = {
  ...{ name: 'small', pid: process.pid, labProcessId: 3, file: 'small.yaml', title: 'A small lab', nodes: ['a', 'b'] },
  shimPid: process.ppid,
  since: '2024-05-01T12:00:00.000Z',
};

t.test('a running lab is recorded once under its name', async (t) => {
  const directory = inTemporaryState(t);
  t.equal(saveRunningLab(record), true);
  const { shimPid, ...saved } = record;
  const shim = { pid: shimPid, started: processStartTime(shimPid) };
  t.match(runningLabs(), [{ ...saved, shim, mark: 'mtulab 1', started: processStartTime(process.pid) }]);
  t.equal(statSync(join(directory, 'small.json')).mode & 0o777, 0o600);
  t.equal(statSync(directory).mode & 0o777, 0o700, 'other users have no access');
  t.equal(saveRunningLab(record), false, 'the name is taken');
  t.notOk(existsSync(join(directory, `small.json.${process.pid}`)), 'the draft is removed');
  removeRunningLab(runningLabs()[0]!);
  t.notOk(existsSync(directory), 'the folder goes with its last record');
  t.equal(saveRunningLab(record, directory), true, 'a folder that was removed meanwhile is made again');
  rmSync(join(directory, 'small.json'));
  t.strictSame(runningLabs(directory), []);
  t.notOk(existsSync(directory), 'an empty folder is removed');
  t.equal(socketOf({ pid: 7 } as Parameters<typeof socketOf>[0]), '/proc/7/root/run/mtulab.sock');
});

t.test('the draft of a record whose writer was killed is removed', async (t) => {
  const directory = inTemporaryState(t);
  const { pid: endedPid } = spawnSync('true');
  const [left, open] = [endedPid, process.pid].map((pid) => join(directory, `small.json.${pid}`));
  for (const draft of [left!, open!]) writeFileSync(draft, '{');
  t.strictSame(runningLabs(directory), []);
  t.notOk(existsSync(left!));
  t.ok(existsSync(open!), 'that of a process that goes on is not');
  rmSync(open!);
  t.strictSame(runningLabs(directory), []);
  t.notOk(existsSync(directory));
});

t.test('records of ended labs are removed, and all other files are left alone', async (t) => {
  const directory = inTemporaryState(t);
  saveRunningLab(record);
  const [saved] = runningLabs();
  const write = (name: string, part: object) =>
    writeFileSync(join(directory, `${name}.json`), JSON.stringify({ ...saved, name, ...part }));
  write('ended', { started: '1' });
  write('elsewhere', { pidNamespace: 'pid:[1]', started: '1' });
  write('unmarked', { mark: 'another program' });
  write('renamed', { name: 'small' });
  writeFileSync(join(directory, 'broken.json'), '{');
  writeFileSync(join(directory, 'Notes.json'), '{}');
  t.strictSame(runningLabs(), [saved]);
  const left = ['broken', 'elsewhere', 'renamed', 'small', 'unmarked'];
  for (const name of left) t.ok(existsSync(join(directory, `${name}.json`)), name);
  t.notOk(existsSync(join(directory, 'ended.json')));
});

t.test(
  'the state folder is the one that the user chose, else in /run for root, in the runtime directory, or in the temporary directory',
  async (t) => {
    t.strictSame(stateFolderPaths({ uid: 0, chosen: '/c', runtime: '/r', temporary: '/tmp' }), ['/c']);
    t.equal(stateFolderPaths({ uid: 0, runtime: '/r', temporary: '/tmp' })[0], '/run/mtulab');
    t.equal(stateFolderPaths({ uid: 7, runtime: '/r', temporary: '/tmp' })[0], '/r/mtulab');
    t.strictSame(stateFolderPaths({ uid: 7, temporary: '/tmp' }).slice(0, 3), [
      ...['/tmp/mtulab-7', '/tmp/mtulab-7-1', '/tmp/mtulab-7-2'],
    ]);
  },
);

t.test(
  'the state folder is created only to be written, and only under a name that no one else has taken',
  async (t) => {
    const folder = t.testdir({ elsewhere: {}, file: '' });
    const [link, file, first, second] = ['link', 'file', 'a', 'b'].map((name) => join(folder, name));
    symlinkSync(join(folder, 'elsewhere'), link!);
    const paths = [join(folder, 'nowhere/mtulab'), link!, file!, first!, second!];
    t.equal(stateFolder({ create: false }, paths), undefined);
    t.strictSame(readdirSync(folder).sort(), ['elsewhere', 'file', 'link']);
    t.equal(stateFolder({ create: true }, paths), first);
    t.equal(lstatSync(first!).mode & 0o777, 0o700);
    chmodSync(first!, 0o755);
    rmSync(link!);
    t.equal(stateFolder({ create: true }, paths), first, 'the own folder stays in use when another name becomes free');
    t.equal(lstatSync(first!).mode & 0o777, 0o700, 'its permissions are restored');
    t.throws(() => stateFolder({ create: true }, [file!]), /no folder for the records .*set MTULAB_STATE/);
  },
);

t.test('a state folder of another user is not read', async (t) => {
  inTemporaryState(t);
  saveRunningLab(record);
  process.geteuid = () => 4242;
  t.strictSame(runningLabs(), []);
});

const innerPid = (pid: number): number => childProcessIds(pid)[0]!;

const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
