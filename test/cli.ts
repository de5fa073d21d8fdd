import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { catalogue } from '../src/commands/catalogue.ts';
import { exitCode } from '../src/commands/command-line/exit-code.ts';
import type { RunEnd, Strictness } from '../src/commands/command-line/exit-code.ts';
import { completeEvents } from '../src/commands/sandboxed-runs/complete-events.ts';
import type { Event } from '../src/events/events.ts';
import type { Scenario } from '../src/scenario/model/scenario.ts';
import { pcapngWriter } from '../src/wire/formats/write-pcapng.ts';
import type { PacketToWrite } from '../src/wire/formats/write-pcapng.ts';
import { exchange, packetsOf, recordings } from './wire/fixtures/corpus.ts';

// `npm test` has built dist before.
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = `${root}/dist/cli.js`;
const env = {
  ...process.env,
  COLUMNS: '80',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  MTULAB_JOBS: undefined,
  MTULAB_NAME: undefined,
  NODE_OPTIONS: undefined, // tap's loader would be loaded into every command
};

const mtulab = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
};

t.test('every command explains itself, on standard output', async (t) => {
  t.matchSnapshot(mtulab('--help').stdout, 'mtulab --help');
  for (const { name } of catalogue) {
    const { status, stdout, stderr } = mtulab(...name.split(' '), '--help');
    t.strictSame([status, stderr], [0, ''], name);
    t.matchSnapshot(stdout, `mtulab ${name} --help`);
  }
});

t.test('a wrong command line ends with 2 and says on standard error what would be right', async (t) => {
  const wrong = [
    [],
    ['rn', 'scenarios'],
    ['run'],
    ['run', '--frobnicate', 'scenarios'],
    ['run', '--jobs', '0', 'scenarios'],
    ['run', '--set', 'mss', 'scenarios'],
    ['run', '--report', 'jsn', 'scenarios/ptb-dropped.yaml'],
    ['run', '--report', 'json', '--report', 'tap', 'scenarios/ptb-dropped.yaml'],
    ['run', 'nowhere.yaml', 'src'],
    ['doctor', '--format', 'tabel'],
  ];
  for (const args of wrong) {
    const { status, stdout, stderr } = mtulab(...args);
    t.strictSame([status, stdout], [2, ''], args.join(' '));
    t.matchSnapshot(stderr, `mtulab ${args.join(' ')}`);
  }
});

t.test('a scenario file that is wrong ends with 2, and nothing runs', async (t) => {
  const folder = t.testdir({ 'a.yaml': 'title: [\n', 'b.yaml': 'titel: x\ntopology: {}\nsteps: []\n' });
  const { status, stdout, stderr } = mtulab('run', folder);
  t.strictSame([status, stdout], [2, '']);
  t.match(stderr, /a\.yaml:\d+:\d+: /);
  t.match(stderr, /b\.yaml:1:1: /, 'the problems of all files are told at once');
});

t.test('capture show draws a file, with the nodes where it names them, and needs no lab', async (t) => {
  const file = join(t.testdir(), 'stall.pcapng');
  writeFileSync(file, stallFile());
  t.matchSnapshot(mtulab('capture', 'show', file, '-6').stdout, 'a file of mtulab');
  const plain = 'test/wire/corpus/narrow/transit.to-edge.pcap';
  t.matchSnapshot(mtulab('capture', 'show', plain, '--flow', '51294').stdout, 'a plain pcap file');
  t.match(mtulab('capture', 'show', plain, '--flow', '7'), {
    status: 2,
    stderr: /none of its conversations is that; there are:\n {2}IPv6 TCP/,
  });
  t.match(mtulab('capture', 'show', 'package.json'), { status: 2, stderr: /neither a pcap nor a pcapng file/ });
  t.match(mtulab('capture', 'show', 'nowhere.pcap'), { status: 2, stderr: /cannot be read/ });
});

/** The recorded stall as mtulab itself would write it, with a moment that was noted. */
const stallFile = (): Uint8Array => {
  const seen = recordings.filter((recording) => recording.startsWith('narrow/')).flatMap(taken);
  const places = [...new Set(seen.map(({ place }) => place))].map((name) => ({ name, linkType: 1, snapLength: 256 }));
  const writer = pcapngWriter({ places, application: 'mtulab' });
  const first = seen.filter(({ time }) => time < seen[0]!.time + 1_000_000_000n);
  const noted = writer.annotation({
    time: seen[0]!.time + 400_000_000n,
    text: 'changed: edge: ipv6: SYNs keep their MSS',
  });
  return Buffer.concat([writer.header, ...first.map(writer.packet), noted]);
};

const taken = (recording: string): readonly PacketToWrite[] => {
  const place = recording.slice('narrow/'.length).replace('.', ':');
  return packetsOf(recording).map(({ time, bytes, originalLength }) => {
    const { direction } = sightings.find((one) => one.place === place && one.time === time)!;
    return { place, time, bytes, originalLength, direction };
  });
};

const sightings = exchange('narrow');

t.test('the version is that of the package', async (t) => {
  t.match(mtulab('--version'), { status: 0, stdout: /^\d+\.\d+\.\d+\n$/ });
});

t.test('the exit code of a run', async (t) => {
  const summary = (passed: number, failed: number, skipped: number, errors: number) => ({
    passed,
    failed,
    skipped,
    errors,
  });
  const table: readonly (readonly [RunEnd, Strictness, number])[] = [
    [{ summary: summary(3, 0, 0, 0) }, {}, 0],
    [{ summary: summary(3, 0, 1, 0) }, {}, 0],
    [{ summary: summary(0, 0, 2, 0) }, {}, 4],
    [{ summary: summary(3, 1, 1, 0) }, {}, 1],
    [{ summary: summary(3, 1, 1, 1) }, {}, 5],
    [{ summary: summary(3, 1, 0, 0), machineFailed: true }, {}, 5],
    [{ machineFailed: true, wrong: true }, {}, 2],
    [{ interrupted: 130, wrong: true, machineFailed: true }, {}, 130],
    [{ interrupted: 143, summary: summary(0, 1, 0, 0) }, {}, 143],
    [{ summary: summary(3, 0, 1, 0) }, { strictSkip: true }, 1],
    [{ summary: summary(0, 0, 1, 0) }, { strictSkip: true }, 1],
    [{ summary: summary(3, 0, 1, 0) }, { bisect: true }, 125],
    [{ summary: summary(3, 0, 0, 1) }, { bisect: true }, 125],
    [{ summary: summary(3, 1, 1, 0) }, { bisect: true }, 1],
    [{ summary: summary(3, 0, 1, 0) }, { bisect: true, strictSkip: true }, 125],
    [{ wrong: true }, { bisect: true }, 2],
    [{ interrupted: 130, machineFailed: true }, { bisect: true }, 130],
  ];
  for (const [happened, strictness, code] of table)
    t.equal(exitCode(happened, strictness), code, JSON.stringify([happened, strictness]));
});

t.test('a sandbox that dies leaves every scenario with an end and the run with a summary', async (t) => {
  const scenario = (file: string) => ({ file, title: file, families: ['ipv6'] }) as unknown as Scenario;
  const ended = { file: 'a', title: 'a', result: 'pass', ms: 1 } as const;
  const sandbox = {
    events: (async function* () {
      yield { kind: 'scenario', id: 0, file: 'a', title: 'a' };
      yield { kind: 'scenario', id: 1, file: 'b', title: 'b' };
      yield { kind: 'scenario-end', id: 0, ...ended };
    })(),
    ended: Promise.resolve({ code: 137, said: '' }),
  };
  const events: Event[] = [];
  const expected = {
    begun: ['a', 'b', 'c'].map(scenario),
    left: [scenario('d')],
    reasonOfDeath: ({ code }: { code: number }) => `died (${code})`,
  };
  for await (const event of completeEvents(sandbox, expected)) events.push(event);
  t.match(events.slice(3), [
    { kind: 'scenario-end', id: 1, result: 'error', reason: 'died (137)' },
    { kind: 'scenario', id: 2, file: 'c' },
    { kind: 'scenario-end', id: 2, result: 'error' },
    { kind: 'scenario', id: 3, file: 'd' },
    { kind: 'scenario-end', id: 3, result: 'skip', reason: 'it is about ipv6 only' },
    { kind: 'end', summary: { passed: 1, failed: 0, skipped: 1, errors: 2 } },
  ]);
});

t.test('signals', { skip: mtulab('doctor').status !== 0 && 'this machine cannot run scenarios' }, async (t) => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const run = spawn(process.execPath, [cli, 'run', 'scenarios/ptb-dropped.yaml', '--report', 'json'], {
      cwd: root,
      env,
    });
    const chunks: string[] = [];
    run.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    while (!childOf(run.pid!)) await new Promise((resolve) => setImmediate(resolve));
    const ended = once(run, 'close');
    run.kill(signal);
    t.strictSame((await ended)[0], code, `${signal} ends a run with ${code}`);
    t.match(JSON.parse(chunks.join('')), { version: 1, scenarios: [{ result: 'error' }] }, 'and its report is whole');
  }
});

const childOf = (pid: number): string =>
  spawnSync('cat', [`/proc/${pid}/task/${pid}/children`], { encoding: 'utf8' }).stdout.trim();
