import { linkSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { artifactsReadme } from '../src/artifacts/artifacts-readme.ts';
import { CaptureAnnotations } from '../src/artifacts/capture-annotations.ts';
import { openArtifacts } from '../src/artifacts/open-artifacts.ts';
import { openScenarioFolder } from '../src/artifacts/scenario-folder.ts';
import { readPlans } from './fixtures/read-plans.ts';
import type { Event, StepResult } from '../src/events/events.ts';
import type { Plan } from '../src/plan/model/plan.ts';
import type { RunLab } from '../src/run/environment.ts';
import { readAnnotations } from '../src/wire/formats/read-annotations.ts';
import { readCapture } from '../src/wire/formats/read-capture.ts';
import type { PcapngWriter } from '../src/wire/formats/write-pcapng.ts';
import type { CapturedFrame } from '../src/words/lab/lab.ts';
import type { NodeCommand } from '../src/words/lab/node-command.ts';

const plans = (file: string, top = ''): readonly Plan[] =>
  readPlans(
    [
      {
        file,
        text: `
title: two hosts
${top}
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], mtu: 1500 }]
steps:
  - { name: it's a step, do: { ping: { from: a, to: b, bytes: 100 } } }
`,
      },
    ],
    { set: {} },
  ).plans;

const frame = (time: bigint): CapturedFrame => ({
  ...{ place: 'a:to-b', direction: 'out', time },
  ...{ bytes: new Uint8Array(14), originalLength: 14 },
});

const stepEnd = (more: Partial<StepResult> = {}): Event => ({
  ...{ kind: 'step-end', id: 0, index: 0, name: 'a step', result: 'pass', ms: 1 },
  ...{ inherited: [], facts: {}, verdicts: [], commands: [] },
  ...more,
});

/** Writes every piece as text, so that the order of packets and annotations shows. */
const textWriter = {
  packet: ({ time }: CapturedFrame) => Buffer.from(`packet ${time}`),
  annotation: ({ text }: { readonly text: string }) => Buffer.from(text),
} as unknown as PcapngWriter;

const interleaved = (annotations: CaptureAnnotations, frames: readonly CapturedFrame[]): readonly string[] =>
  [...annotations.interleave(frames, textWriter)].map((piece) => Buffer.from(piece).toString());

t.test('annotations are written among the packets, ordered by time, and only once', async (t) => {
  const annotations = new CaptureAnnotations();
  annotations.begin(1000n, () => undefined);
  annotations.note('third', 30n);
  annotations.note('first', 10n);
  t.strictSame(interleaved(annotations, [frame(5n), frame(10n), frame(20n)]), [
    ...['packet 5', 'first', 'packet 10', 'packet 20', 'third'],
  ]);
  t.strictSame(interleaved(annotations, []), []);
});

t.test('annotations are dropped while there is no capture', async (t) => {
  const annotations = new CaptureAnnotations();
  annotations.note('before', 1n);
  annotations.begin(1000n, () => undefined);
  t.ok(annotations.now() >= 1000n, 'time goes on from the start of the capture');
  annotations.end();
  annotations.note('after', 2n);
  t.strictSame(interleaved(annotations, []), []);
});

t.test('a step is annotated with its start, the state that it inherits, its verdicts and its result', async (t) => {
  const annotations = new CaptureAnnotations();
  let flushed = 0;
  annotations.begin(1000n, () => flushed++);
  annotations.event({ kind: 'step', id: 0, index: 0, name: 'a step' });
  const verdict = { expectation: 'outcome', wanted: 'completed', saw: 'stalled', evidence: [] };
  annotations.event(
    stepEnd({
      ...{ inherited: ['an open flow'], result: 'error', reason: 'no answer' },
      verdicts: [
        { ...verdict, met: false, family: 'ipv6' },
        { ...verdict, met: null },
      ],
    }),
  );
  t.strictSame(interleaved(annotations, []), [
    'step 1 begins: a step',
    'step 1 inherits: an open flow',
    'verdict of step 1: outcome (ipv6) not met: wanted completed, saw stalled',
    'verdict of step 1: outcome not judged: wanted completed, saw stalled',
    'step 1 ends: error (no answer)',
  ]);
  t.equal(flushed, 2, 'packets are fetched at the start and at the end of a step');
});

t.test('each scenario has a folder with its script, its events and a README', async (t) => {
  const folder = t.testdir();
  const all = [...plans('labs/Two Hosts.yaml', 'vary: { x: [A, b] }'), ...plans('two-hosts.yml'), ...plans('…')];
  const artifacts = openArtifacts({ folder }, [...all, ...plans('two-hosts.yaml')]);
  t.strictSame(readdirSync(folder).sort(), ['scenario', 'two-hosts', 'two-hosts-2', 'two-hosts-x-a', 'two-hosts-x-b']);
  const first = join(folder, 'two-hosts-x-a');
  t.ok(statSync(join(first, 'script.sh')).mode & 0o100, 'the script is executable');
  const events: readonly Event[] = [
    stepEnd(),
    { kind: 'end', summary: { passed: 1, failed: 0, skipped: 0, errors: 0 } },
  ];
  const passed: Event[] = [];
  for await (const event of artifacts.recordEvents(
    (async function* () {
      yield* events;
    })(),
  ))
    passed.push(event);
  t.strictSame(passed, events);
  t.equal(readFileSync(join(first, 'events.ndjson'), 'utf8'), `${JSON.stringify(events[0])}\n`);
  t.strictSame(readdirSync(first).sort(), ['README.md', 'events.ndjson', 'script.sh']);
});

t.test('a folder that cannot be written is an error', async (t) => {
  const folder = join(t.testdir({ file: '' }), 'file');
  t.throws(() => openArtifacts({ folder }, plans('two.yaml')), {
    message: `cannot write ${join(folder, 'two')}: not a directory`,
  });
});

t.test('the capture of a lab holds its packets, its changes and the counts of each place', async (t) => {
  const folder = t.testdir();
  const [plan] = plans('two.yaml');
  const artifacts = openArtifacts({ folder }, [plan!]);
  const applied: NodeCommand[] = [];
  const lab = {
    apply: async (commands: readonly NodeCommand[]) => void applied.push(...commands),
    capture: async () => ({
      ...{ startedAt: 1000n, drain: () => [] },
      stop: async () => ({
        frames: [frame(2000n)],
        counts: [{ place: 'a:to-b', received: 1, dropped: 2 }],
        warnings: ['2 packets were dropped'],
      }),
    }),
    finish: async () => ['a: no address is left'],
  } as unknown as RunLab;
  const { signal } = new AbortController();
  const captured = await artifacts.captureLab(plan!, lab, signal);
  const command = { in: 'a', why: 'mtu of to-b is 1400' } as NodeCommand;
  await captured.apply([command, command], signal);
  t.equal(applied.length, 2);
  t.strictSame(await captured.finish!(), ['2 packets were dropped', 'a: no address is left']);
  const capture = readCapture(readFileSync(join(folder, 'two', 'packets.pcapng')));
  t.strictSame(
    capture.interfaces.map(({ name }) => name),
    ['a:to-b', 'b:to-a', 'events'],
  );
  t.equal(capture.packets.filter(({ place }) => place.name === 'a:to-b').length, 1);
  t.strictSame(
    readAnnotations(capture).map(({ text }) => text),
    ['changed: a: mtu of to-b is 1400', '2 packets were dropped'],
  );
});

const fakeLab = (stopped: () => void = () => {}) => {
  const result = { frames: [frame(2000n)], counts: [{ place: 'a:to-b', received: 1, dropped: 0 }], warnings: [] };
  return {
    capture: async () => ({ startedAt: 1000n, drain: () => [], stop: async () => (stopped(), result) }),
    [Symbol.asyncDispose]: async () => undefined,
  } as unknown as RunLab;
};

t.test('a lab whose scenario ends in an error stops its capture and keeps the packets', async (t) => {
  const folder = t.testdir();
  const [plan] = plans('two.yaml');
  let stopped = 0;
  const { signal } = new AbortController();
  const lab = await openArtifacts({ folder }, [plan!]).captureLab(
    plan!,
    fakeLab(() => stopped++),
    signal,
  );
  await lab[Symbol.asyncDispose]();
  t.equal(stopped, 1);
  t.equal(readCapture(readFileSync(join(folder, 'two', 'packets.pcapng'))).packets.length, 1);
});

t.test(
  'when a file cannot be written the run is stopped and its scenarios end in errors that name the file',
  async (t) => {
    const folder = t.testdir();
    const [plan] = plans('two.yaml');
    const artifacts = openArtifacts({ folder }, [plan!]);
    rmSync(join(folder, 'two'), { recursive: true });
    const identity = { id: 0, file: 'two.yaml', title: 'two' };
    const events: readonly Event[] = [
      { kind: 'scenario', ...identity },
      { kind: 'scenario-end', ...identity, result: 'pass', ms: 1 },
    ];
    const recorded: Event[] = [];
    const stream = (async function* () {
      yield* events;
    })();
    for await (const event of artifacts.recordEvents(stream)) recorded.push(event);
    t.match(recorded, [
      events[0],
      { kind: 'scenario-end', result: 'error', reason: /^cannot write .*two.*: no such file/ },
    ]);
    t.ok(artifacts.failed.aborted);
  },
);

t.test('no link in the artifacts folder is followed, and no file is given away', async (t) => {
  const folder = t.testdir({ elsewhere: {}, precious: 'secret', parent: { three: 'a file' } });
  const [parent, elsewhere, precious] = ['parent', 'elsewhere', 'precious'].map((name) => join(folder, name));
  symlinkSync(elsewhere!, join(parent!, 'two'));
  const used = new Set<string>();
  const open = (name: string) => openScenarioFolder({ ...{ parent: parent!, name, used } });
  t.equal(open('two').path, join(parent!, 'two-2'), 'a link to a folder');
  t.equal(open('two').path, join(parent!, 'two-3'), 'a name that this run has used');
  t.equal(open('three').path, join(parent!, 'three-2'), 'a file');
  t.strictSame(readdirSync(elsewhere!), []);
  mkdirSync(join(parent!, 'four'));
  symlinkSync(precious!, join(parent!, 'four', 'script.sh'));
  linkSync(precious!, join(parent!, 'four', 'packets.pcapng'));
  const four = open('four');
  t.equal(four.path, join(parent!, 'four'), 'an existing folder of this user');
  four.write('script.sh', 'new', 0o755);
  const packets = four.open('packets.pcapng');
  packets.write('new');
  packets.close();
  t.equal(readFileSync(precious!, 'utf8'), 'secret');
  t.equal(lstatSync(join(four.path, 'script.sh')).mode & 0o170777, 0o100755);
  four.write('script.sh', 'newer');
  t.equal(readFileSync(join(four.path, 'script.sh'), 'utf8'), 'newer', 'a file of an earlier run is replaced');
});

t.test(
  'files and folders are given to the user of sudo, and a folder of another user is not taken',
  { skip: process.geteuid!() !== 0 && 'only root can give files away' },
  async (t) => {
    const parent = t.testdir();
    const owner = { uid: 65_534, gid: 65_534 };
    const folder = openScenarioFolder({ ...{ parent, name: 'two', used: new Set<string>(), owner } });
    folder.write('README.md', 'text');
    for (const path of [folder.path, join(folder.path, 'README.md')]) t.match(statSync(path), owner);
    const again = (user?: typeof owner) =>
      openScenarioFolder({ ...{ parent, name: 'two', used: new Set<string>(), owner: user } }).path;
    t.equal(again(owner), folder.path);
    t.equal(again(), join(parent, 'two-2'));
  },
);

t.test('hostile names cannot control a terminal that shows the files', async (t) => {
  const folder = t.testdir();
  const hostile = 'x\u001b[2J\u0085\u202e\u2028\n# forged';
  const [plan] = plans('two.yaml');
  const [step] = plan!.scenario.steps;
  const scenario = { ...plan!.scenario, file: hostile, title: hostile, steps: [{ ...step!, name: hostile }] };
  const artifacts = openArtifacts({ folder }, [{ ...plan!, scenario }]);
  const stream = (async function* (): AsyncGenerator<Event> {
    yield { kind: 'scenario', id: 0, file: hostile, title: hostile };
  })();
  for await (const _ of artifacts.recordEvents(stream));
  const [name] = readdirSync(folder);
  for (const file of ['README.md', 'script.sh', 'events.ndjson'])
    t.notMatch(
      readFileSync(join(folder, name!, file), 'utf8'),
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]|^# forged/m,
      file,
    );
});

t.test('the README repeats the scenario with the same choices, quoted for the shell', async (t) => {
  const [plan] = plans('my labs/two.yaml', 'vary: { x: [a b] }');
  const readme = artifactsReadme(plan!);
  t.match(readme, '# two hosts (x=a b)\n');
  t.match(readme, "    mtulab run 'my labs/two.yaml' --set 'x=a b'\n");
  t.match(readme, "    mtulab up 'my labs/two.yaml' --set 'x=a b' --until 'it'\\''s a step'\n    mtulab shell a\n");
  t.match(readme, 'frame.interface_name == "a:to-b"');
  t.match(readme, /## The network\n\n {4}\S/);
  t.matchSnapshot(artifactsReadme(plans('two.yaml')[0]!).split('## The network')[0]);
});
