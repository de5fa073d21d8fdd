import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { catalogue } from '../../src/commands/catalogue.ts';
import { errorMessage } from '../../src/commands/command-line/error-message.ts';
import { exitCode, exitCodes } from '../../src/commands/command-line/exit-code.ts';
import type { RunEnd, Strictness } from '../../src/commands/command-line/exit-code.ts';
import { jobs, set, timeScale, variables } from '../../src/commands/command-line/shared-flags.ts';
import { allWritten, lineWidth, lostOutput, outputEnded } from '../../src/commands/command-line/standard-streams.ts';
import { MachineError } from '../../src/kernel/system/machine-error.ts';

t.test('the exit code of a run', async (t) => {
  const summary = (passed: number, failed: number, skipped: number, errors: number) => ({
    ...{ passed, failed, skipped, errors },
  });
  const table: readonly (readonly [RunEnd, Strictness, number])[] = [
    [{}, {}, 0],
    [{ summary: summary(3, 0, 0, 0) }, {}, 0],
    [{ summary: summary(3, 0, 1, 0) }, {}, 0],
    [{ summary: summary(0, 0, 2, 0) }, {}, 4],
    [{ summary: summary(3, 1, 1, 0) }, {}, 1],
    [{ summary: summary(3, 1, 1, 1) }, {}, 5],
    [{ summary: summary(3, 1, 0, 0), machineFailed: true }, {}, 5],
    [{ machineFailed: true, invalidInput: true }, {}, 2],
    [{ interrupted: 130, invalidInput: true, machineFailed: true }, {}, 130],
    [{ interrupted: 143, summary: summary(0, 1, 0, 0) }, {}, 143],
    [{ summary: summary(3, 0, 1, 0) }, { strictSkip: true }, 1],
    [{ summary: summary(0, 0, 1, 0) }, { strictSkip: true }, 1],
    [{ summary: summary(3, 0, 1, 0) }, { bisect: true }, 125],
    [{ summary: summary(3, 0, 0, 1) }, { bisect: true }, 125],
    [{ summary: summary(3, 1, 1, 0) }, { bisect: true }, 1],
    [{ summary: summary(3, 0, 1, 0) }, { bisect: true, strictSkip: true }, 125],
    [{ invalidInput: true }, { bisect: true }, 125],
    [{ interrupted: 130, machineFailed: true }, { bisect: true }, 130],
  ];
  for (const [end, strictness, code] of table)
    t.equal(exitCode(end, strictness), code, JSON.stringify([end, strictness]));
});

t.test('the help lists every exit code', async (t) => {
  for (const code of [0, 1, 2, 4, 5, 130, 143]) t.match(exitCodes, new RegExp(`\\b${code}\\b`));
});

t.test('an error is printed as one sentence, with --debug as its stack', async (t) => {
  t.equal(errorMessage(new Error('no such file')), 'no such file');
  t.match(errorMessage(new MachineError({ what: 'ip failed' })), /^ip failed/);
  t.equal(
    errorMessage(new TypeError('x is undefined')),
    'internal error: x is undefined (TypeError); --debug shows where it happened',
  );
  t.match(errorMessage(new TypeError('x is undefined'), { debug: true }), /^TypeError: x is undefined\n +at /);
  t.match(errorMessage(new Error('no such file'), { debug: true }), /^Error: no such file\n +at /);
  const { error } = spawnSync('no-such-program');
  t.equal(errorMessage(error), 'cannot start no-such-program: there is no such program in PATH');
  const full = Object.assign(new Error('x'), { errno: -24, code: 'EMFILE', syscall: 'spawn ip', path: 'ip' });
  t.equal(errorMessage(full), 'cannot start ip: too many open files');
  t.equal(errorMessage('thrown text'), 'thrown text');
});

t.test('the values of flags are parsed, and wrong ones are rejected with what is expected', async (t) => {
  t.equal(set.parse!('mss=1=2'), 'mss=1=2');
  t.throws(() => set.parse!('mss'), { message: 'Expected name=value.' });
  t.throws(() => set.parse!('=1'), { message: 'Expected name=value.' });
  t.equal(jobs.parse!('3'), 3);
  t.equal(jobs.parse!('10000'), 10_000);
  for (const text of ['0', '-1', '1.5', 'x', '', '10001', '1e16', '1e400', '0x10', '99999999999999999999'])
    t.throws(() => jobs.parse!(text), { message: 'Expected a whole number from 1 to 10000.' }, text);
  t.equal(timeScale.parse!('0.5'), 0.5);
  for (const text of ['0', '-1', '101', 'x']) t.throws(() => timeScale.parse!(text), /above 0, at most 100/, text);
  t.strictSame(variables(['mss=1396', 'text=a=b', 'empty=']), { mss: '1396', text: 'a=b', empty: '' });
});

t.test('every command is a module that performs it, and a subcommand follows its parent', async (t) => {
  const names = catalogue.map(({ name }) => name);
  t.equal(new Set(names).size, names.length);
  for (const { name, about, load } of catalogue) {
    t.equal(typeof (await load()).perform, 'function', name);
    t.match(about, /^[a-z].*[^.]$/, `${name} is described by one sentence without a full stop`);
    const [parent] = name.split(' ');
    t.ok(names.indexOf(parent!) <= names.indexOf(name), `${parent} is registered before ${name}`);
  }
});

t.test('an exported COLUMNS takes precedence over the width of the terminal', async (t) => {
  const table = [
    [undefined, 100, 100],
    ['80', 100, 80],
    ['80', undefined, undefined],
    [undefined, undefined, undefined],
    ['', 100, 100],
    ['0', 100, 100],
    ['wide', 100, 100],
  ] as const;
  for (const [COLUMNS, terminal, width] of table)
    t.equal(
      lineWidth({ ...(COLUMNS !== undefined && { COLUMNS }) }, () => terminal),
      width,
      `${COLUMNS} ${terminal}`,
    );
});

t.test('output larger than a pipe is written whole, and a closed pipe is no error', async (t) => {
  t.strictSame([allWritten(), lostOutput(), outputEnded().aborted], [true, undefined, false]);
  const streams = fileURLToPath(new URL('../../src/commands/command-line/standard-streams.ts', import.meta.url));
  const script = `const { columns, write } = await import(${JSON.stringify(streams)});
    for (const fd of [1, 2]) write(fd, 'x'.repeat(300_000) + columns(fd));`;
  const node = (command: string) =>
    spawnSync('sh', ['-c', command, 'sh', process.execPath, ...process.execArgv, '--input-type=module', '-e', script], {
      ...{ encoding: 'utf8', maxBuffer: 2 ** 20 },
    });
  const whole = node('"$@"');
  t.strictSame([whole.status, whole.stdout.length, whole.stderr.length], [0, 300_009, 300_009]);
  t.match(whole.stdout, /xundefined$/, 'a pipe has no width');
  const closed = node('"$@" | head -c 1');
  t.strictSame([closed.status, closed.stdout], [0, 'x']);
});

t.test('lost output is known, and a reader that left is no loss', async (t) => {
  const streams = fileURLToPath(new URL('../../src/commands/command-line/standard-streams.ts', import.meta.url));
  const script = `const { lostOutput, outputEnded, write } = await import(${JSON.stringify(streams)});
    for (let count = 0; count < 100 && !outputEnded().aborted; count++) write(1, 'x'.repeat(100_000));
    write(2, JSON.stringify([lostOutput() ?? null, outputEnded().aborted]));`;
  const node = (command: string) =>
    spawnSync('sh', ['-c', command, 'sh', process.execPath, ...process.execArgv, '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
  t.equal(node('"$@" >/dev/full').stderr, '["no space left on device",true]');
  t.match(JSON.parse(node('"$@" | :').stderr)[0], null);
});
