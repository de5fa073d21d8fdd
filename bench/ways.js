import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { plansOf, standUp, until } from './engine.ts';

/** For the measuring process inside the sandbox: plans a scenario's text. */
export const planned = (scenario) => {
  const { plans, problems } = plansOf([{ file: 'bench', text: scenario }], { set: {} });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return plans[0];
};

/** Milliseconds that the engine needs to build and to take away; `meanwhile` looks at the standing lab. */
export const engine = async (plan, meanwhile = async () => {}) => {
  const began = performance.now();
  const lab = await standUp(plan, new AbortController().signal);
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

/** Runs a shell command with a text on its stdin, and gives its stdout; whatever it says on stderr is a failure. */
export const sh = async (command, input) => {
  const child = spawn('sh', ['-c', `exec ${command}`], { stdio: 'pipe' });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0 || stderr !== '') throw new Error(`${command} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
};

/** A file that is gone with the sandbox. */
export const file = (name, content) => {
  writeFileSync(`/run/${name}`, content);
  return `/run/${name}`;
};

/** Namespaces die after their last process: the next turn must not share the machine with that. Their worker has nothing to do then. */
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

/** Live and dying network namespaces of the machine, as the allocator counts them. */
const namespaces = () => {
  const line = readFileSync('/proc/slabinfo', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('net_namespace'));
  return Number(line?.split(/\s+/)[1] ?? 0);
};
