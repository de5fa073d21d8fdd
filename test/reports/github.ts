import { resolve } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import type { Event } from '../../src/events/events.ts';
import { github } from '../../src/reports/github.ts';
import { printable } from '../../src/text/printable.ts';
import { plain, recordedRun, reportOf, runNamed } from './fixtures/report-of.ts';

interface Command {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as GitHub's runner does (src/Runner.Common/ActionCommand.cs): escapes are replaced once it is split. */
const parse = (line: string): Command => {
  const [, command, list, message] = /^::([a-z]+) (.*?)::(.*)$/.exec(line)!;
  const unescape = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = list!.split(',').map((each) => {
    const at = each.indexOf('=');
    return [each.slice(0, at), unescape(each.slice(at + 1))];
  });
  return { command: command!, properties: Object.fromEntries(properties), message: unescape(message!) };
};

const commandsOf = (output: string): readonly Command[] => output.split('\n').slice(0, -1).map(parse);

t.test('each step that did not pass is an annotation at its line, and a skipped scenario a notice', async (t) => {
  t.match(commandsOf(await reportOf(github)), [
    {
      command: 'error',
      properties: {
        file: 'scenarios/edge-clamp.yaml',
        line: '20',
        title: 'A clamp shows itself only on the far side of the edge: a new connection is clamped',
      },
      message: /wanted edge:to-transit 1396\n +saw +edge:to-transit 8960\n/,
    },
    { command: 'error', properties: { file: 'scenarios/ptb-dropped.yaml', line: '35' }, message: /not be judged\n/ },
    { command: 'notice', properties: { file: 'scenarios/ecmp-exceptions.yaml' }, message: /^skipped: nexthop-groups/ },
  ]);
});

t.test('a file that cannot be run is an annotation at its first mistake', async (t) => {
  const scenario = { id: 0, file: 'bad.yaml', title: 'bad.yaml' };
  const end = { kind: 'scenario-end', ...scenario, result: 'error', reason: '7:3: wrong; right', ms: 0 } as const;
  const run = (line?: number): readonly Event[] => [
    { kind: 'scenario', ...scenario },
    { ...end, ...(line !== undefined && { line }) },
  ];
  t.equal(await reportOf(github, plain, run(7)), '::error file=bad.yaml,line=7,title=bad.yaml::7:3: wrong; right\n');
  t.equal(await reportOf(github, plain, run()), '::error file=bad.yaml,title=bad.yaml::7:3: wrong; right\n');
});

t.test('names and output of programs cannot end a command or begin another', async (t) => {
  const escaped = await reportOf(github, plain, runNamed('a:b,c%0A', '100%\r\n::error::x'));
  t.match(escaped, '::error file=a%3Ab%2Cc%250A,line=3,title=a%3Ab%2Cc%250A%3A a%3Ab%2Cc%250A::100%25 ::error::x%0A');
  const part = fc.oneof(
    fc.constantFrom('::', '%', '%25', '%0A', ',', ':', '\r', '\n', '::error::', 'line=1'),
    fc.string(),
  );
  const text = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => `x${parts.join('')}`);
  await fc.assert(
    fc.asyncProperty(text, async (name) => {
      const [step, scenario, ...more] = commandsOf(await reportOf(github, plain, runNamed(name, 'text')));
      const file = printable(name.replace(/\r\n?/g, '\n'));
      t.strictSame(more, []);
      t.strictSame(step!.properties, { file, line: '3', title: `${file}: ${file}` });
      t.strictSame(scenario!.properties, { file, title: file });
    }),
  );
});

t.test('files are named by their path in the repository', async (t) => {
  const fileOf = async (file: string, workspace: string) => {
    const [command] = commandsOf(
      await reportOf(github, { ...plain, env: { GITHUB_WORKSPACE: workspace } }, runNamed(file, 'text')),
    );
    return command!.properties['file'];
  };
  t.equal(await fileOf('a/b.yaml', resolve('.')), 'a/b.yaml');
  t.equal(await fileOf('b.yaml', resolve('..')), `${resolve('.').split('/').at(-1)}/b.yaml`);
  t.equal(await fileOf(resolve('a/b.yaml'), resolve('.')), 'a/b.yaml');
  t.equal(await fileOf('/elsewhere/b.yaml', resolve('.')), '/elsewhere/b.yaml', 'a bundled scenario');
});

t.test('the run is added to the summary of the job as Markdown when it ends', async (t) => {
  const appended: string[] = [];
  const options = {
    ...{ ...plain, env: { GITHUB_STEP_SUMMARY: '/summary.md' } },
    append: (path: string) => (text: string) => void appended.push(path, text),
  };
  const report = await github.report({ out: () => undefined, err: () => undefined }, options);
  for (const event of recordedRun) report.event(event);
  t.strictSame(appended, []);
  report.end();
  t.match(appended, ['/summary.md', /^1 passed, 1 failed, 1 skipped, 1 error; [^]*### ✖ failed: A clamp shows/]);
  t.equal(appended.length, 2);
});
