// Does what a lesson's page tells a learner to do, and says where the page and the machine differ, as TAP:
//   node scripts/lesson.js labs/01-the-cliff/README.md
// It happens in a world of its own (processes, mounts, network), so that a learner's labs are not disturbed and nothing can be left behind.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsOf } from './lesson/page.js';
import { lackOf } from './lesson/lack.js';
import { perform } from './lesson/perform.js';
import { notOk, ok, skip, version } from './lesson/tap.js';

const [file, inside] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));

const world = `mount -t tmpfs tmpfs /run && mkdir /run/bin &&
  printf '#!/bin/sh\\nexec "%s" "%s" "$@"\\n' "$1" "$MTULAB_CLI" >/run/bin/mtulab && chmod +x /run/bin/mtulab &&
  exec "$1" "$0scripts/lesson.js" "$2" inside`;

const enterWorld = () => {
  console.log(version);
  const user = process.geteuid() === 0 ? [] : ['--user', '--map-root-user'];
  const unshare = ['unshare', ...user, '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const { error, status, stderr } = spawnSync(unshare[0], [...unshare.slice(1), 'true'], { encoding: 'utf8' });
  if (status !== 0) return console.log(skip(`no namespaces can be made here: ${error?.message ?? stderr.trim()}`));
  const { NODE_OPTIONS, NODE_EXTRA_CA_CERTS, MTULAB_NAME, ...env } = process.env;
  const { status: code } = spawnSync(
    'setpriv', // so that the world ends with this process, however that ends
    ['--pdeathsig', 'KILL', ...unshare, 'sh', '-c', world, root, process.execPath, file],
    { stdio: 'inherit', env: { ...env, MTULAB_CLI: process.env.MTULAB_CLI ?? `${root}dist/cli.js` } },
  );
  process.exitCode = code ?? 1;
};

const follow = async () => {
  const text = readFileSync(file, 'utf8');
  const lack = await lackOf(text);
  if (lack) return console.log(skip(lack));
  let number = 0;
  for await (const { title, difference } of perform(commandsOf(text), { cwd: root })) {
    const named = { number: (number += 1), title: `${file}:${title}` };
    console.log(difference ? notOk({ ...named, difference }) : ok(named));
    if (difference) process.exitCode = 1;
  }
  console.log(`1..${number}`);
};

if (inside) {
  process.env.PATH = `/run/bin:${process.env.PATH}:/usr/sbin:/sbin`;
  await follow();
} else if (file) enterWorld();
else {
  console.error('usage: node scripts/lesson.js labs/LESSON/README.md');
  process.exitCode = 2;
}
