import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import t from 'tap';
import { labOfExercise } from '../../src/commands/lab-of-exercise.ts';
import { perform as learn } from '../../src/commands/learn.ts';
import { perform as print } from '../../src/commands/learn-print.ts';
import { checkSteps } from '../../src/commands/lessons/check-task.ts';
import { beginLab } from '../../src/commands/lessons/begin-lab.ts';
import { classTable } from '../../src/commands/lessons/class-table.ts';
import { fittingHints } from '../../src/commands/lessons/choose-hints.ts';
import { drawNetwork } from '../../src/commands/lessons/draw-network.ts';
import type { Exercise } from '../../src/commands/lessons/exercise.ts';
import { handout } from '../../src/commands/lessons/handout.ts';
import { normalizeAnswer, stepWithAnswer } from '../../src/commands/lessons/lesson.ts';
import type { Lesson } from '../../src/commands/lessons/lesson.ts';
import { lessonExercise } from '../../src/commands/lessons/lesson-exercise.ts';
import { checkText, lessonHeading, lessonList, taskText } from '../../src/commands/lessons/lesson-texts.ts';
import { practise } from '../../src/commands/lessons/practise.ts';
import { parseProgress, progressFile, readProgress, saveProgress } from '../../src/commands/lessons/progress.ts';
import { foldersIn, readClass, usualFolders } from '../../src/commands/lessons/read-class.ts';
import {
  findLesson,
  lessonNames,
  lessonsFolder,
  readLesson,
  readLessons,
} from '../../src/commands/lessons/read-lessons.ts';
import { holdSession } from '../../src/commands/lessons/session.ts';
import { stateOfLab, stateScript } from '../../src/commands/lessons/state-of-lab.ts';
import { readSolutionLine, typeSolution } from '../../src/commands/lessons/type-solution.ts';
import { readPlans } from '../fixtures/read-plans.ts';
import type { RunningLabRecord } from '../../src/kernel/sandbox/running-labs.ts';
import { readStep } from '../../src/scenario/read-step.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { callCommand } from './fixtures/call-command.ts';

process.env['MTULAB_STATE'] = t.testdir(); // the progress of these tests is nobody's

const lessons = readLessons();

t.test('each lesson has a page, a network that can be built, and tasks', async (t) => {
  t.equal(lessons.length, 8);
  t.strictSame(
    lessons.map(({ number }) => number),
    lessons.map((_, index) => index + 1),
  );
  for (const { id, network, fault, tasks, title } of lessons) {
    t.match(
      readFileSync(join(lessonsFolder(), id, 'README.md'), 'utf8'),
      `: ${title}\n`,
      `${id}: the page has the title`,
    );
    const { plans, problems } = readPlans([{ file: network, text: readFileSync(network, 'utf8') }], { set: {} });
    t.strictSame([plans.length, problems], [1, []], id);
    t.ok(fault.length > 0 && tasks.length >= 3, `${id} proves its fault`);
  }
});

t.test('each step, hint and solution of a task can be read', async (t) => {
  for (const { id, number, network, fault, tasks } of lessons) {
    const earlier = { source: { file: network, text: readFileSync(network, 'utf8') }, performed: 0, typed: [] };
    const problemsOf = (step: object) =>
      readStep(JSON.stringify(step), earlier, dictionary, validate).problems.map(
        ({ what, right }) => `${what}: ${right}`,
      );
    for (const step of fault) t.strictSame(problemsOf(step), [], `${id}: fault`);
    for (const { name, ask, answer, check, hints, solve } of tasks) {
      const asks = JSON.stringify(check).includes('$answer');
      t.strictSame(
        [ask !== undefined, answer !== undefined],
        [asks, asks],
        `${id}: ${name}: an answer is asked for if it counts`,
      );
      const steps = check.map((step) =>
        stepWithAnswer(
          step,
          answer === undefined ? undefined : (normalizeAnswer(String(answer)) ?? (number === 7 ? 's1' : '50000')),
        ),
      );
      for (const step of steps) t.strictSame(problemsOf(step), [], `${id}: ${name}`);
      for (const { when, text } of hints) {
        t.ok(
          when === undefined || steps.some((step) => problemsOf({ ...step, expect: when }).length === 0),
          `${id}: ${text}`,
        );
        t.notMatch(text, /\.$/, 'a hint has no full stop');
      }
      t.ok(
        solve.length > 0 && solve.every((line) => readSolutionLine(line)),
        `${id}: ${name}: its solution can be typed`,
      );
    }
  }
});

t.test('a lesson is found by its number or its name', async (t) => {
  const ids = (wanted: string) => {
    const found = findLesson(wanted, lessonNames());
    return typeof found === 'string' ? found : found.id;
  };
  t.strictSame(['1', '02', 'the-cliff', '02-who-drops-it', 'who'].map(ids), [
    ...['01-the-cliff', '02-who-drops-it', '01-the-cliff', '02-who-drops-it', '02-who-drops-it'],
  ]);
  t.strictSame(
    lessonNames().map((name) => readLesson(name)),
    lessons,
  );
  t.match(ids('99'), /^there is no lesson '99'; lessons: 01-the-cliff, 02-/);
  const alike = ['03-clamp', '04-clamp-too'].map((id) => ({ id, number: Number(id.slice(0, 2)) }) as Lesson);
  t.equal(findLesson('cl', alike), "'cl' may be one of 03-clamp, 04-clamp-too\n");
});

t.test('an answer is one word, and takes its place in the step', async (t) => {
  t.strictSame([' Firewall ', '8928 bytes', '1500B', 'edge:to-transit', '2001:db8::1'].map(normalizeAnswer), [
    ...['firewall', '8928', '1500', 'edge:to-transit', '2001:db8::1'],
  ]);
  t.strictSame(['', 'two words', 'a"b', '{a: b}', '-c'].map(normalizeAnswer), Array(5).fill(undefined));
  const step = { do: { x: [{ at: '$answer' }] }, expect: { ptb: { $answer: { made: 1 } }, 'segment-size': '$answer' } };
  t.strictSame(stepWithAnswer(step, 'edge').expect, { ptb: { edge: { made: 1 } }, 'segment-size': 'edge' });
  t.strictSame(stepWithAnswer(step, '12').do, { x: [{ at: 12 }] });
  t.strictSame(stepWithAnswer({ bytes: '$answer+1' }, '12'), { bytes: 13 });
  t.equal(stepWithAnswer(step, undefined), step);
});

t.test('solutions are commands in nodes and steps', async (t) => {
  t.strictSame(readSolutionLine('edge# ip -6 route'), { node: 'edge', command: 'ip -6 route' });
  t.strictSame(readSolutionLine("$ mtulab do 'flush: {at: client}'"), { step: 'flush: {at: client}' });
  t.equal(readSolutionLine('$ rm -r /'), undefined);
});

const network = lessons[0]!.network;
const source = { file: network, text: readFileSync(network, 'utf8') };

t.test('hints are chosen by what the check saw', async (t) => {
  const step = { do: { lookup: { at: 'client', to: 'server' } } };
  const last = { step, facts: { ipv6: { pmtu: { kind: 'path', mtu: 1500 } }, ipv4: { pmtu: undefined } } } as never;
  const hints = [{ text: 'always' }, { when: { ipv6: { pmtu: 1400 } }, text: 'never' }];
  t.strictSame(
    fittingHints(hints, undefined, source).map(({ text }) => text),
    ['always'],
    'without a check only those without a condition',
  );
  t.strictSame(
    fittingHints(hints, last, source).map(({ text }) => text),
    ['always'],
  );
  t.strictSame(fittingHints([{ when: { segment: 1 }, text: 'of another step' }], last, source), []);
});

t.test('progress is recorded for each exercise, readable only by its user', async (t) => {
  const folder = t.testdir();
  const progress = { done: 1, of: 4, hints: 2, hintsHere: 1, wrong: 0 };
  t.strictSame(readProgress(folder).exercises, {});
  saveProgress('01-the-cliff', progress, folder);
  saveProgress('blind 7', { ...progress, done: 0 }, folder);
  t.match(readProgress(folder).exercises, {
    '01-the-cliff': { ...progress, at: /^\d{4}-.*Z$/ },
    'blind 7': { done: 0 },
  });
  t.equal(statSync(join(folder, progressFile)).mode & 0o777, 0o600);
  saveProgress('blind 7', undefined, folder);
  t.strictSame(Object.keys(readProgress(folder).exercises), ['01-the-cliff']);
  const text = readFileSync(join(folder, progressFile), 'utf8');
  t.ok(parseProgress(text));
  t.equal(parseProgress(text.replace('"done": 1', '"done": "\\u001b"')), undefined, 'numbers are numbers');
  t.equal(parseProgress(text.replace('mtulab lessons 1', 'other')), undefined);
});

const lesson: Lesson = {
  ...{ id: '09-example', number: 9, title: 'an example', about: 'What it is\nabout.\n', network, fault: [] },
  tasks: [
    {
      ...{ name: 'first', text: 'Look at the sender.\n\nThen look again.', ask: 'a node', answer: 'edge' },
      check: [
        {
          do: { fetch: {} },
          expect: { outcome: 'stalled', ipv6: { cause: { 'packet-too-big-lost': { at: '$answer' } } } },
        },
      ],
      ...{ hints: [], solve: ['edge# true'], done: 'Remember.' },
    },
    { name: 'second', text: 'Change it.', check: [], hints: [], solve: ['edge# true'] },
  ],
};

t.test('the texts of a lesson', async (t) => {
  const progress = { done: 1, of: 2, hints: 0, hintsHere: 0, wrong: 0, at: '' };
  const exercises = { '09-example': progress, 'blind 7': progress, 'blind 8': { ...progress, done: 2 } };
  t.matchSnapshot(lessonList([lesson, { ...lesson, id: '10-b', number: 10 }], { exercises }, ['lesson-9'], 60), 'list');
  t.matchSnapshot(lessonHeading(lesson, drawNetwork(network, 80), 60), 'heading');
  t.matchSnapshot(taskText(lesson, 0, 60), 'task with a question');
  t.matchSnapshot(taskText(lesson, 1, 60), 'task without one');
  const seen = [
    { expectation: 'cause', text: 'IPv6: cause: wanted packet-too-big-lost at a, saw packet-too-big-lost at b' },
    { expectation: 'outcome', text: 'outcome: wanted stalled, saw completed' },
  ];
  t.matchSnapshot(
    checkText(lesson.tasks[0]!, { result: 'not yet', seen }),
    'a wrong answer does not give the right one away',
  );
  t.matchSnapshot(checkText(lesson.tasks[1]!, { result: 'not yet', seen }), 'what differs');
  t.matchSnapshot(
    checkText(lesson.tasks[0]!, { result: 'not judged', seen: [{ text: 'unknown node x' }] }),
    'not judged',
  );
});

/** An exercise of two tasks: the first wants an answer, the second a change. */
const fakeExercise = () => {
  let done = 0;
  const asked: (string | undefined)[] = [];
  const exercise: Exercise = {
    lab: { name: 'lesson-9', nodes: ['client'] } as unknown as RunningLabRecord,
    show: () => `task ${done + 1}\n`,
    asks: () => done === 0,
    hasEnded: () => done === 2,
    check: async (answer) => {
      asked.push(answer);
      const right = done === 0 ? answer === 'edge' : true;
      if (right) done += 1;
      return { result: right ? 'done' : 'not yet', text: right ? 'Done.\n' : 'No.\n' };
    },
    hint: async () => 'Hint: look.\n',
  };
  return { exercise, asked };
};

const talk = async (lines: readonly string[], states: readonly (string | undefined)[] = ['a']) => {
  const { exercise, asked } = fakeExercise();
  const input = new PassThrough();
  const entered: string[] = [];
  let printed = '';
  let read = 0;
  const rest = [...lines];
  const output = new PassThrough();
  output.on('data', (piece: Buffer) => {
    if (piece.toString().includes('learn> ') && rest.length > 0) input.write(`${rest.shift()}\n`);
    else if (piece.toString().includes('learn> ') && states.length === 1) input.end();
  });
  const tools = {
    ...{ input, output, pauseMs: 1 },
    shell: async (node: string) => void entered.push(`shell ${node}`),
    perform: async (step: string) => void entered.push(`do ${step}`),
    state: async () => states[Math.min(read++, states.length - 1)],
  };
  await holdSession(exercise, tools, { out: (text) => void (printed += String(text)) }, new AbortController().signal);
  return { printed, entered, asked };
};

t.test('a session takes answers and commands', async (t) => {
  const { printed, entered, asked } = await talk([
    'help',
    'hint',
    'task',
    '',
    'client',
    'answer client',
    "do 'flush: {}'",
    'edge',
    'what',
    'shell client',
  ]);
  t.matchSnapshot(printed);
  t.strictSame(entered, ['do flush: {}', 'shell client']);
  t.strictSame(asked, ['client', 'client', 'edge', undefined], 'leaving a shell checks a task without a question');
});

t.test('a session notices by itself that the lab has changed, and that it was stopped', async (t) => {
  const changed = await talk(['edge'], ['a', 'a', 'b', 'c', 'c']);
  t.match(changed.printed, /^Done\.\n\nDone\.\n$/);
  t.strictSame(changed.asked, ['edge', undefined]);
  t.match((await talk(['edge'], ['a', 'a', undefined, undefined])).printed, 'The lab was stopped.');
  t.match((await talk(['quit'])).printed, 'The lab goes on');
  t.match((await talk([])).printed, 'The lab goes on', 'at the end of input');
});

t.test('without a terminal one thing is done', async (t) => {
  const once = async (options: Readonly<Record<string, unknown>>) => {
    let out = '';
    const io = { out: (text: string | Uint8Array) => void (out += String(text)), err: () => undefined };
    const tools = { isTerminal: false, shell: async () => 0, perform: async () => 0 };
    const code = await practise(
      fakeExercise().exercise,
      { heading: () => 'H\n', options, tools },
      io,
      new AbortController().signal,
    );
    return { code, out };
  };
  t.strictSame(await once({ hint: true }), { code: 0, out: 'Hint: look.\n' });
  t.strictSame(await once({ answer: 'edge' }), { code: 0, out: 'Done.\n' });
  t.strictSame(await once({ answer: 'client' }), { code: 1, out: 'No.\n' });
  t.match(await once({}), { code: 0, out: /^H\ntask 1\nThe lab lesson-9 is running/ });
});

t.test('a lab that does not come up, or is gone, is an error of the machine', async (t) => {
  const { signal } = new AbortController();
  const lab = { name: 'x', file: network, fault: [] };
  await t.rejects(
    beginLab(lab, async () => 5, signal),
    /the lab x could not be built \(exit code 5\)/,
  );
  const gone = { name: 'x', pid: 2 ** 22 + 1, labProcessId: 1, nodes: ['a'] } as unknown as RunningLabRecord;
  await t.rejects(checkSteps(gone, [{ do: {} }], signal));
  await t.rejects(typeSolution(gone, ["$ mtulab do 'x'"], signal));
  await t.rejects(stateOfLab(gone, signal));
  const exercise = lessonExercise({ lesson, lab: gone, source });
  t.match((await exercise.check('two words', signal)).text, /^Answer with one word/);
  t.match(await exercise.hint(signal), 'Hint: one way to do it: `edge# true`');
});

t.test('the state of a lab names its nodes', async (t) => {
  t.match(stateScript(['client', 'edge']), 'for node in client edge; do');
  t.ok(existsSync(network));
});

t.test('learn lists the lessons, and explains which there are', async (t) => {
  const listed = await callCommand(learn, []);
  t.match(listed, { code: 0, err: '' });
  for (const { title } of lessons) t.match(listed.out, title);
  t.match(await callCommand(learn, ['nothing']), { code: 2, out: '', err: /^there is no lesson 'nothing'/ });
});

t.test('an exercise starts, stops and enters its lab by the commands of a user', async (t) => {
  let err = '';
  const io = { out: () => t.fail('the text of up is not shown'), err: (text: string) => void (err += text) };
  const { signal } = new AbortController();
  const { start, stop, tools } = labOfExercise(io, signal);
  t.equal(await start('no-such-file.yaml', 'x', signal), 2);
  t.match(err, 'no-such-file.yaml');
  await stop('x');
  const { isTerminal, shell, perform } = tools({ name: 'x' });
  t.notOk(isTerminal && !process.stdin.isTTY);
  await shell('client');
  await perform('flush: {}');
  t.equal(err.match(/no lab is running/g)?.length, 2, 'which explain that there is none');
});

t.test('the table of a class, from state folders that users may have prepared', async (t) => {
  const progress = { done: 2, of: 5, hints: 1, hintsHere: 0, wrong: 3, at: '2026-01-01T10:00:00.000Z' };
  const text = (exercises: object) => JSON.stringify({ mark: 'mtulab lessons 1', exercises });
  const later = { ...progress, done: 1, at: '2026-01-01T10:30:00.000Z' };
  const folder = t.testdir({
    ann: { [progressFile]: text({ '01-the-cliff': progress, 'blind 7': later }) },
    bob: { [progressFile]: 'no JSON' },
    eve: { [progressFile]: t.fixture('symlink', '../ann/lessons.progress') },
    none: {},
  });
  const own = process.getuid!();
  const participants = readClass(foldersIn(folder), new Map([[own, 'ann\u001b']]));
  t.strictSame(
    participants.map(({ exercises }) => Object.keys(exercises)),
    [['01-the-cliff', 'blind 7']],
    'no link is followed',
  );
  t.matchSnapshot(
    classTable(participants, Date.parse('2026-01-01T11:00:00.000Z'), 80),
    'the latest exercise comes first',
  );
  t.match(classTable([], 0), /^No one has begun/);
  t.strictSame(foldersIn('/no/such/folder'), []);
  t.equal(usualFolders()[0], '/run/mtulab');
  t.match(await callCommand(learn, [], { class: folder }), { code: 0, out: /01-the-cliff +2 of 5 +1 +3/ });
});

t.test('a handout has space for answers, or has the solutions', async (t) => {
  const drawing = drawNetwork(network, 80);
  t.matchSnapshot(handout(lesson, drawing, { solutions: false }), 'for learners');
  t.matchSnapshot(handout(lesson, drawing, { solutions: true }), 'for a teacher');
  const printed = await callCommand(print, []);
  t.equal(printed.out.match(/^# Lesson/gm)?.length, lessons.length);
  t.notMatch((await callCommand(print, ['1'])).out, '8928');
  t.match((await callCommand(print, ['1'], { solutions: true })).out, '8928');
  t.match(await callCommand(print, ['99']), { code: 2, err: /there is no lesson/ });
});
