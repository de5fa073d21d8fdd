import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { readLessons } from '../../src/commands/lessons/read-lessons.ts';
import { readSolutionLine } from '../../src/commands/lessons/type-solution.ts';
import type { Task } from '../../src/commands/lessons/lesson.ts';

// Each lesson is gone through as a learner does: the fault is there, no task is done before its solution is typed, and each is after it.

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const { NODE_EXTRA_CA_CERTS, NODE_OPTIONS, MTULAB_NAME, ...ours } = process.env; // tap's loader would be loaded into every command
const folder = t.testdir();

/** The command line with a state folder of its own, since lessons are gone through side by side. */
const inState = (name: string) => {
  const state = `${folder}/${name}`;
  mkdirSync(state);
  const env = { ...ours, NO_COLOR: '1', MTULAB_STATE: state };
  const mtulab = (...args: readonly string[]) =>
    new Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>((resolve) => {
      const child = execFile(process.execPath, [cli, ...args], { cwd: root, env, timeout: 60_000 }, (error, out, err) =>
        resolve({ code: error ? error.code : 0, out, err }),
      );
      child.stdin!.end();
    });
  return { env, mtulab };
};

type Mtulab = ReturnType<typeof inState>['mtulab'];

const doctor = await inState('doctor').mtulab('doctor');
const skip = doctor.code !== 0 && `mtulab cannot run here: ${doctor.err || doctor.out}`;

/** An answer of a lesson, or what the command prints that finds it. */
const answerOf = async (mtulab: Mtulab, lab: string, answer: string | number): Promise<string> => {
  const line = readSolutionLine(String(answer));
  if (!line || 'step' in line) return String(answer);
  return (await mtulab('exec', '--name', lab, line.node, '--', 'sh', '-c', line.command)).out.trim();
};

const wrongAnswer = async (mtulab: Mtulab, lab: string, { answer, wrong }: Task): Promise<string> =>
  wrong === undefined ? String(Number(answer) + 1) : answerOf(mtulab, lab, wrong);

t.jobs = 4;
const chosen = process.env['LESSON']; // one alone, while it is written
for (const lesson of readLessons().filter(({ id }) => chosen === undefined || id.startsWith(chosen)))
  t.test(`lesson ${lesson.id}`, { skip, buffered: true }, async (t) => {
    const { mtulab } = inState(lesson.id);
    const number = String(lesson.number);
    const lab = `lesson-${number}`;
    const learn = (...options: readonly string[]) => mtulab('learn', number, ...options);
    t.teardown(() => mtulab('down', lab));
    const begun = await learn();
    if (/cannot|missing/.test(begun.err) && begun.code === 5) return void t.pass('skipped', { skip: begun.err });
    t.match(begun, { code: 0, err: '' }, 'the fault is there');
    for (const [index, task] of lesson.tasks.entries()) {
      const what = `task ${index + 1}: ${task.name}`;
      t.match((await learn()).out, `Task ${index + 1} of ${lesson.tasks.length}: ${task.name}`);
      const early =
        task.ask === undefined ? await learn('--check') : await learn('--answer', await wrongAnswer(mtulab, lab, task));
      t.match(early, { code: 1, err: '' }, `${what} is not done yet`);
      t.match(await learn('--hint'), { code: 0, out: /^Hint: /, err: '' }, `${what} has a hint`);
      for (const line of task.solve) {
        const read = readSolutionLine(line)!;
        if ('step' in read) t.match(await mtulab('do', '--name', lab, read.step), { code: 0 }, line);
        else await mtulab('exec', '--name', lab, read.node, '--', 'sh', '-c', read.command);
      }
      const done =
        task.ask === undefined
          ? await learn('--check')
          : await learn('--answer', await answerOf(mtulab, lab, task.answer!));
      if (!t.match(done, { code: 0, out: /^Done\.\n/, err: '' }, `${what} is done`)) break;
    }
    t.match((await learn()).out, `Lesson ${number} is complete.`);
    t.match(await mtulab('down', lab), { code: 0 });
  });

t.test(
  'a lesson on a terminal notices changes from elsewhere, has the shells of nodes in it, and goes on after it was left',
  { skip },
  async (t) => {
    const { env, mtulab } = inState('terminal');
    await mtulab('learn', '1', '--restart');
    const child = spawn('script', ['-qec', `exec '${process.execPath}' '${cli}' learn 1`, '/dev/null'], {
      cwd: root,
      env,
    });
    let output = '';
    let wanted = 0;
    /** Resolves when the text is printed after what was waited for before. */
    const printed = (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const at = output.indexOf(text, wanted);
          if (at < 0) return;
          wanted = at + text.length;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
    const type = (line: string) => child.stdin.write(`${line}\n`);
    t.teardown(async () => {
      child.kill();
      await mtulab('down', '--all'); // here, since the state folder is gone before a teardown of the whole file
    });
    await printed('learn> ');
    type('8928');
    await printed('Task 2 of 5');
    await printed('learn> ');
    type('firewall');
    await printed('Task 3 of 5');
    await printed('learn> ');
    await mtulab(
      'exec',
      '--name',
      'lesson-1',
      'client',
      '--',
      'ping',
      '-6',
      '-M',
      'do',
      '-s',
      '8000',
      '-c',
      '1',
      'server',
    );
    await printed('Task 4 of 5');
    t.pass('a change from elsewhere was noticed');
    await printed('learn> ');
    type('shell client');
    await printed('client# ');
    type('ip -6 route flush cache; ip route flush cache');
    await printed('client# ');
    type('exit');
    await printed('Task 5 of 5');
    t.pass('leaving a shell checks the task');
    await printed('learn> ');
    type('quit');
    const [code] = (await once(child, 'close')) as [number];
    t.equal(code, 0, output);
    t.match((await mtulab('learn')).out, /1 +4 of 5 +the cliff \(its lab is running\)/);
    await mtulab('down', 'lesson-1');
    t.match(
      await mtulab('learn', '1'),
      { code: 0, out: 'Task 5 of 5' },
      'what was changed before is changed in the new lab',
    );
    const clamp = '-t mangle -A FORWARD -o to-transit -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1396';
    await mtulab('exec', '--name', 'lesson-1', 'edge', '--', 'ip6tables', ...clamp.split(' '));
    t.match(
      (await mtulab('learn', '1', '--hint')).out,
      /^Hint: IPv6 works and IPv4 does not/,
      'a hint fits what the check saw',
    );
    t.match((await mtulab('learn', '1', '--restart')).out, 'Task 1 of 5');
  },
);
