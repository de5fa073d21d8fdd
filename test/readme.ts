import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { describeLimits } from '../src/scenario/problems/describe-limits.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}/README.md`, 'utf8');
const blocks = [...readme.matchAll(/^```(\S+) (\S+)\n(.*?)^```$/gms)].map(([, language, info, text]) => ({
  language,
  info: info!,
  text: text!,
}));

const folder = t.testdir({
  scenarios: t.fixture('symlink', `${root}/scenarios`),
  bin: { mtulab: t.fixture('symlink', `${root}/dist/cli.js`) },
  ...Object.fromEntries(
    blocks.filter(({ info }) => info.startsWith('file=')).map(({ info, text }) => [info.slice(5), text]),
  ),
});

const env = {
  ...process.env,
  PATH: `${folder}/bin:${process.env['PATH']}:/usr/sbin:/sbin`,
  MTULAB_STATE: `${folder}/state`,
  NODE_OPTIONS: undefined, // tap's loader would be loaded into every command
};
const shell = (script: string) =>
  spawnSync('sh', ['-eu', '-c', script], { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });

/** Why a block has failed is at its end; a log that shows a part of a failure shows little more. */
const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-12).join('\n');

const skip = shell('mtulab doctor').status !== 0 && 'this machine cannot run scenarios: see mtulab doctor';

t.test('every block of the README that is marked `run` succeeds', { skip }, async (t) => {
  t.teardown(() => shell('mtulab down first 2>/dev/null || true'));
  const runnable = blocks.filter(({ info }) => info === 'run');
  t.ok(runnable.length >= 4, 'the blocks are found');
  for (const { text } of runnable)
    await t.test(text.trim().split('\n')[0]!, async (t) => {
      const { status, stdout, stderr } = shell(text);
      t.equal(status, 0, lastLines(`${stdout}${stderr}`));
    });
});

t.test('the README names the limits of a scenario file', async (t) => {
  t.ok(readme.replace(/\s+/g, ' ').includes(describeLimits()), describeLimits());
});

t.test('every link in the README and in ARCHITECTURE.md points to a file', async (t) => {
  for (const page of ['README.md', 'ARCHITECTURE.md'])
    for (const [, target] of readFileSync(`${root}/${page}`, 'utf8').matchAll(/\]\(([^)#:]+)\)/g))
      t.ok(existsSync(`${root}/${target}`), `${page}: ${target}`);
});
