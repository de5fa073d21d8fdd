import { spawn } from 'node:child_process';
import { linkSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkStarted } from '../../src/kernel/system/check-started.ts';
import { appendToFile, overwriteFile, replaceFile } from '../../src/kernel/system/output-file.ts';
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

t.test('what is appended to a file follows what it has', async (t) => {
  const folder = t.testdir({ file: 'old' });
  for (const name of ['file', 'new']) {
    const file = appendToFile(join(folder, name));
    file.write(' more');
    file.close();
  }
  t.equal(readFileSync(join(folder, 'file'), 'utf8'), 'old more');
  t.equal(readFileSync(join(folder, 'new'), 'utf8'), ' more');
  t.throws(() => appendToFile(join(folder, 'none/x')), {
    message: /^cannot write .*none\/x: no such file or directory$/,
  });
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
