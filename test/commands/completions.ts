import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { catalogue } from '../../src/commands/catalogue.ts';
import { completion } from '../../src/commands/completion.ts';
import { completeLine } from '../../src/commands/completions/complete-line.ts';
import type { Sources, Typed } from '../../src/commands/completions/complete-line.ts';
import { shellScripts } from '../../src/commands/completions/shell-scripts.ts';
import { splitLine } from '../../src/commands/completions/split-line.ts';
import { stepCandidates } from '../../src/commands/completions/step-candidates.ts';
import { valueSources } from '../../src/commands/completions/value-sources.ts';
import { reportCandidates, wordCandidates } from '../../src/commands/completions/word-candidates.ts';
import { explain } from '../../src/commands/explain.ts';
import { explainable, limitsTopic } from '../../src/commands/scenarios/explainable.ts';
import { saveRunningLab } from '../../src/kernel/sandbox/running-labs.ts';
import { reportKinds } from '../../src/reports/kinds.ts';
import { shellQuote } from '../../src/text/shell-quote.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { callCommand } from './fixtures/call-command.ts';

t.test('a line is split into words as by a shell, and the last one may be unfinished', async (t) => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['', ['']],
    ['mtulab', ['mtulab']],
    ['mtulab ', ['mtulab', '']],
    ['a \'b c\' "d \\"e" f\\ g', ['a', 'b c', 'd "e', 'f g']],
    ["a 'b c", ['a', 'b c']],
    ['a "b c', ['a', 'b c']],
    ['a b\\', ['a', 'b']],
    ["--until='a step'", ['--until=a step']],
    ["a '' b", ['a', '', 'b']],
  ];
  for (const [line, words] of table) t.strictSame(splitLine(line), words, line);
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (words) => {
      t.strictSame(splitLine(words.map(shellQuote).join(' ')), words);
    }),
  );
});

/** The values for a line, with sources that show what they were asked. */
const valuesFor = async (line: string): Promise<readonly string[]> => {
  const asked =
    (placeholder: string) =>
    ({ current, lab = 'any', args }: Typed) => [
      { value: `${current}${placeholder}@${placeholder === 'step-name' ? args.join() : lab}` },
    ];
  const placeholders = [
    'step-name',
    'path',
    'scenario',
    'word-or-path',
    'node',
    'place',
    'name',
    'file',
    'dir',
    'kind[=path]',
  ];
  const sources: Sources = Object.fromEntries(placeholders.map((name) => [name, asked(name)]));
  return (await completeLine(splitLine(line), catalogue, sources)).map(({ value }) => value);
};

t.test('commands, options and the values of both are completed where they can stand', async (t) => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['mtulab d', ['doctor', 'do', 'down']],
    ['mtulab --debug sh', ['shell']],
    ['mtulab --v', ['--version']],
    ['mtulab insi', []],
    ['mtulab nonsense x', []],
    ['mtulab run x', ['xpath@any']],
    ['mtulab run a b --predict c', ['cpath@any']],
    ['mtulab run --re', ['--report']],
    ['mtulab run --predict --pre', []],
    ['mtulab run --report text --rep', ['--report']],
    ['mtulab run --report j', ['jkind[=path]@any']],
    ['mtulab run --report=j', ['--report=jkind[=path]@any']],
    ['mtulab run --jobs ', []],
    ['mtulab run -- --re', ['--repath@any']],
    ['mtulab plan -f t', ['table']],
    ['mtulab plan --format=j', ['--format=json']],
    ['mtulab up ', ['scenario@any']],
    ['mtulab deploy --na', ['--name']],
    ['mtulab up one ', []],
    ['mtulab up one --until ', ['step-name@one']],
    ['mtulab up --until s', ['sstep-name@']],
    ["mtulab up 'a file' --name lab --until='s", ['--until=sstep-name@a file']],
    ['mtulab do ', []],
    ['mtulab explain ', ['word-or-path@any']],
    ['mtulab capture ', ['show', 'place@any']],
    ['mtulab capture a -w f --name lab b', ['bplace@lab']],
    ['mtulab capture --write f', ['ffile@any']],
    ['mtulab capture show ', ['file@any']],
    ['mtulab capture show --fl', ['--flow']],
    ['mtulab shell --name=lab ', ['node@lab']],
    ['mtulab exec c', ['cnode@any']],
    ['mtulab exec client ping -', []],
  ];
  for (const [line, values] of table) t.strictSame(await valuesFor(line), values, line);
  const commands = catalogue.filter(({ name, hidden }) => !hidden && !name.includes(' ')).map(({ name }) => name);
  t.strictSame(await valuesFor('mtulab '), [...commands, 'help']);
});

t.test('each placeholder of the command line has values to complete, or is free text', async (t) => {
  const freeText = [
    'name=value',
    'destination',
    'n',
    'step',
    'end',
    'program',
    'line',
    'form',
    'shell',
    'text',
    'fault',
    'cure',
    'bytes',
    'url',
    'address',
    'prefix',
    'seconds',
    'port',
    'ms',
    'percent',
    'i/n',
  ];
  const placeholders = catalogue
    .flatMap(({ args = '', options = [] }) => [args, ...options.map(({ flags }) => flags)])
    .flatMap((text) => [...text.matchAll(/(?:^| )[<[](\S+)[>\]]/g)].map(([, name]) => name!.replace('...', '')));
  for (const name of new Set(placeholders)) t.equal(Object.hasOwn(valueSources, name), !freeText.includes(name), name);
  t.ok(placeholders.includes('kind[=path]') && placeholders.includes('word-or-path'), 'they are found');
});

const valuesOf = async (
  source: string,
  current = '',
  lab?: string,
  args: readonly string[] = [],
): Promise<readonly string[]> =>
  (await valueSources[source]!({ current, args, ...(lab !== undefined && { lab }) })).map(({ value }) => value);

t.test('scenarios are the bundled ones and files, and folders lead to more', async (t) => {
  const folder = realpathSync(t.testdir({ 'a.yaml': '', 'a.txt': '', '.hidden.yaml': '', sub: { 'b.yml': '' } }));
  writeFileSync(join(folder, 'tab\t.yaml'), '');
  t.strictSame((await valuesOf('scenario', `${folder}/`)).slice(-2), [`${folder}/a.yaml`, `${folder}/sub/`]);
  t.strictSame((await valuesOf('path', `${folder}/sub/b`)).at(-1), `${folder}/sub/b.yml`);
  t.strictSame((await valuesOf('path', `${folder}/.`)).at(-1), `${folder}/.hidden.yaml`);
  const names = await valuesOf('path', `${folder}/nowhere/`);
  t.strictSame(
    (await valuesOf('path')).filter((value) => /^scenarios\/?$/.test(value)),
    ['scenarios/'],
    'a folder here has the name of a bundled one',
  );
  for (const name of ['ptb-dropped', 'clamp', 'scenarios']) t.ok(names.includes(name), name);
  t.notOk(names.some((name) => name.startsWith('/')));
  t.notOk((await valuesOf('scenario')).includes('clamp'), 'a lab is not built from a folder');
  t.strictSame(await valuesOf('file', `${folder}/a`), [`${folder}/a.txt`, `${folder}/a.yaml`]);
  t.strictSame(await valuesOf('yaml', `${folder}/a`), [`${folder}/a.yaml`]);
  t.strictSame(await valuesOf('kind=path', 'html'), ['text=', 'json=', 'markdown=', 'html=']);
  t.strictSame(await valuesOf('kind=path', `html=${folder}/a.t`), [`html=${folder}/a.txt`]);
  t.strictSame(await valuesOf('dir', `${folder}/`), [`${folder}/sub/`]);
  t.strictSame(await valuesOf('kind[=path]', `tap=${folder}/a.t`), [`tap=${folder}/a.txt`]);
  t.intercept(process, 'env', { value: { ...process.env, HOME: folder } });
  t.strictSame(await valuesOf('file', '~/a.t'), ['~/a.txt']);
});

t.test('steps are those of the scenario', async (t) => {
  const names = await valuesOf('step-name', '', undefined, ['ptb-dropped']);
  t.ok(names.length >= 2 && names.every((name) => name !== ''), names.join('; '));
  const file = join(t.testdir({ 'wrong.yaml': 'title: wrong' }), 'wrong.yaml');
  for (const none of [[file], ['no-such-scenario'], []])
    t.strictSame(await valuesOf('step-name', '', undefined, none), []);
  t.strictSame(stepCandidates(file), []);
});

t.test('labs are those that run, and nodes those of the lab that is meant', async (t) => {
  const folder = t.testdir();
  const env = { ...process.env, MTULAB_STATE: join(folder, 'state'), MTULAB_NAME: undefined };
  t.intercept(process, 'env', { value: env });
  t.strictSame([await valuesOf('name'), await valuesOf('node')], [[], []]);
  mkdirSync(env.MTULAB_STATE, { mode: 0o700 });
  const lab = {
    pid: process.pid,
    shimPid: process.pid,
    labProcessId: 1,
    file: 'a.yaml',
    since: '2026-01-01T00:00:00Z',
  };
  saveRunningLab({ ...lab, name: 'one', title: 'One', nodes: ['client', 'edge'], places: ['client:to-edge'] });
  t.strictSame([await valuesOf('name'), await valuesOf('node')], [['one'], ['client', 'edge']]);
  t.strictSame(await valuesOf('place'), ['client', 'edge', 'client:to-edge']);
  saveRunningLab({ ...lab, name: 'two', title: 'Two', nodes: ['server'] });
  t.strictSame([...(await valuesOf('name'))].sort(), ['one', 'two']);
  t.strictSame([...(await valuesOf('node'))].sort(), ['client', 'edge', 'server'], 'any of them may be meant');
  t.strictSame(await valuesOf('node', '', 'two'), ['server']);
  t.intercept(process, 'env', { value: { ...env, MTULAB_NAME: 'two' } });
  t.strictSame(await valuesOf('node'), ['server']);
  t.strictSame(await valuesOf('node', '', 'one'), ['client', 'edge']);
});

t.test('every word that is completed is explained, and every kind of report is one', async (t) => {
  const words = wordCandidates().map(({ value }) => value);
  t.strictSame(words, explainable(dictionary));
  t.strictSame(
    words.filter((word) => explain(word, dictionary) === undefined),
    [],
  );
  for (const word of ['mss', 'expectations', 'between', limitsTopic]) t.ok(words.includes(word), word);
  t.ok((await valuesOf('word-or-path')).includes('mss'));
  t.strictSame(
    reportCandidates().map(({ value }) => value),
    Object.keys(reportKinds),
  );
  t.strictSame(await valuesOf('kind[=path]'), Object.keys(reportKinds));
});

t.test(
  'each shell gets what it can show, and bash only what follows the last sign at which it breaks words',
  async (t) => {
    const answers = async (shell: string, line: string) =>
      (await callCommand(completion(catalogue), [shell, line])).out;
    t.equal(await answers('bash', 'mtulab run --report=js'), 'json\n');
    t.equal(await answers('bash', 'mtulab completion '), 'bash\nzsh\nfish\n');
    t.equal(await answers('fish', 'mtulab run --report=js'), `--report=json\t${reportKinds['json']!.about}\n`);
    t.equal(await answers('zsh', 'mtulab completion z'), 'zsh\n');
    t.match(await callCommand(completion(catalogue), ['tcsh']), {
      code: 2,
      err: "error: there is no completion for 'tcsh'; one of bash, zsh, fish\n",
    });
    const scripts = Object.entries(shellScripts).map(([shell, script]) => [shell, script(['/a node', "/it's/cli.js"])]);
    t.matchSnapshot(scripts.map(([shell, script]) => `${shell}:\n${script}`).join('\n'));
  },
);
