import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, linkSync, lstatSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runningLabs, saveRunningLab } from '../../src/kernel/sandbox/running-labs.ts';
import { stateFolder, stateFolderPaths } from '../../src/kernel/sandbox/state-folder.ts';
import { checkStarted } from '../../src/kernel/system/check-started.ts';
import { overwriteFile, replaceFile } from '../../src/kernel/system/output-file.ts';
import { startTime } from '../../src/kernel/system/processes.ts';
import { systemErrorText } from '../../src/kernel/system/system-error-text.ts';

t.test('an error of the kernel is printed in its words, any other as its message', async (t) => {
  t.equal(systemErrorText(Object.assign(new Error('x'), { errno: -28 })), 'no space left on device');
  t.equal(systemErrorText(new Error('x')), 'x');
  t.equal(systemErrorText('text'), 'text');
});

t.test('a file that the user named is overwritten, and a failure names it', async (t) => {
  const folder = t.testdir({ file: 'old content' });
  symlinkSync(join(folder, 'file'), join(folder, 'link'));
  const file = overwriteFile(join(folder, 'link'));
  file.write('a');
  file.write(Buffer.from('b'));
  file.close();
  t.equal(readFileSync(join(folder, 'file'), 'utf8'), 'ab');
  t.throws(() => overwriteFile(folder), { message: `cannot write ${folder}: illegal operation on a directory` });
  const full = overwriteFile('/dev/full');
  t.throws(() => full.write('x'), { message: 'cannot write /dev/full: no space left on device' });
  full.close();
});

t.test('a replaced file follows no link', async (t) => {
  const folder = t.testdir({ precious: 'secret', folder: {} });
  const path = (name: string): string => join(folder, name);
  symlinkSync(path('precious'), path('soft'));
  linkSync(path('precious'), path('hard'));
  for (const name of ['soft', 'hard', 'new']) {
    const file = replaceFile(path(name), { mode: 0o640 });
    file.write(name);
    file.close();
    t.equal(readFileSync(path(name), 'utf8'), name);
    t.equal(lstatSync(path(name)).mode, 0o100640, `${name} is a file of its own`);
  }
  t.equal(readFileSync(path('precious'), 'utf8'), 'secret');
  t.throws(() => replaceFile(path('folder'), { name: 'F' }), { message: /^cannot write F: / });
});

t.test('a program that cannot be started is an error of one line', async (t) => {
  await t.rejects(checkStarted(spawn('no-such-program'), 'no-such-program'), {
    ...{ name: 'MachineError', message: 'cannot start no-such-program: no such file or directory' },
  });
  const child = spawn('true');
  await t.resolves(checkStarted(child, 'true'));
});

t.test('the state folder is in /run for root, in the runtime directory, or in the temporary directory', async (t) => {
  t.equal(stateFolderPaths({ uid: 0, runtime: '/r', temporary: '/tmp' })[0], '/run/mtulab');
  t.equal(stateFolderPaths({ uid: 7, runtime: '/r', temporary: '/tmp' })[0], '/r/mtulab');
  t.strictSame(stateFolderPaths({ uid: 7, temporary: '/tmp' }).slice(0, 3), [
    ...['/tmp/mtulab-7', '/tmp/mtulab-7-1', '/tmp/mtulab-7-2'],
  ]);
});

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
    t.throws(() => stateFolder({ create: true }, [file!]), /no folder for the records .*set XDG_RUNTIME_DIR/);
  },
);

t.test('a lab is recorded under a name that no running lab has', async (t) => {
  const folder = t.testdir();
  const lab = { name: 'one', pid: process.pid, labProcessId: 2, file: 'f.yaml', title: 'x', nodes: ['a'], since: '' };
  t.strictSame(runningLabs(folder), []);
  t.equal(saveRunningLab(lab, folder), true);
  t.equal(saveRunningLab(lab, folder), false);
  t.match(runningLabs(folder), [{ ...lab, started: startTime(process.pid) }]);
  t.strictSame(readdirSync(folder), ['one.json'], 'no draft is left');
  rmSync(join(folder, 'one.json'));
  const ended = spawnSync('true').pid;
  t.equal(saveRunningLab({ ...lab, pid: ended }, folder), true);
  t.strictSame(runningLabs(folder), [], 'the record of a lab that has ended is removed');
  t.strictSame(readdirSync(folder), []);
});
