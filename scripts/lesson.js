// Types the commands of a lesson page and reports as TAP where their output differs from the page:
//   node scripts/lesson.js labs/01-the-cliff/README.md
// It runs in namespaces of its own (processes, mounts, network), with a list of labs of its own: it does not disturb a user's labs or another
// page, and leaves nothing behind.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { missingRequirement } from './lesson/missing-requirement.js';
import { commandsOf } from './lesson/parse-page.js';
import { runCommands } from './lesson/run-commands.js';
import { notOk, ok, skip, version } from './lesson/tap.js';

const [file, inside] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));

const setUp = `mount -t tmpfs tmpfs /run && mkdir /run/bin &&
  mkdir /run/state && export MTULAB_STATE=/run/state &&
  printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' "$1" "$MTULAB_CLI" >/run/bin/mtulab && chmod +x /run/bin/mtulab &&
  exec "$1" "$0scripts/lesson.js" "$2" inside`;

const runInNamespaces = () => {
  console.log(version);
  const user = process.geteuid() === 0 ? [] : ['--user', '--map-root-user'];
  const unshare = ['unshare', ...user, '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const { error, status, stderr } = spawnSync(unshare[0], [...unshare.slice(1), 'true'], { encoding: 'utf8' });
  if (status !== 0) return console.log(skip(`namespaces cannot be created here: ${error?.message ?? stderr.trim()}`));
  const { NODE_OPTIONS, NODE_EXTRA_CA_CERTS, MTULAB_NAME, ...env } = process.env;
  const { status: code } = spawnSync(
    'setpriv', // the namespaces end with this process, however it ends
    ['--pdeathsig', 'KILL', ...unshare, 'sh', '-c', setUp, root, process.execPath, file],
    { stdio: 'inherit', env: { ...env, MTULAB_CLI: process.env.MTULAB_CLI ?? `${root}dist/cli.js` } },
  );
  process.exitCode = code ?? 1;
};

const comparePage = async () => {
  const page = readFileSync(file, 'utf8');
  const missing = await missingRequirement(page);
  if (missing) return console.log(skip(missing));
  let number = 0;
  for await (const { title, difference } of runCommands(commandsOf(page), { cwd: root })) {
    const point = { number: (number += 1), title: `${file}:${title}` };
    console.log(difference ? notOk({ ...point, difference }) : ok(point));
    if (difference) process.exitCode = 1;
  }
  console.log(`1..${number}`);
};

if (inside) {
  process.env.PATH = `/run/bin:${process.env.PATH}:/usr/sbin:/sbin`;
  await comparePage();
} else if (file) runInNamespaces();
else {
  console.error('usage: node scripts/lesson.js labs/LESSON/README.md');
  process.exitCode = 2;
}
