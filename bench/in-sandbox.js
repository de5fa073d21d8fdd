import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Runs a module of the bench in a sandbox like that of a run, with the engine's sources bundled, and returns the JSON that it prints. */
export const inSandbox = async (module, options) => {
  const outfile = resolve(`node_modules/.cache/mtulab/bench-${process.pid}.mjs`);
  const entryPoints = [fileURLToPath(new URL(module, import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  try {
    return JSON.parse(await run([process.execPath, outfile, JSON.stringify(options)]));
  } finally {
    await rm(outfile);
  }
};

const run = async (argv) => {
  const child = spawn('unshare', [...flags, 'sh', '-c', firstProcess, 'sh', ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const printed = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`the measuring process ended with ${code}`);
  return printed;
};

const flags = [
  ...(process.getuid() === 0 ? [] : ['--user', '--map-root-user']),
  ...['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

/** The lock of iptables is in /run too. */
const firstProcess = 'mount -t tmpfs tmpfs /run && mkdir /run/netns || exit 5; "$@"; exit $?';
