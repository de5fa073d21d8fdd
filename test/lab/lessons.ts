import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';

// Each page of labs/ is executed: its commands are typed and their output is compared with the page (see scripts/lesson.js).

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = `${root}scripts/lesson.js`;
const { NODE_OPTIONS, NODE_EXTRA_CA_CERTS, ...env } = process.env; // tap's loader would be loaded into every command

const pages = readdirSync(`${root}labs`)
  .sort()
  .map((lesson) => `labs/${lesson}/README.md`)
  .filter((page) => existsSync(root + page));

t.jobs = 4;

/** The page's own TAP becomes a part of this one; on a machine where its commands cannot run it is a skip with the reason. */
for (const page of pages)
  t.spawn(process.execPath, [script, page], { cwd: root, env, stdio: 'pipe', buffered: true }, page);

t.test('there is a lesson', async (t) => t.ok(pages.length > 0));

const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
const canUnshare = spawnSync('unshare', [...user, '--mount', '--net', '--pid', '--fork', 'true']).status === 0;
const skip = !canUnshare && 'namespaces cannot be created here';

t.test('each line of a page that differs from the output is reported', { skip }, async (t) => {
  const { output } = await follow('test/fixtures/wrong-page.md');
  const wrong = /^not ok \d+ - \S+:(\d+) .*\n {2}---\n {2}line: (\d+)\n {2}wanted: "(.*)"\n {2}saw: "(.*)"$/gm;
  t.strictSame(
    [...output.matchAll(wrong)].map(([, typed, line, wanted, saw]) => [Number(typed), Number(line), wanted, saw]),
    [
      [7, 8, '1440', '1396'],
      [9, 9, '(no more output)', 'more'],
      [10, 13, 'three', '(no more output)'],
      [26, 26, 'left', 'went'],
    ],
    'each difference has its line',
  );
  t.match(output, /^1\.\.8$/m, 'correct lines are not reported');
});

t.test('a page with a prompt that no open shell has cannot be executed', { skip }, async (t) => {
  const folder = t.testdir({ 'page.md': '```console\nclient# true\n```\n' });
  t.match(await follow(`${folder}/page.md`), { code: 1, output: /2: the prompt client# is not open in that terminal/ });
});

const follow = async (page: string): Promise<{ code: number; output: string }> => {
  const child = spawn(process.execPath, [script, page], { cwd: root, env });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, output: stdout + stderr };
};
