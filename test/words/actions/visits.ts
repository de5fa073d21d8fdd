import * as codec from 'dns-packet';
import ipaddr from 'ipaddr.js';
import t from 'tap';
import { formatVisit } from '../../../src/words/facts/format-visit.ts';
import type { Family } from '../../../src/evidence/family.ts';
import { requireProcessor, requireTimely } from '../../../src/words/actions/require-timely.ts';
import { readVisit } from '../../../src/words/actions/read-visit.ts';
import { visitPrograms } from '../../../src/words/actions/visit-programs.ts';
import { visit } from '../../../src/words/actions/visit.ts';
import type { CapturedFrame, Lab, ObservedRun } from '../../../src/words/lab/lab.ts';
import { attemptDelayOf, firstAttemptDelayOf, resolutionDelayOf, winnerOf } from '../../../src/words/lab/visit.ts';
import type { ConnectionAttempt, VisitQuery } from '../../../src/words/lab/visit.ts';
import { judgeDelay, judgeVisit } from '../../../src/words/expectations/judge-visit.ts';
import { addressesTried } from '../../../src/words/expectations/addresses-tried.ts';
import { connectionAttemptDelay } from '../../../src/words/expectations/connection-attempt-delay.ts';
import { firstAttemptDelay } from '../../../src/words/expectations/first-attempt-delay.ts';
import { resolutionDelay } from '../../../src/words/expectations/resolution-delay.ts';
import { queryOrder } from '../../../src/words/expectations/query-order.ts';
import { wonBy } from '../../../src/words/expectations/won-by.ts';
import { answersDns } from '../../../src/words/services/answers-dns.ts';
import { completedFlow, contextFor, labWith, network, outputOf } from '../fixtures/network.ts';

const bytesOf = (address: string): number[] => ipaddr.parse(address).toByteArray();

/** An Ethernet frame with an IP header and this payload; checksums are not looked at. */
const frame = (
  ms: number,
  direction: CapturedFrame['direction'],
  { from, to, protocol, payload }: { from: string; to: string; protocol: number; payload: Uint8Array },
): CapturedFrame => {
  const isIpv6 = from.includes(':');
  const addresses = Buffer.from([...bytesOf(from), ...bytesOf(to)]);
  const length = (bytes: number): number[] => [bytes >> 8, bytes & 0xff];
  const header = isIpv6
    ? [0x60, 0, 0, 0, ...length(payload.length), protocol, 64]
    : [0x45, 0, ...length(20 + payload.length), 0, 1, 0x40, 0, 64, protocol, 0, 0];
  const type = isIpv6 ? [0x86, 0xdd] : [0x08, 0x00];
  const bytes = Buffer.concat([Buffer.alloc(12), Buffer.from(type), Buffer.from(header), addresses, payload]);
  const time = 1_000_000_000n + BigInt(Math.round(ms * 1e6));
  return { place: 'client:to-r1', direction, time, bytes, originalLength: bytes.length };
};

const own = { ipv6: '2001:db8:1::1', ipv4: '192.0.2.1' };
const server = { ipv6: '2001:db8:5::1', ipv4: '192.0.2.65' };
const resolver = '2001:db8:3::1';

const dns = (ms: number, message: codec.Packet): CapturedFrame => {
  const payload = codec.encode(message);
  const isQuery = message.type === 'query';
  const ports = isQuery ? [40_000, 53] : [53, 40_000];
  const header = Buffer.alloc(8);
  ports.forEach((port, index) => header.writeUInt16BE(port, 2 * index));
  header.writeUInt16BE(8 + payload.length, 4);
  const ends = isQuery ? { from: own.ipv6, to: resolver } : { from: resolver, to: own.ipv6 };
  return frame(ms, isQuery ? 'out' : 'in', { ...ends, protocol: 17, payload: Buffer.concat([header, payload]) });
};

const query = (ms: number, type: 'A' | 'AAAA', id: number, name = 'server.lab.test'): CapturedFrame =>
  dns(ms, { id, type: 'query', questions: [{ type, name }] });

const answer = (ms: number, type: 'A' | 'AAAA', id: number, addresses: readonly string[]): CapturedFrame =>
  dns(ms, {
    ...{ id, type: 'response', questions: [{ type, name: 'server.lab.test' }] },
    answers: addresses.map((data) => ({ type, name: 'server.lab.test', ttl: 1, data })),
  });

const [SYN, ACK] = [0x02, 0x10];

interface SegmentOutline {
  readonly port: number;
  readonly flags: number;
  readonly out?: true;
  readonly bytes?: number;
  readonly to?: string;
}

const segment = (ms: number, family: Family, { port, flags, out, bytes = 0, to }: SegmentOutline): CapturedFrame => {
  const header = Buffer.alloc(20 + bytes);
  (out ? [port, 80] : [80, port]).forEach((each, index) => header.writeUInt16BE(each, 2 * index));
  header.writeUInt8(0x50, 12);
  header.writeUInt8(flags, 13);
  const peer = to ?? server[family];
  const ends = out ? { from: own[family], to: peer } : { from: peer, to: own[family] };
  return frame(ms, out ? 'out' : 'in', { ...ends, protocol: 6, payload: header });
};

/** A is answered first, IPv6 gets no answer to its SYN, and IPv4 carries the page. */
const frames: readonly CapturedFrame[] = [
  query(0, 'AAAA', 1),
  query(1, 'A', 2),
  query(2, 'A', 9, 'other.lab.test'),
  answer(3, 'A', 2, [server.ipv4]),
  query(20, 'AAAA', 1),
  answer(30, 'AAAA', 1, [server.ipv6, '2001:db8:6::1']),
  answer(31, 'AAAA', 1, []),
  answer(31, 'A', 77, []),
  segment(32, 'ipv6', { port: 50_001, flags: SYN, out: true }),
  segment(282, 'ipv4', { port: 50_002, flags: SYN, out: true }),
  segment(283, 'ipv4', { port: 50_002, flags: SYN | ACK }),
  segment(284, 'ipv4', { port: 50_002, flags: ACK, out: true, bytes: 70 }),
  segment(285, 'ipv4', { port: 50_002, flags: ACK, bytes: 1000 }),
  segment(286, 'ipv4', { port: 50_009, flags: ACK, bytes: 1000 }),
  segment(1032, 'ipv6', { port: 50_001, flags: SYN, out: true }),
  frame(1033, 'in', {
    from: server.ipv4,
    to: own.ipv4,
    protocol: 17,
    payload: Buffer.from('003500350010000000', 'hex'),
  }),
];

const target = { name: 'server.lab.test', port: 80 };
const read = readVisit(frames, target, codec.decode);
const lost: ConnectionAttempt = { family: 'ipv6', address: server.ipv6, port: 50_001, ms: 32, bytes: 0 };
const won: ConnectionAttempt = {
  ...{ family: 'ipv4', address: server.ipv4, port: 50_002, ms: 282, connectedMs: 283, bytes: 1000 },
};

t.test('a visit is read off the packets of its node', async (t) => {
  t.strictSame(read, {
    name: 'server.lab.test',
    beganAtMs: 1000,
    queries: [
      { family: 'ipv6', askedMs: 0, answeredMs: 30, addresses: 2 },
      { family: 'ipv4', askedMs: 1, answeredMs: 3, addresses: 1 },
    ],
    attempts: [lost, won],
  });
  t.equal(formatVisit(read).length, 4, 'a line for each query and attempt');
  t.strictSame(readVisit(frames, { ...target, port: 8080 }, codec.decode).attempts, []);
  t.strictSame(readVisit([], target, codec.decode), { name: target.name, queries: [], attempts: [] });
});

t.test('what a visit shows', async (t) => {
  t.equal(winnerOf(read), read.attempts[1]);
  t.equal(winnerOf({ ...read, attempts: [lost] }), undefined);
  t.equal(attemptDelayOf(read), 250);
  t.equal(attemptDelayOf({ ...read, attempts: [lost, { ...lost, port: 1, ms: 99 }] }), null, 'the same address again');
  t.equal(attemptDelayOf({ ...read, attempts: [] }), null);
  const later = { ...read, queries: read.queries.map((query) => ({ ...query, askedMs: query.askedMs + 10 })) };
  t.equal(firstAttemptDelayOf(later), 22);
  t.equal(firstAttemptDelayOf({ ...read, queries: [] }), null);
  const delay = (queries: readonly VisitQuery[], attempts = [lost]) =>
    resolutionDelayOf({ ...read, queries, attempts });
  const [aaaa, a]: VisitQuery[] = [
    { family: 'ipv6', askedMs: 0, answeredMs: 2, addresses: 1 },
    { family: 'ipv4', askedMs: 1, answeredMs: 5, addresses: 1 },
  ];
  t.equal(delay([aaaa!, a!]), null, 'both had come');
  t.equal(delay([aaaa!, { family: 'ipv4', askedMs: 1 }]), 30, 'the other never came');
  t.equal(delay([{ ...aaaa!, answeredMs: 40 }, a!]), 27, 'the other came later');
  t.equal(delay([aaaa!, { family: 'ipv4', askedMs: 1 }], []), null, 'it did not connect');
  t.equal(
    delay([
      { ...aaaa!, addresses: 0 },
      { family: 'ipv4', askedMs: 1 },
    ]),
    null,
    'without an address to use',
  );
});

t.test('each client has its own command line', async (t) => {
  const request = { url: 'http://a.b:81/c', host: 'a.b', port: 81, path: '/c' };
  for (const [name, { argv, adjusts }] of Object.entries(visitPrograms)) {
    const delays = { attemptDelayMs: 111, resolutionDelayMs: 222 };
    t.matchSnapshot(argv(request, ['mtulab']).join(' '), name);
    const line = argv({ ...request, ...delays }, ['mtulab'])
      .join(' ')
      .replace('0.111', '111');
    t.strictSame(
      [line.includes('111'), line.includes('222')],
      [adjusts.includes('attempt'), adjusts.includes('resolution')],
    );
  }
});

t.test('a delay that a client does not let its user set is a mistake', async (t) => {
  const conflicts = (settings: object) => visit.conflicts!({ from: 'client', url: 'http://a/', ...settings }, network);
  t.strictSame(conflicts({ with: 'rfc8305', 'resolution-delay': '1s', 'connection-attempt-delay': '1s' }), []);
  t.strictSame(conflicts({ with: 'curl', 'connection-attempt-delay': '1s' }), []);
  t.strictSame(conflicts({ with: 'curl', 'resolution-delay': '1s' }), [
    { at: ['resolution-delay'], text: 'curl has no such setting; remove it, or visit with rfc8305' },
  ]);
  t.match(conflicts({ with: 'wget', 'connection-attempt-delay': '1s' }), [{ text: /rfc8305, node, curl, asyncio$/ }]);
});

const settings = { from: 'client', url: 'http://server.lab.test/bytes/1000' };

/** A lab in which a program sends and gets these packets. */
const labOf = (given: readonly CapturedFrame[], more: Partial<Lab> = {}) => {
  const log: string[] = [];
  const lab = labWith({
    ...{ nodes: network, commandLine: ['mtulab'], traitOf: () => undefined },
    capture: async () => ({
      ...{ startedAt: 0n, drain: () => [] },
      stop: async () => (log.push('stopped'), { frames: given, counts: [], warnings: [] }),
    }),
    observe: async ({ argv, wait }: ObservedRun) => {
      log.push(`${argv.join(' ')} within ${wait.withinMs} ms until ${wait.until}`);
      const transfers = [50_001, 50_002].map((client) => ({ ...completedFlow, ports: { client, server: 80 } }));
      return { output: outputOf(''), transfers };
    },
    ...more,
  });
  return { lab, log };
};

t.test('a visit is captured, observed and judged by the connection that carried bytes', async (t) => {
  const { lab, log } = labOf(frames);
  const facts = await visit.perform(lab, settings, { ...contextFor('ipv6'), wait: { until: 'evidence' } });
  t.match(facts, { visit: { attempts: [lost, won] }, transfer: { ports: { client: 50_002 } }, output: { code: 0 } });
  t.match(log, [/^mtulab connect http:\/\/server.lab.test\/bytes\/1000 within \d+ ms until evidence$/, 'stopped']);
  const watched = labOf(frames);
  await visit.perform(watched.lab, { ...settings, for: '2s' }, { ...contextFor('ipv6'), wait: { until: 'evidence' } });
  t.match(watched.log, [/within 2000 ms until lasting$/, 'stopped']);
  const none = await visit.perform(labOf(frames.slice(0, 9)).lab, { ...settings, with: 'wget' }, contextFor('ipv6'));
  t.equal(
    none['no-transfer'],
    'no connection of wget to server.lab.test carried bytes; it attempted 2001:db8:5::1 over IPv6',
  );
  for (const transfers of [[], [completedFlow, completedFlow]]) {
    const ports = { client: 50_002, server: 80 };
    const observe = async () => ({ output: outputOf(''), transfers: transfers.map((flow) => ({ ...flow, ports })) });
    const unseen = await visit.perform(labOf(frames, { observe }).lab, settings, contextFor('ipv6'));
    t.equal(
      unseen['no-transfer'],
      `the connection of rfc8305 to server.lab.test at 192.0.2.65 over IPv4 carried 1000 bytes, and ${transfers.length} connections from its port 50002 were observed, not 1`,
    );
  }
  t.match(
    (await visit.perform(labOf([]).lab, settings, contextFor('ipv6')))['no-transfer'],
    /^rfc8305 attempted no connection to server.lab.test within/,
  );
});

t.test('a visit that cannot be judged is an error', async (t) => {
  const perform = (more: Partial<Lab>) => visit.perform(labOf(frames, more).lab, settings, contextFor('ipv6'));
  const gaps = { frames, counts: [], warnings: [], incomplete: true };
  const capture = (stop: () => Promise<typeof gaps>) => async () => ({ startedAt: 0n, drain: () => [], stop });
  await t.rejects(perform({ capture: capture(async () => gaps) }), /^the capture of this visit has gaps/);
  let stopped = 0;
  const failing = {
    capture: capture(async () => ((stopped += 1), gaps)),
    observe: async () => Promise.reject(new Error('broken')),
  };
  await t.rejects(perform(failing), { message: 'broken' });
  t.equal(stopped, 1);
});

t.test('an answer that came later than servers and links explain is an error', async (t) => {
  const listens = [{ protocol: 'udp', port: 53 }] as const;
  const nodes = new Map(
    [...network].map(([name, node]) => [
      name,
      ['edge', 'target'].includes(name) ? { ...node, services: [{ word: 'x', settings: {}, listens }] } : node,
    ]),
  );
  /** The client asks edge, which asks target; AAAA is answered after 30 ms, and the client has sent a SYN before. */
  const timely = (
    answers: unknown,
    delays: Readonly<Record<string, number>> = {},
    { asked = 'edge' as string | null, attempts = [{ ...lost, ms: 29 }] } = {},
  ) =>
    requireTimely(
      { ...read, attempts },
      'client',
      labWith({
        nodes,
        traitOf: (node, trait) =>
          node === 'client' && trait === 'nameserver' ? (asked ?? undefined) : node === 'target' ? answers : undefined,
        delayOfLinks: ({ from, to, family }) => delays[`${from} ${to} ${family}`] ?? 0,
      }),
    );
  const late = (ms: number) => ({
    message: `the answer of AAAA came ${ms} ms late: this machine is too busy to judge a race`,
  });
  const after = (delay: string) => ({ aaaa: { delay } });
  t.doesNotThrow(() => timely(after('20ms')));
  t.throws(() => timely(after('10ms')), late(20));
  t.doesNotThrow(() => timely(after('10ms'), { 'client edge ipv6': 6 }));
  t.doesNotThrow(() => timely(after('10ms'), { 'edge target ipv4': 6 }), 'the resolver asks over either family');
  t.throws(() => timely(after('10ms'), { 'client edge ipv6': 1, 'edge target ipv4': 3 }), late(16));
  t.throws(() => timely(after('10ms'), { 'client target ipv6': 100 }), late(20), 'a link that is not on the way');
  t.doesNotThrow(() => timely({ a: { delay: '1ms' } }), 'no server is late with AAAA');
  t.doesNotThrow(() => timely({ aaaa: 'never' }));
  t.doesNotThrow(() => timely(after('10ms'), {}, { asked: null }), 'it asks nobody that the lab knows');
  const attempt = (ms: number, connectedMs = ms) => ({ attempts: [{ ...lost, ms, connectedMs }] });
  t.doesNotThrow(() => timely(after('10ms'), {}, attempt(31)), 'it has waited for the answer');
  t.doesNotThrow(() => timely(after('10ms'), {}, attempt(9)), 'it has not waited until the answer was due');
  t.throws(
    () => timely(after('10ms'), {}, attempt(9, 11)),
    late(20),
    'a handshake that an answer in time might have overtaken',
  );
  t.strictSame(
    [...nodes.values()].filter(answersDns).map(({ name }) => name),
    ['edge', 'target'],
  );
  const early = segment(29, 'ipv4', { port: 50_003, flags: SYN, out: true });
  const perform = visit.perform(
    labOf([...frames, early], {
      nodes,
      traitOf: (node, trait) => (trait === 'nameserver' ? 'edge' : node === 'edge' ? after('1ms') : undefined),
      delayOfLinks: () => 0,
    }).lab,
    settings,
    contextFor('ipv6'),
  );
  await t.rejects(perform, late(29));
});

t.test('a race is not judged while its program waits for a processor', async (t) => {
  const attempt = (address: string, ms: number): ConnectionAttempt => ({
    ...{ family: 'ipv6', address, port: 40_000 + ms, ms, bytes: 0 },
  });
  const race = { name: 'www.lab.test', beganAtMs: 1000, queries: [], attempts: [attempt('a', 5), attempt('b', 255)] };
  /** When each sample was taken, and what two threads had waited until then. */
  type Waits = readonly (readonly [atMs: number, main: number, other?: number])[];
  const waits = (samples: Waits) => ({
    transfers: [],
    processorWaits: samples.map(([atMs, main, other]) => ({
      atMs,
      waitedMs: new Map([[1, main], ...(other === undefined ? [] : [[2, other] as const])]),
    })),
  });
  const judged = (seen: object, ...samples: Waits) =>
    t.doesNotThrow(() => requireProcessor({ ...race, ...seen }, waits(samples)));
  const refused = (ms: number, seen: object, ...samples: Waits) =>
    t.throws(() => requireProcessor({ ...race, ...seen }, waits(samples)), {
      message: `the program waited ${ms} ms for a processor: this machine is too busy to judge a race`,
    });
  refused(26, {}, [990, 4], [1010, 5], [1250, 6], [1260, 31], [1280, 90]);
  judged({}, [990, 4], [1010, 90], [1260, 115]); // what it waited before the timer ran
  refused(111, {}, [990, 4], [1100, 90], [1260, 115]); // no sample tells when it waited
  judged({}, [1010, 5, 5], [1260, 25, 25]); // two threads, each in time
  refused(30, {}, [1010, 5, 5], [1260, 6, 35]);
  const byName = {
    ...waits([
      [1010, 5, 5],
      [1260, 6, 35],
    ]),
    threadNames: new Map([
      [1, 'Timer'],
      [2, 'Renderer'],
    ]),
  };
  t.doesNotThrow(() => requireProcessor(race, byName, /^Timer$/), 'a thread that runs no timer');
  t.throws(() => requireProcessor(race, byName, /^(Timer|Renderer)$/), /waited 30 ms/);
  judged({}, [1010, 5], [1030, 5, 300], [1260, 5, 310]); // a thread that is found later
  refused(26, {}, [1010, 5], [1250, 31]); // the program has ended
  judged({ attempts: race.attempts.slice(0, 1) }, [1010, 0], [1020, 400]);
  const answers: readonly VisitQuery[] = [
    { family: 'ipv6', askedMs: 0 },
    { family: 'ipv4', askedMs: 0, answeredMs: 2, addresses: 1 },
  ];
  const alone = { queries: answers, attempts: [attempt('a', 52)] };
  refused(40, alone, [1004, 0], [1060, 40]);
  judged(alone, [1004, 100], [1060, 120]);
  t.doesNotThrow(() => requireProcessor(race, { transfers: [] }), 'the kernel does not account for it');
});

t.test('visits are judged by what was seen of them', async (t) => {
  t.match(
    judgeVisit('x', {}, () => ({ met: true, saw: '' })),
    { met: null, saw: 'not observed: a visit' },
  );
  t.match(judgeDelay('200..300', { visit: read }, attemptDelayOf), { met: true, wanted: '200..300 ms', saw: '250 ms' });
  for (const [wanted, late] of [
    ['150..200', true],
    ['300..400', false],
    ['none', false],
  ] as const)
    t.equal(
      connectionAttemptDelay.slowed!(wanted, { visit: read }) !== undefined,
      late,
      `a slow machine explains ${wanted}`,
    );
  t.equal(connectionAttemptDelay.slowed!('150..200', {}), undefined);
  t.match(
    judgeDelay('none', { visit: read }, () => null),
    { met: true, saw: 'none' },
  );
  t.match(connectionAttemptDelay.judge('>= 251', { visit: read }), { met: false, saw: '250 ms' });
  t.match(
    connectionAttemptDelay.slowed!('<= 249', { visit: read }),
    /a race between timers and answers may end otherwise/,
  );
  t.equal(
    connectionAttemptDelay.slowed!('>= 251', { visit: read }),
    undefined,
    'a delay that is too short is none of a slow machine',
  );
  t.match(wonBy.slowed!('none', { visit: read }), /race/);
  t.equal(addressesTried.slowed!({ ipv4: 2 }, {}), undefined, 'nothing is known without a visit');
  t.match(resolutionDelay.judge('none', { visit: read }), { met: true });
  t.match(firstAttemptDelay.judge('>= 33', { visit: read }), { met: false, saw: '32 ms' });
  t.match(firstAttemptDelay.judge('none', { visit: { ...read, attempts: [] } }), { met: true, saw: 'none' });
  t.match(wonBy.judge('none', { visit: { ...read, attempts: [lost] } }), { met: true, saw: 'no connection' });
  t.match(queryOrder.judge([], { visit: { ...read, queries: [] } }), { met: true, saw: 'no query' });
  t.match(addressesTried.judge({ ipv4: '>= 2' }, { visit: read }), { met: false, saw: '1 over IPv4' });
});
