import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';

// What a page of labs/ tells a learner to type is typed, and what it shows is compared with what comes (scripts/lesson.js says how).

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = `${root}scripts/lesson.js`;
const { NODE_OPTIONS, NODE_EXTRA_CA_CERTS, ...env } = process.env; // tap's loader would be loaded into every command

const pages = readdirSync(`${root}labs`)
  .sort()
  .map((lesson) => `labs/${lesson}/README.md`)
  .filter((page) => existsSync(root + page));

/** The page's own TAP becomes a part of this one; a machine where it cannot be followed is a skip with the reason. */
for (const page of pages) t.spawn(process.execPath, [script, page], { cwd: root, env, stdio: 'pipe' }, page);

t.test('there is a lesson', async (t) => t.ok(pages.length > 0));

const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
const inWorld = spawnSync('unshare', [...user, '--mount', '--net', '--pid', '--fork', 'true']).status === 0;
const skip = !inWorld && 'no namespaces can be made here';

t.test('a page that lies is told so, with the line of each lie', { skip }, async (t) => {
  const { said } = await follow('test/fixtures/lies.md');
  const lies = /^not ok \d+ - \S+:(\d+) .*\n {2}---\n {2}line: (\d+)\n {2}wanted: "(.*)"\n {2}saw: "(.*)"$/gm;
  t.strictSame(
    [...said.matchAll(lies)].map(([, typed, line, wanted, saw]) => [Number(typed), Number(line), wanted, saw]),
    [
      [7, 8, '1440', '1396'],
      [9, 9, '(no more output)', 'more'],
      [10, 13, 'three', '(no more output)'],
      [26, 26, 'left', 'went'],
    ],
    'each lie has its line',
  );
  t.match(said, /^1\.\.8$/m, 'what is true is not called a lie');
});

t.test('a page that types where no shell stands open cannot be followed', { skip }, async (t) => {
  const folder = t.testdir({ 'page.md': '```console\nclient# true\n```\n' });
  t.match(await follow(`${folder}/page.md`), { code: 1, said: /2: no terminal shows the prompt client# there/ });
});

const follow = async (page: string): Promise<{ code: number; said: string }> => {
  const child = spawn(process.execPath, [script, page], { cwd: root, env });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, said: stdout + stderr };
};
