import { chmodSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import t from 'tap';
import { childProcessIds, startTime } from '../../src/kernel/system/processes.ts';
import { startSandbox } from '../../src/kernel/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../src/kernel/sandbox/start-sandbox.ts';
import type { Wish } from '../fixtures/inner.ts';

const fixture = resolve(import.meta.dirname, '../fixtures/inner.ts');
const inner = join(t.testdir(), 'inner.mjs');
buildSync({ entryPoints: [fixture], bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile: inner });

const begin = async (wish: Wish, signal = new AbortController().signal, kill?: AbortSignal): Promise<Sandbox> => {
  const sandbox = await startSandbox({ entry: [process.execPath, inner], signal, ...(kill && { kill }) });
  sandbox.send({ job: { run: { scenarios: [], options: wish } } });
  return sandbox;
};

/** Events as they came until the end, with something done at the first. */
const follow = async (sandbox: Sandbox, atFirst: (event: Said) => void = () => {}): Promise<readonly Said[]> => {
  const events: Said[] = [];
  for await (const event of sandbox.events as AsyncIterable<Said>) if (events.push(event) === 1) atFirst(event);
  return events;
};

interface Said {
  readonly kind: string;
  readonly text?: string;
  readonly keepers?: readonly number[];
}

const small = { labs: 2, nodes: 3, then: 'wait' } as const;

t.test('labs side by side hold the same names, end when asked, and nothing of the sandbox stays', async (t) => {
  const sandbox = await begin({ ...small, then: 'end' });
  const events = await follow(sandbox);
  t.strictSame(
    events.map(({ kind }) => kind),
    ['built', 'ended'],
  );
  t.strictSame(await sandbox.ended, { code: 0, said: '' });
  t.equal(startTime(sandbox.pid), undefined);
});

t.test('a build script that fails says so in its own words', async (t) => {
  const sandbox = await begin({ ...small, script: 'ip link set nowhere up || exit 1' });
  t.match(await follow(sandbox), [{ kind: 'failed', text: /Cannot find device "nowhere"/ }]);
  t.equal((await sandbox.ended).code, 5);
});

t.test('a request to stop is passed on, and a demand to die is obeyed', async (t) => {
  const [stop, kill] = [new AbortController(), new AbortController()];
  const asked = await begin(small, stop.signal);
  t.match((await follow(asked, () => stop.abort())).at(-1), { kind: 'ended' });
  t.equal((await asked.ended).code, 130);
  const told = await begin(small, new AbortController().signal, kill.signal);
  await follow(told, () => kill.abort());
  t.equal((await told.ended).code, 137);
});

t.test('the death of any member ends all of them within two seconds, and says how', async (t) => {
  const keeper = (sandbox: Sandbox): number => childProcessIds(nodeOf(sandbox.pid))[0]!;
  const victims: Readonly<Record<string, (sandbox: Sandbox) => number>> = {
    'PID 1': ({ pid }) => pid,
    'the inner process': ({ pid }) => nodeOf(pid),
    unshare: ({ pid }) => parentOf(pid),
    'a keeper': keeper,
  };
  for (const [name, victim] of Object.entries(victims)) {
    const sandbox = await begin(small);
    const began = performance.now();
    await follow(sandbox, () => process.kill(victim(sandbox), 'SIGKILL'));
    const { code } = await sandbox.ended;
    t.not(code, 0, name);
    t.ok(performance.now() - began < 2000, `${name}: in time`);
    t.equal(startTime(sandbox.pid), undefined, `${name}: all gone`);
  }
});

t.test('what the sandbox prints is kept for the reason of its end', async (t) => {
  const sandbox = await startSandbox({
    entry: ['sh', '-c', 'echo alas >&2; exit 3'],
    signal: new AbortController().signal,
  });
  await follow(sandbox);
  t.strictSame(await sandbox.ended, { code: 3, said: 'alas\n' });
});

t.test('where namespaces are refused the error says what to do', async (t) => {
  const bin = t.testdir({
    unshare: '#!/bin/sh\necho "unshare: unshare failed: Operation not permitted" >&2\nexit 1\n',
  });
  chmodSync(join(bin, 'unshare'), 0o755);
  const { PATH } = process.env;
  process.env['PATH'] = `${bin}:${PATH}`;
  t.teardown(() => (process.env['PATH'] = PATH));
  await t.rejects(startSandbox({ entry: ['true'], signal: new AbortController().signal }), {
    message: /could not make namespaces[^]*unshare --[^]*Operation not permitted[^]*mtulab doctor/,
  });
});

const nodeOf = (first: number): number => childProcessIds(first)[0]!;

const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
