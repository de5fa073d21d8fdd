import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { until } from '../../src/kernel/system/until.ts';
import { pass } from './fixtures/pass.ts';
import { randomSequence } from './fixtures/random-sequence.ts';
import { startSmallHost, temporaryFolder } from './fixtures/small-host.ts';
import type { Process } from './fixtures/small-host.ts';

// MTULAB_SEED repeats a series, MTULAB_KILL_ROUNDS makes it longer.

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = process.env['MTULAB_CLI'] ?? `${root}dist/cli.js`;
const scenario = `${root}scenarios/ptb/healthy-pmtud.yaml`;
const untilTheEnd = ['--until', 'so the next connection starts with small segments'];
const seed = Number(process.env['MTULAB_SEED'] ?? Date.now() % 1_000_000);
const rounds = Number(process.env['MTULAB_KILL_ROUNDS'] ?? 8);
const random = randomSequence(seed);
const below = (limit: number): number => Math.floor(random() * limit);

const host = await startSmallHost();
t.teardown(() => host.end());
t.comment(`MTULAB_SEED=${seed} MTULAB_KILL_ROUNDS=${rounds}`);

/** Who starts the run; only root can become another user. */
const users = [
  [],
  ...(process.geteuid!() === 0 ? [['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']] : []),
];
const environment = ['env', '-i', `HOME=${temporaryFolder}`, `TMPDIR=${temporaryFolder}`, 'PATH=/usr/bin:/bin'];
const commands = [
  ['run', scenario],
  ['run', '-v', scenario],
  ['up', scenario, ...untilTheEnd],
  ['up', scenario],
];

t.test('a kill at any time leaves nothing, whichever processes are stopped', async (t) => {
  for (let round = 0; round < rounds; round++) {
    const mtulab = [...users[below(users.length)]!, ...environment, process.execPath, cli];
    const command = commands[below(commands.length)]!;
    const [lines, delay] = [below(8), below(300)];
    const before = host.snapshot();
    const run = host.start(...mtulab, ...command);
    const outer = await until('the outer process', outerProcess, { everyMs: 1, withinMs: 5000 });
    await linesOf(run, lines);
    await pass(delay);
    const tree = host.processes().some(({ pid }) => pid === outer.pid)
      ? descendantsOf(outer.pid)
      : labProcesses(before);
    const stopped = tree.filter(() => random() < 0.5);
    stopAndKill(stopped, outer);
    await ended(run);
    const down = () => host.run(...mtulab, 'down', '--all');
    if (run.exitCode === 0 && command[0] === 'up') down();
    const hasEnded = () => labProcesses(before).length === 0;
    await until('the lab to end', hasEnded, { withinMs: 2000 }).catch(() => undefined); // what is left then is reported
    host.run(...mtulab, 'ps'); // removes the record of a lab that has ended although its up was killed
    let left = await host.remains(before);
    // A kill between the hand-over and the end of up comes too late: the lab runs on.
    if (left && host.processes().some(({ command }) => command === 'cat')) {
      down();
      left = await host.remains(before);
    }
    const names = stopped.map(({ pid, command }) => `${pid} ${command.slice(0, 30)}`).join(', ');
    const user = mtulab[0] === 'setpriv' ? 'as an ordinary user' : 'as this user';
    const at = `${lines} lines and ${delay} ms`;
    t.strictSame(left, undefined, `round ${round}: ${command[0]} ${user}, after ${at}, stopped: ${names || 'none'}`);
    if (left) return;
  }
});

function outerProcess(): Process | undefined {
  return host.processes().find(({ command }) => /^\S*node \S*cli\.js (run|up)/.test(command));
}

/** Waits until a command has printed this many lines, or has ended. */
async function linesOf(run: ChildProcess, count: number): Promise<void> {
  let printed = 0;
  const countLines = (chunk: Buffer): void => void (printed += String(chunk).split('\n').length - 1);
  for (const stream of [run.stdout, run.stderr]) stream!.on('data', countLines);
  await until('its output', () => printed >= count || run.exitCode !== null, { everyMs: 1, withinMs: 15_000 });
}

function descendantsOf(pid: number): readonly Process[] {
  const all = host.processes();
  const below = (parent: number): readonly Process[] =>
    all.filter((process) => process.parent === parent).flatMap((process) => [process, ...below(process.pid)]);
  return below(pid);
}

/** The processes of a lab whose up has ended. */
function labProcesses({ processes }: ReturnType<typeof host.snapshot>): readonly Process[] {
  return host.processes().filter(({ pid, command }) => !processes!.includes(`${pid} ${command}`));
}

/** In one program, since the processes go on meanwhile. */
function stopAndKill(stopped: readonly Process[], outer: Process): void {
  const kill = (signal: string, pids: readonly number[]): readonly string[] =>
    pids.map((pid) => `kill -s ${signal} ${pid}`);
  const lines = [
    ...kill(
      'STOP',
      stopped.map(({ pid }) => pid),
    ),
    ...kill('KILL', [outer.pid]),
  ];
  host.run('sh', '-c', lines.join('\n'));
}

async function ended(run: ChildProcess): Promise<void> {
  if (run.exitCode === null && run.signalCode === null) await once(run, 'exit');
}
