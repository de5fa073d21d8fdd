import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { lineSink, pcapngSink, perform as capture, writePackets } from '../../src/commands/capture.ts';
import { perform as captureShow } from '../../src/commands/capture-show.ts';
import { perform as doStep, reportAnswers } from '../../src/commands/do.ts';
import { formatFindings } from '../../src/commands/doctor.ts';
import { perform as down } from '../../src/commands/down.ts';
import { perform as exec } from '../../src/commands/exec.ts';
import { labTable } from '../../src/commands/ps.ts';
import { perform as shell } from '../../src/commands/shell.ts';
import { perform as up, runningText } from '../../src/commands/up.ts';
import type { Event, Result } from '../../src/events/events.ts';
import type { Finding } from '../../src/kernel/machine/doctor-checks.ts';
import type { CaptureEvent } from '../../src/kernel/captures/live-capture.ts';
import { isHost } from '../../src/words/lab/node-view.ts';
import { readCapture } from '../../src/wire/formats/read-capture.ts';
import { pcapngWriter } from '../../src/wire/formats/write-pcapng.ts';
import type { PacketToWrite } from '../../src/wire/formats/write-pcapng.ts';
import { exchange, packetsOf, recordings } from '../wire/fixtures/corpus.ts';
import { chain, planText } from '../plan/fixtures/labs.ts';
import { callCommand } from './fixtures/call-command.ts';

process.env['NO_COLOR'] = '1';
delete process.env['FORCE_COLOR'];

const name = 'No-Such-Lab';

t.test('commands for a running lab exit with 2 when there is no such lab', async (t) => {
  const table = [
    [down, [name], {}],
    [capture, [], { name }],
    [doStep, ['follow'], { name }],
    [shell, ['client'], { name }],
    [exec, ['client', 'true'], { name }],
  ] as const;
  for (const [perform, args, options] of table)
    t.match(await callCommand(perform, args, options), { code: 2, out: '', err: /no lab/ });
});

t.test('do takes one step as one argument', async (t) => {
  t.match(await callCommand(doStep, ['fetch:', '{}']), {
    code: 2,
    err: /^write the step in quotes, as one argument: /,
  });
  t.match(await callCommand(doStep, [' ']), { code: 2, err: /^expected a step, for example: mtulab do 'fetch/ });
});

const stream = async function* <T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
};

const collectIo = () => {
  const printed = { out: '', err: '' };
  const io = { out: (text: string) => void (printed.out += text), err: (text: string) => void (printed.err += text) };
  return { printed, io };
};

t.test('the exit code of do is that of its step, or of what kept the step from being performed', async (t) => {
  const stepEnd = (result: Result) =>
    ({
      kind: 'step-end',
      id: 0,
      index: 0,
      name: 'a step',
      result,
      ms: 1,
      inherited: [],
      facts: {},
      verdicts: [],
      commands: [],
    }) as Event;
  const { signal } = new AbortController();
  const table = [
    [[stepEnd('pass')], 0, ''],
    [[stepEnd('fail')], 1, ''],
    [[stepEnd('error')], 5, ''],
    [[{ kind: 'problems', text: 'step:1:1: wrong\n' }], 2, 'step:1:1: wrong\n'],
    [[{ kind: 'machine-error', text: 'the lab is gone' }], 5, 'the lab is gone\n'],
    [[], 5, ''],
  ] as const;
  for (const [answers, code, err] of table) {
    const { printed, io } = collectIo();
    t.equal(
      await reportAnswers(
        stream<Parameters<typeof reportAnswers>[0] extends AsyncIterable<infer A> ? A : never>(answers),
        { report: { event: () => undefined, end: () => undefined }, io, signal },
      ),
      code,
    );
    t.equal(printed.err, err);
  }
});

t.test('up rejects a scenario, a name or a step that cannot be used', async (t) => {
  const text = `
title: two hosts
vary: { mtu: [1500, 9000] }
families: [ipv6]
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], mtu: "\${mtu}" }]
steps: [{ name: first, do: { ping: { from: a, to: b, bytes: 100 } } }]
`;
  const file = join(t.testdir({ 'two.yaml': text }), 'two.yaml');
  const set = ['mtu=1500'];
  const table = [
    [
      'no-such.yaml',
      {},
      /^no-such\.yaml: there is no such file or folder; .*`mtulab list` prints the bundled scenarios\n$/,
    ],
    [file, {}, /: has 2 cases \(mtu=1500; mtu=9000\); choose one with --set\n$/],
    [file, { set, ipv4: true }, /: applies to ipv6 only\n$/],
    [file, { set, name: 'T W' }, /^'T W' cannot name a lab; use lower-case letters/],
    [file, { set, name: 'no-such-lab', until: 'last' }, "there is no step 'last'; the steps are:\n  first\n"],
    [file, { set: ['mtu=x'] }, /two\.yaml:7:\d+: /],
  ] as const;
  for (const [path, options, err] of table) t.match(await callCommand(up, [path], options), { code: 2, out: '', err });
});

t.test('ps lists labs with their age in the largest unit that fits twice', async (t) => {
  const now = Date.parse('2025-01-10T00:00:00Z');
  const row = (since: string) => ({ name: 'one', since, file: 'f.yaml', nodes: ['a', 'b'] });
  const ages = ['2025-01-09T23:59:59Z', '2025-01-09T23:58:00Z', '2025-01-09T01:00:00Z', '2025-01-01T00:00:00Z'];
  t.strictSame(labTable(ages.map(row), now).split('\n'), [
    'NAME  UP FOR  FILE    NODES',
    'one   1 s     f.yaml  a b',
    'one   2 min   f.yaml  a b',
    'one   23 h    f.yaml  a b',
    'one   9 d     f.yaml  a b',
    '',
  ]);
  t.match(labTable([row('2025-01-11T00:00:00Z')], now), / 0 s /, 'a clock that was set back');
  const hostile = { ...row('2025-01-09T23:59:59Z'), file: 'f\u001b[2J\nforged' };
  t.match(labTable([hostile], now), /^one +1 s +f\ufffd\[2J forged +a b$/m);
});

t.test('ps, up and a live capture break their lines between words in 80 columns', async (t) => {
  const now = Date.parse('2025-01-10T00:00:00Z');
  const nodes = Array.from({ length: 12 }, (_, index) => `router-${index}`);
  const lab = { name: 'one', since: '2025-01-09T23:59:59Z', file: 'scenarios/ptb/ptb-dropped.yaml', nodes };
  t.matchSnapshot(labTable([lab], now, 80), 'mtulab ps');
  const plan = { nodes: planText(chain).nodes.flatMap((node) => [node, { ...node, name: `${node.name}-2` }]) };
  t.matchSnapshot(runningText({ name: 'ptb-dropped', job: { plan } }, true, 80), 'mtulab up');
  const { printed, io } = collectIo();
  const [packet] = packetsOf('narrow/client.to-edge');
  lineSink({ ...io, width: 80 }).frame({ ...packet!, time: 1000n, place: 'client:to-edge', direction: 'out' });
  t.matchSnapshot(printed.out, 'mtulab capture');
  for (const text of [labTable([lab], now, 80), printed.out])
    t.strictSame(
      text.split('\n').filter((line) => line.length > 80),
      [],
    );
});

t.test('a running lab lists hosts with one family below those with both', async (t) => {
  const host = (name: string, ipv6: string, ipv4: string) => ({
    ...planText(chain).nodes.find(isHost)!,
    name,
    address: { ipv6, ipv4 },
  });
  const nodes = [host('both', '2001:db8::1', '192.0.2.1'), host('old', '', '192.0.2.2')];
  const lines = runningText({ name: 'site', job: { plan: { nodes } } }, false).split('\n');
  t.strictSame(lines.slice(1, 3), ['  both  2001:db8::1  192.0.2.1', '  old                192.0.2.2']);
});

t.test('a lab that is not found is explained in lines of the terminal', async (t) => {
  const explained = await callCommand(exec, ['client', 'true'], { name }, 30);
  t.equal(explained.err, 'no lab is running;\n`mtulab up FILE` starts one\n');
});

t.test('doctor shows what is missing, its consequence and its remedy', async (t) => {
  const finding = (more: Partial<Finding>): Finding =>
    ({
      word: 'nft',
      present: true,
      essential: true,
      missing: 'no traits',
      remedy: 'install nftables',
      ...more,
    }) as Finding;
  t.equal(formatFindings([finding({})], true), 'ok       nft\n\nThis machine can run every scenario.\n');
  t.equal(
    formatFindings([finding({ present: false, output: 'not found' })], false),
    [
      ...['MISSING  nft  no traits', '              output: not found', '              remedy: install nftables', ''],
      ...['This machine cannot run scenarios yet: everything marked MISSING is essential.', ''],
    ].join('\n'),
  );
  const narrow = formatFindings([finding({ present: false, output: 'a long output '.repeat(5) })], false, 50);
  t.match(narrow, /^ {14}output: a long output a long output\n {22}a long output/m);
  t.strictSame(
    narrow.split('\n').filter((line) => line.length > 50),
    [],
  );
  t.match(formatFindings([finding({ present: false, essential: false })], true), /^missing {2}nft.*\n[^]*are skipped/);
});

const places = [{ place: 'a:to-b', mtu: 1500 }];
const counts = [{ place: 'a:to-b', received: 3, dropped: 1 }];
const encoded = { place: 'a:to-b', direction: 'out' as const, time: '1000', bytes: 'AAAA', originalLength: 3 };
const captured: CaptureEvent = { kind: 'captured', counts, warnings: ['1 packet was dropped'] };

t.test('captured packets are written as lines, with the counts on stderr', async (t) => {
  const { printed, io } = collectIo();
  const events: readonly CaptureEvent[] = [
    { kind: 'capturing', places },
    { kind: 'frames', frames: [encoded] },
    captured,
  ];
  t.equal(await writePackets(stream(events), lineSink(io), io), 0);
  t.match(printed.out, /^00:00:00\.000001 a:to-b out .*\(3 bytes\)\n$/);
  t.equal(
    printed.err,
    'capturing; Ctrl-C ends it\n3 packets, 1 dropped by the kernel\n  a:to-b 3\n1 packet was dropped\n',
  );
});

t.test('captured packets are written as pcapng with the names of their places', async (t) => {
  const pieces: Uint8Array[] = [];
  let closed = 0;
  const sink = pcapngSink(
    (bytes) => pieces.push(bytes),
    () => closed++,
  );
  const events: readonly CaptureEvent[] = [
    { kind: 'capturing', places },
    { kind: 'frames', frames: [encoded] },
    captured,
  ];
  t.equal(await writePackets(stream(events), sink, collectIo().io), 0);
  const { packets } = readCapture(Buffer.concat(pieces));
  t.match(packets, [{ place: { name: 'a:to-b' }, time: 1000n, direction: 'out' }]);
  t.equal(closed, 1);
});

t.test('a capture that cannot start or does not end exits with the reason', async (t) => {
  const table = [
    [[{ kind: 'problems', text: 'no place x' }], 2, 'no place x\n'],
    [[{ kind: 'machine-error', text: 'no sockets' }], 5, 'no sockets\n'],
    [[], 5, ''],
  ] as const;
  for (const [events, code, err] of table) {
    const { printed, io } = collectIo();
    t.equal(await writePackets(stream<CaptureEvent>(events), lineSink(io), io), code);
    t.equal(printed.err, err);
  }
});

t.test('capture show draws a file, with the nodes if the file names them', async (t) => {
  const file = join(t.testdir(), 'stall.pcapng');
  writeFileSync(file, stallFile());
  t.matchSnapshot((await callCommand(captureShow, [file], { ipv6: true })).out, 'a file of mtulab');
  const plain = 'test/wire/corpus/narrow/transit.to-edge.pcap';
  t.matchSnapshot((await callCommand(captureShow, [plain], { flow: '51294' })).out, 'a plain pcap file');
  t.match(await callCommand(captureShow, [plain], { flow: '7' }), {
    code: 2,
    err: /no conversation matches; the file has:\n {2}IPv6 TCP/,
  });
  t.match(await callCommand(captureShow, ['package.json']), { code: 2, err: /neither a pcap nor a pcapng file/ });
});

t.test('capture show --html prints the same packets as a page', async (t) => {
  const file = join(t.testdir(), 'stall.pcapng');
  writeFileSync(file, stallFile());
  const { code, out, err } = await callCommand(captureShow, [file], { ipv6: true, html: true });
  t.same({ code, err }, { code: 0, err: '' });
  const text = (await callCommand(captureShow, [file], { ipv6: true })).out;
  const packets = text.split('\n').filter((line) => /^ *\d+\.\d\d /.test(line)).length;
  t.match(out, /^<!doctype html>/);
  t.equal(out.match(/<use href="#a/g)!.length, packets);
  t.match(out, '<title>');
});

t.test('capture show gives the reason why a file cannot be drawn', async (t) => {
  const folder = t.testdir({ empty: '' });
  const whole = readFileSync('test/wire/corpus/narrow/transit.to-edge.pcap');
  writeFileSync(join(folder, 'truncated'), whole.subarray(0, -9));
  const errors: string[] = [];
  for (const file of ['nowhere', '.', 'empty', 'truncated'].map((name) => join(folder, name)).concat('/dev/zero')) {
    const { code, out, err } = await callCommand(captureShow, [file]);
    t.strictSame([code, out], [2, ''], file);
    errors.push(err.replace(folder, 'FOLDER'));
  }
  t.matchSnapshot(errors.join(''));
});

t.test('capture show draws the first conversations of many, and counts the others', async (t) => {
  const file = join(t.testdir(), 'many.pcap');
  writeFileSync(file, manyConversations(60));
  const { code, out } = await callCommand(captureShow, [file]);
  t.equal(code, 0);
  t.equal(out.match(/^IPv6 TCP/gm)?.length, 50);
  t.equal(out.split('\n').at(-2), '… and 10 more conversations; --flow PORT or --flow ADDRESS selects');
  t.match((await callCommand(captureShow, [file], { flow: '1059' })).out, /^[^…]*IPv6 TCP {2}\S+:1059 ↔ [^…]*$/);
  t.match(await callCommand(captureShow, [file], { flow: '7' }), {
    code: 2,
    err: /\n {2}… and 10 more conversations\n$/,
  });
});

/** A pcap file with the SYN of many connections, from port 1000 on. */
const manyConversations = (count: number): Uint8Array => {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(1, 20);
  const packets = Array.from({ length: count }, (_, index) => {
    const packet = Buffer.alloc(16 + 14 + 40 + 20);
    packet.writeUInt32LE(index, 4);
    for (const at of [8, 12]) packet.writeUInt32LE(packet.length - 16, at);
    packet.writeUInt16BE(0x86dd, 28);
    packet.set([0x60, 0, 0, 0, 0, 20, 6, 64], 30);
    for (const at of [38, 54]) packet.set([0x20, 0x01, 0x0d, 0xb8], at);
    packet.writeUInt8(1, 53);
    packet.writeUInt16BE(1000 + index, 70);
    packet.writeUInt16BE(0x5002, 82);
    return packet;
  });
  return Buffer.concat([header, ...packets]);
};

/** The recorded stall as mtulab itself would write it, with an annotation. */
const stallFile = (): Uint8Array => {
  const packets = recordings.filter((recording) => recording.startsWith('narrow/')).flatMap(packetsToWrite);
  const names = [...new Set(packets.map(({ place }) => place))];
  const writer = pcapngWriter({
    application: 'mtulab',
    places: names.map((name) => ({ name, linkType: 1, snapLength: 256 })),
  });
  const start = packets[0]!.time;
  const annotations = ['changed: edge: ipv6: SYNs keep their MSS', 'step 1 ends: fail'].map((text) =>
    writer.annotation({ time: start + 400_000_000n, text }),
  );
  const firstSecond = packets.filter(({ time }) => time < start + 1_000_000_000n);
  return Buffer.concat([writer.header, ...firstSecond.map(writer.packet), ...annotations]);
};

const packetsToWrite = (recording: string): readonly PacketToWrite[] => {
  const place = recording.slice('narrow/'.length).replace('.', ':');
  return packetsOf(recording).map(({ time, bytes, originalLength }) => {
    const { direction } = sightings.find((sighting) => sighting.place === place && sighting.time === time)!;
    return { place, time, bytes, originalLength, direction };
  });
};

const sightings = exchange('narrow');
