import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { buildLab, readPlans, until } from './engine.ts';

/** Plans the text of a scenario. */
export const planned = (scenario) => {
  const { plans, problems } = readPlans([{ file: 'bench', text: scenario }], { set: {} });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return plans[0];
};

/** Milliseconds in which the engine builds and stops a lab; `meanwhile` uses it while it runs. */
export const engine = async (plan, meanwhile = async () => {}) => {
  const began = performance.now();
  const lab = await buildLab(plan, new AbortController().signal);
  const built = performance.now();
  await meanwhile(lab);
  const ending = performance.now();
  await lab[Symbol.asyncDispose]();
  const ended = performance.now();
  await cleaned();
  return { build: built - began, end: ended - ending };
};

/** Milliseconds of a script that builds a plan's namespaces in /run/netns. */
export const scripted = async (plan, script) => {
  const began = performance.now();
  await sh('sh', script);
  const built = performance.now();
  await sh('ip -batch -', plan.nodes.map(({ name }) => `netns del ${name}`).join('\n'));
  await cleaned();
  return { build: built - began };
};

/** Runs a shell command with a text on its stdin, and returns its stdout; any output on stderr is a failure. */
export const sh = async (command, input) => {
  const child = spawn('sh', ['-c', `exec ${command}`], { stdio: 'pipe' });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0 || stderr !== '') throw new Error(`${command} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
};

/** A file that exists as long as the sandbox. */
export const file = (name, content) => {
  writeFileSync(`/run/${name}`, content);
  return `/run/${name}`;
};

/** The kernel destroys namespaces after their last process, in a worker: the next turn must not run at the same time. */
const cleaned = async () => {
  let quiet = 0;
  let before = namespaces();
  const settled = () => {
    const now = namespaces();
    quiet = now < before ? 0 : quiet + 1;
    before = now;
    return quiet >= 4;
  };
  await until('the kernel to clean up', settled, { everyMs: 40, withinMs: 30_000 });
};

/** Network namespaces of the machine, also those being destroyed, as counted by the allocator. */
const namespaces = () => {
  const line = readFileSync('/proc/slabinfo', 'utf8')
    .split('\n')
    .find((row) => row.startsWith('net_namespace'));
  return Number(line?.split(/\s+/)[1] ?? 0);
};
