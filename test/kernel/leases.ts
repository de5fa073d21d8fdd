import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import dnsPacket from 'dns-packet';
import type { Answer, Packet } from 'dns-packet';
import { spawnSync } from 'node:child_process';
import t from 'tap';
import type { Test } from 'tap';
import { addressesOfPool } from '../../src/kernel/leases/addresses-of-pool.ts';
import { answerDevice } from '../../src/kernel/leases/answer-device.ts';
import type { DeviceAnswers } from '../../src/kernel/leases/answer-device.ts';
import { batched } from '../../src/kernel/leases/batched.ts';
import { listenForQueries } from '../../src/kernel/leases/dns-listener.ts';
import { findIpv6Addresses } from '../../src/kernel/leases/ipv6-addresses-of-name.ts';
import { runLeaseDaemon } from '../../src/kernel/leases/lease-daemon.ts';
import type { DaemonSettings, LeaseEvent } from '../../src/kernel/leases/lease-daemon.ts';
import { LeasePool } from '../../src/kernel/leases/lease-pool.ts';
import { prepareDevice } from '../../src/kernel/leases/prepare-device.ts';
import { TaygaProcess } from '../../src/kernel/leases/tayga-process.ts';
import { upstreamResolver } from '../../src/kernel/leases/upstream-resolver.ts';
import type { DnsProtocol } from '../../src/kernel/leases/upstream-resolver.ts';
import { trackedAddresses } from '../../src/kernel/counters/connection-tracking.ts';
import { firstMessage, framed } from '../../src/kernel/system/framed-messages.ts';
import { until } from '../../src/kernel/system/until.ts';
import { parseTayga } from '../../src/words/lab/tayga-configuration.ts';
import { enterNamespace } from './fixtures/enter-namespace.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';

const hasTayga = spawnSync('sh', ['-c', 'command -v tayga && test -w /dev/net/tun'], { stdio: 'ignore' }).status === 0;
const skip = noNamespaces || (!hasTayga && 'no tayga and no TUN devices here');

t.test('a pool has the addresses of its prefix, without those of a network and a broadcast', async (t) => {
  t.strictSame(addressesOfPool('203.0.113.48/30'), ['203.0.113.49', '203.0.113.50']);
  t.strictSame(addressesOfPool('203.0.113.0/24', 2), ['203.0.113.1', '203.0.113.2']);
  t.equal(addressesOfPool('10.0.0.0/16')!.at(-1), '10.0.255.254');
  for (const wrong of ['203.0.113.1/28', '203.0.113.0', '203.0.113.0/31', '10.0.0.0/8', '2001:db8::/64', '1/24'])
    t.equal(addressesOfPool(wrong), undefined, wrong);
});

const poolOf = (addresses: readonly string[]) => {
  const clock = { ms: 0 };
  const fixed = [{ ipv4: '192.0.2.9', ipv6: '2001:db8::9' }];
  const pool = new LeasePool({ addresses, fixed, leaseMs: 1000, now: () => clock.ms });
  return { pool, clock };
};

t.test('a lease lasts after its last answer, and then until another one needs its address', async (t) => {
  const { pool, clock } = poolOf(['a', 'b']);
  const unused = (): ReadonlySet<string> => new Set();
  t.equal(pool.renew(['2001:db8::1']), undefined);
  t.equal(pool.take('2001:db8::1', unused), 'a');
  t.equal(pool.renew(['2001:db8::7', '2001:db8::1']), 'a', 'whichever address of a name has one');
  t.equal(pool.take('2001:db8::2', unused), 'b');
  clock.ms = 999;
  t.equal(pool.take('2001:db8::3', unused), undefined, 'both last');
  t.equal(pool.renew(['2001:db8::1']), 'a');
  clock.ms = 1000;
  t.equal(pool.renew(['2001:db8::2']), 'b', 'a lease that is over is still there');
  clock.ms = 2100;
  t.equal(
    pool.take('2001:db8::3', () => new Set(['a'])),
    'b',
    'not the address of a flow, though its lease ended first',
  );
  t.equal(pool.renew(['2001:db8::2']), undefined, 'it is gone');
  t.equal(pool.take('2001:db8::4', unused), 'a');
  t.strictSame(pool.mappings, [
    { ipv4: '192.0.2.9', ipv6: '2001:db8::9' },
    { ipv4: 'a', ipv6: '2001:db8::4' },
    { ipv4: 'b', ipv6: '2001:db8::3' },
  ]);
});

t.test('of leases that are over, the one that ended first goes first', async (t) => {
  const { pool, clock } = poolOf(['a', 'b']);
  pool.take('2001:db8::1', () => new Set());
  pool.take('2001:db8::2', () => new Set());
  clock.ms = 10;
  pool.renew(['2001:db8::1']);
  clock.ms = 5000;
  t.equal(
    pool.take('2001:db8::3', () => new Set()),
    'b',
  );
});

t.test('what has a mapping for good needs no lease', async (t) => {
  const { pool } = poolOf([]);
  t.equal(pool.renew(['2001:db8::9']), '192.0.2.9');
  t.equal(pool.mappings.length, 1);
});

t.test('leases of an earlier daemon go on', async (t) => {
  const leases = [
    { ipv4: 'b', ipv6: '2001:db8::2' },
    { ipv4: 'z', ipv6: '2001:db8::3' },
  ];
  const pool = new LeasePool({ addresses: ['a', 'b'], fixed: [], leases, leaseMs: 1000, now: () => 0 });
  t.equal(pool.renew(['2001:db8::2']), 'b');
  t.equal(pool.renew(['2001:db8::3']), undefined, 'not those outside the pool');
  t.equal(
    pool.take('2001:db8::1', () => new Set()),
    'a',
  );
});

t.test('calls that wait together share a run, and one during a run waits for the next', async (t) => {
  const pauses: number[] = [];
  const ends: (() => void)[] = [];
  const run = batched(() => new Promise<void>((resolve) => ends.push(resolve)), {
    everyMs: 60_000,
    pause: async (ms) => void pauses.push(ms),
  });
  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const first = run();
  t.equal(run(), first, 'before it has begun');
  await nextTurn();
  const [second, third] = [run(), run()];
  t.equal(second, third);
  t.not(second, first);
  await nextTurn();
  t.equal(ends.length, 1, 'one at a time');
  ends[0]!();
  await first;
  await nextTurn();
  t.equal(ends.length, 2);
  t.ok(pauses.length === 1 && pauses[0]! > 50_000, 'the next one keeps its distance');
  ends[1]!();
  await second;
});

t.test('a run that fails fails for those who waited for it, and not for the next', async (t) => {
  let runs = 0;
  const run = batched(
    async () => {
      if ((runs += 1) === 1) throw new Error('broken');
    },
    { everyMs: 0, pause: async () => {} },
  );
  await t.rejects(run(), { message: 'broken' });
  await run();
  t.equal(runs, 2);
});

type Records = Readonly<Record<string, readonly Answer[] | number | 'silent' | 'cut'>>;

/** An upstream resolver of a test: records, an RCODE, or no answer, by `TYPE name`. */
const upstream = (records: Records, asked: string[] = []): DeviceAnswers['ask'] => {
  const reply = (query: Uint8Array, protocol: DnsProtocol): Buffer => {
    const { id, questions } = dnsPacket.decode(Buffer.from(query));
    const key = `${questions![0]!.type} ${questions![0]!.name.toLowerCase()}`;
    asked.push(`${key} ${protocol}`);
    const found = records[key] ?? 3;
    if (found === 'silent') throw new Error('no answer');
    const isCut = found === 'cut' && protocol === 'udp';
    const answers = found === 'cut' ? records[`${key} tcp`] : found;
    const rcode = typeof found === 'number' ? found : 0;
    return dnsPacket.encode({
      ...{ id: id!, type: 'response', questions: questions! },
      flags: rcode | (isCut ? dnsPacket.TRUNCATED_RESPONSE : 0),
      answers: isCut || !Array.isArray(answers) ? [] : (answers as Answer[]),
    });
  };
  return async (query, protocol) => reply(query, protocol);
};

const aaaa = (name: string, data: string, ttl = 300): Answer => ({ type: 'AAAA', class: 'IN', name, data, ttl });
const cname = (name: string, data: string, ttl = 300): Answer => ({ type: 'CNAME', class: 'IN', name, data, ttl });

t.test('aliases are followed, in one answer and over several', async (t) => {
  const asked: string[] = [];
  const records: Records = {
    'AAAA www.test': [
      cname('www.test', 'Edge.test'),
      cname('edge.test', 'host.test'),
      aaaa('host.test', '2001:db8::1'),
    ],
    'AAAA far.test': [cname('far.test', 'host.test')],
    'AAAA host.test': [aaaa('HOST.test', '2001:db8::1'), aaaa('host.test', '2001:db8::2'), aaaa('else.test', '::3')],
    'AAAA loop.test': [cname('loop.test', 'loop.test')],
    'AAAA end.test': [cname('end.test', 'none.test')],
    'AAAA long.test': 'cut',
    'AAAA long.test tcp': [aaaa('long.test', '2001:db8::4')],
    'AAAA dead.test': 'silent',
    'AAAA broken.test': 2,
  };
  const ask = upstream(records, asked);
  const find = async (name: string) => {
    const { chain, addresses } = await findIpv6Addresses(name, { ask, codec: dnsPacket });
    return { chain: chain.map(({ data }) => data), addresses: addresses.map(({ data }) => data) };
  };
  t.strictSame(await find('www.test'), { chain: ['Edge.test', 'host.test'], addresses: ['2001:db8::1'] });
  t.equal(asked.length, 1);
  t.strictSame(await find('far.test'), { chain: ['host.test'], addresses: ['2001:db8::1', '2001:db8::2'] });
  t.strictSame(await find('loop.test'), { chain: [], addresses: [] });
  t.strictSame(await find('long.test'), { chain: [], addresses: ['2001:db8::4'] });
  t.strictSame(await find('end.test'), { chain: ['none.test'], addresses: [] });
  for (const none of ['dead.test', 'broken.test', 'unknown.test'])
    t.strictSame(await find(none), { chain: [], addresses: [] }, none);
});

/** Answers a query of a device, and returns the answer with what was leased and logged. */
const answerOf = async (
  question: { readonly name: string; readonly type?: 'A' | 'AAAA' | 'TXT'; readonly class?: 'IN' | 'CH' },
  records: Records,
  { left = ['203.0.113.1'], protocol = 'udp' as DnsProtocol, query = {} as Partial<Packet> } = {},
) => {
  const leases: string[] = [];
  const log: string[] = [];
  const { name, type = 'A', class: inClass = 'IN' } = question;
  const request = dnsPacket.encode({
    ...{ type: 'query', id: 7, flags: dnsPacket.RECURSION_DESIRED },
    questions: [{ name, type, class: inClass }],
    ...query,
  });
  const answer = await answerDevice(request, protocol, {
    ...{ codec: dnsPacket, prefix: '2001:db8:3:ff9b::/96', ttl: 30, ask: upstream(records) },
    lease: async (_, addresses) => (leases.push(addresses.join()), left.shift()),
    log: (line) => void log.push(line),
  });
  const { id, flags = 0, answers = [], additionals = [] } = dnsPacket.decode(answer!);
  const shown = answers.map((record) =>
    'data' in record ? `${record.name} ${record.ttl} ${String(record.data)}` : '',
  );
  return {
    id,
    code: flags & 15,
    isCut: (flags & dnsPacket.TRUNCATED_RESPONSE) !== 0,
    answers: shown,
    additionals,
    leases,
    log,
  };
};

const a = (name: string, data: string): Answer => ({ type: 'A', class: 'IN', name, data, ttl: 300 });

t.test('a name with IPv6 gets a leased address, for no longer than the lease', async (t) => {
  const records = {
    'AAAA v6.test': [aaaa('v6.test', '2001:db8::1'), aaaa('v6.test', '2001:db8::2')],
    'AAAA both.test': [aaaa('both.test', '2001:db8::3', 5)],
    'A both.test': [a('both.test', '192.0.2.80')],
    'AAAA alias.test': [cname('alias.test', 'v6.test', 20), aaaa('v6.test', '2001:db8::1')],
  };
  t.match(await answerOf({ name: 'v6.test' }, records), {
    ...{ id: 7, code: 0, answers: ['v6.test 30 203.0.113.1'], leases: ['2001:db8::1,2001:db8::2'], additionals: [] },
  });
  t.match(await answerOf({ name: 'both.test' }, records), { answers: ['both.test 5 203.0.113.1'] });
  t.match(await answerOf({ name: 'alias.test' }, records), {
    answers: ['alias.test 20 v6.test', 'v6.test 30 203.0.113.1'],
    leases: ['2001:db8::1'],
  });
});

t.test('where no address is left the answer is SERVFAIL, never another address', async (t) => {
  const records = {
    'AAAA both.test': [aaaa('both.test', '2001:db8::3')],
    'A both.test': [a('both.test', '192.0.2.80')],
  };
  t.match(await answerOf({ name: 'both.test' }, records, { left: [] }), { code: 2, answers: [] });
});

t.test('all else is what the upstream resolver answers', async (t) => {
  const records: Records = {
    'A v4.test': [a('v4.test', '192.0.2.80')],
    'AAAA v4.test': [],
    'AAAA v6.test': [aaaa('v6.test', '2001:db8::1')],
    'AAAA slow.test': 'silent',
    'A slow.test': [a('slow.test', '192.0.2.81')],
    'AAAA mapped.test': [aaaa('mapped.test', '2001:db8:3:ff9b::c000:250'), aaaa('mapped.test', 'fe80::1')],
    'A mapped.test': [a('mapped.test', '192.0.2.80')],
    'AAAA dead.test': 'silent',
    'A dead.test': 'silent',
  };
  const none = { leases: [], log: [] };
  t.match(await answerOf({ name: 'v4.test' }, records), { ...none, answers: ['v4.test 300 192.0.2.80'] });
  t.match(await answerOf({ name: 'none.test' }, records), { ...none, code: 3, answers: [] }, 'NXDOMAIN stays');
  t.match(await answerOf({ name: 'v6.test', type: 'AAAA' }, records), {
    ...none,
    answers: ['v6.test 300 2001:db8::1'],
  });
  t.match(await answerOf({ name: 'slow.test' }, records), { ...none, answers: ['slow.test 300 192.0.2.81'] });
  t.match(
    await answerOf({ name: 'mapped.test' }, records),
    { ...none, answers: ['mapped.test 300 192.0.2.80'] },
    'IPv4 in IPv6, and what is no address of a host elsewhere',
  );
  t.match(await answerOf({ name: 'dead.test' }, records), {
    code: 2,
    log: ['no answer for A of dead.test: no answer'],
  });
  t.match(await answerOf({ name: 'version.server', type: 'TXT', class: 'CH' }, records), { ...none, code: 5 });
});

t.test('an answer that is too long for UDP is cut, unless the client takes more', async (t) => {
  const label = 'a-rather-long-name-of-a-content-delivery-network-and-its-customers';
  const names = Array.from({ length: 3 }, (_, index) => `${label.slice(0, 60)}.${label.slice(0, 50)}.n${index}.test`);
  const records = {
    [`AAAA ${names[0]!}`]: [
      ...names.slice(1).map((name, index) => cname(names[index]!, name)),
      aaaa(names.at(-1)!, '2001:db8::1'),
    ],
  };
  t.match(await answerOf({ name: names[0]! }, records), { isCut: true, answers: [] });
  t.match(await answerOf({ name: names[0]! }, records, { protocol: 'tcp' }), { isCut: false, answers: { length: 3 } });
  const options: Answer = {
    ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] },
    ...{ extendedRcode: 0, ednsVersion: 0, flag_do: false },
  };
  const known = await answerOf({ name: names[0]! }, records, { query: { additionals: [options] } });
  t.match(known, { isCut: false, answers: { length: 3 }, additionals: [{ type: 'OPT' }] });
});

t.test('what is no query gets no answer', async (t) => {
  const answers = { codec: dnsPacket } as DeviceAnswers;
  t.equal(await answerDevice(Buffer.from('nonsense'), 'udp', answers), undefined);
  const response = dnsPacket.encode({ type: 'response', id: 1, questions: [{ type: 'A', name: 'v6.test' }] });
  t.equal(await answerDevice(response, 'udp', answers), undefined);
});

t.test('each message of a stream begins with its length', async (t) => {
  const stream = Buffer.concat([framed(Buffer.from('one')), framed(Buffer.from('two'))]);
  t.equal(String(firstMessage(stream)), 'one');
  for (const bytes of [0, 1, 4]) t.equal(firstMessage(stream.subarray(0, bytes)), undefined);
});

/** This process moves to a namespace of its own, in which devices and servers are one host. */
const enter = async (t: Test): Promise<void> => {
  enterNamespace(
    await temporaryNamespace(
      t,
      ['192.0.2.1/32', '192.0.2.2/32', '2001:db8:6::1/128', '2001:db8:6::2/128']
        .map((each) => `ip addr add ${each} dev lo`)
        .join('\n'),
    ),
  );
};

const local = { address: '192.0.2.1', port: 53 };

t.test('queries are answered over UDP and TCP, from the address that was asked', { skip: noNamespaces }, async (t) => {
  await enter(t);
  const ended = new AbortController();
  const echo = async (query: Buffer, protocol: DnsProtocol): Promise<Buffer | undefined> => {
    const { id, questions } = dnsPacket.decode(query);
    if (questions![0]!.name === 'quiet.test') return undefined;
    return dnsPacket.encode({
      id: id!,
      type: 'response',
      questions: questions!,
      answers: [{ ...a(protocol, '192.0.2.9') }],
    });
  };
  const listener = await listenForQueries(local, echo);
  await t.rejects(listenForQueries(local, echo), { code: 'EADDRINUSE' });
  const ask = upstreamResolver(local, ended.signal);
  const query = dnsPacket.encode({ type: 'query', id: 4711, questions: [{ type: 'A', name: 'v6.test' }] });
  for (const protocol of ['udp', 'tcp'] as const)
    t.match(dnsPacket.decode(await ask(query, protocol)), { id: 4711, answers: [{ name: protocol }] });
  const began = performance.now();
  const nobody = upstreamResolver({ ...local, port: 54 }, ended.signal);
  for (const protocol of ['udp', 'tcp'] as const)
    await t.rejects(nobody(query, protocol), { message: '192.0.2.1 port 54 did not answer a DNS query' }, protocol);
  t.ok(performance.now() - began < 1500, 'an ICMP error and a reset are waited for no longer');
  const silent = ask(dnsPacket.encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'quiet.test' }] }), 'udp');
  ended.abort(new Error('over'));
  await t.rejects(silent, { message: 'over' });
  listener.close();
});

const configuration = `# kept\ntun-device siit0\nipv4-addr 192.0.2.16\nprefix 2001:db8:3:ff9b::/96\nmap 192.0.2.9 2001:db8:6::2\n`;

/** Starts a daemon whose upstream resolver has AAAA records for these names, and waits until it answers. */
const startDaemon = async (
  t: Test,
  addresses: readonly string[],
  options: Partial<DaemonSettings> = {},
  restored = '',
) => {
  const file = `${t.testdir({ 'tayga.conf': configuration + restored })}/tayga.conf`;
  const server = await listenForQueries({ address: '192.0.2.2', port: 53 }, async (query) => {
    const { id, questions } = dnsPacket.decode(query);
    const [{ name, type }] = questions as [{ name: string; type: string }];
    const number = /^n(\d+)\.test$/.exec(name)?.[1];
    const data = number === undefined ? '2001:db8:6::2' : number === '0' ? '2001:db8:6::1' : `2001:db8:7::${number}`;
    return dnsPacket.encode({
      ...{ id: id!, type: 'response', questions: questions!, answers: type === 'AAAA' ? [aaaa(name, data)] : [] },
    });
  });
  const ended = new AbortController();
  const events: LeaseEvent[] = [];
  const lines: string[] = [];
  const { map, ...tayga } = parseTayga(readFileSync(file, 'utf8'));
  const running = runLeaseDaemon(
    {
      ...{ file, tayga: { ...(tayga as Required<typeof tayga>), map }, listen: [local] },
      ...{ upstream: { address: '192.0.2.2', port: 53 }, pool: '203.0.113.0/24', addresses, ttl: 1, lease: 1 },
      ...options,
    },
    { event: (event) => void events.push(event), line: (line) => void lines.push(line) },
    ended.signal,
  );
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ended.abort();
    return (ending ??= running.catch(() => {}).then(() => server.close()));
  };
  t.teardown(end);
  await until('the daemon to translate', () => events.length > 0, { withinMs: 20_000 });
  const resolver = new Resolver({ timeout: 10_000, tries: 1 });
  resolver.setServers(['192.0.2.1']);
  return { file, events, lines, running, end, resolve: (name: string) => resolver.resolve4(name) };
};

const poolAddresses = (count: number): readonly string[] => addressesOfPool('203.0.113.0/24', count)!;

t.test('200 names in one second are answered with few restarts, or refused', { skip, timeout: 60_000 }, async (t) => {
  await enter(t);
  const { events, file, lines, resolve, end } = await startDaemon(t, poolAddresses(150), { ttl: 30, lease: 60 });
  const began = performance.now();
  const settled = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => resolve(`n${index + 1}.test`)));
  const ms = performance.now() - began;
  const given = settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const refused = settled.flatMap((result) => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  t.equal(new Set(given).size, 150, 'each name has an address of its own');
  t.equal(refused.length, 50);
  t.ok(
    refused.every((message) => message.includes('ESERVFAIL')),
    refused[0] ?? 'none',
  );
  t.equal(lines.length, 50);
  t.match(
    lines[0]!,
    /^no address is left for n\d+\.test: each of the 150 in the pool has a lease that lasts, or a flow$/,
  );
  const restarts = events.filter(({ event }) => event === 'restart');
  t.comment(`${Math.round(ms)} ms, ${restarts.length} restarts`);
  t.ok(ms < 1000, `${Math.round(ms)} ms`);
  t.ok(restarts.length <= 21, `${restarts.length} restarts`);
  const { map } = parseTayga(readFileSync(file, 'utf8'));
  t.equal(map.length, 151, 'with the mapping for good');
  t.match(readFileSync(file, 'utf8'), /^# kept\n/);
  t.strictSame(await resolve('fixed.test'), ['192.0.2.9'], 'which needs no lease');
  await end();
  t.notOk(spawnSync('ip', ['link', 'show', 'siit0'], { encoding: 'utf8' }).stdout, 'its device is gone');
});

t.test(
  'an open connection keeps its address beyond its lease, also through restarts',
  { skip, timeout: 60_000 },
  async (t) => {
    await enter(t);
    const { resolve, running, end } = await startDaemon(t, poolAddresses(2));
    running.catch(() => {});
    const server = createServer((socket) => socket.pipe(socket));
    server.listen(80, '2001:db8:6::1');
    await once(server, 'listening');
    const [address] = await resolve('n0.test');
    const client = connect(80, address!);
    await once(client, 'connect');
    t.strictSame(await resolve('n1.test'), ['203.0.113.2'], 'tayga was restarted');
    client.write('still there');
    t.equal(String((await once(client, 'data'))[0]), 'still there');
    const took = async (name: string): Promise<string | undefined> => (await resolve(name).catch(() => []))[0];
    const first = await until('a lease to end', () => took('n2.test'), { everyMs: 50, withinMs: 5000 });
    t.equal(first, '203.0.113.2', 'the one without a flow');
    await t.rejects(resolve('n3.test'), { code: 'ESERVFAIL' });
    t.ok(trackedAddresses('/proc/self/ns/net').has(address!));
    client.end();
    await once(client, 'close');
    // The lease of n2 ends too; n3 and n4 get both addresses once the connection is closed.
    const both = [
      await until('n3', () => took('n3.test'), { everyMs: 50, withinMs: 5000 }),
      await until('n4', () => took('n4.test'), { everyMs: 50, withinMs: 5000 }),
    ];
    t.ok(both.includes(address!), both.join());
    server.close();
    await end();
  },
);

t.test(
  'a daemon goes on with the leases in its file, and ends when tayga ends',
  { skip, timeout: 60_000 },
  async (t) => {
    await enter(t);
    const { resolve, running, events } = await startDaemon(t, poolAddresses(9), {}, 'map 203.0.113.7 2001:db8:7::5\n');
    const failed = t.rejects(running, { message: /^tayga ended with exit code 137/ });
    t.strictSame(await resolve('n5.test'), ['203.0.113.7']);
    t.equal(events.filter(({ event }) => event === 'restart').length, 1, 'no restart for it');
    const { stdout } = spawnSync(
      'sh',
      [
        '-c',
        'for n in /proc/[0-9]*; do [ "$(readlink $n/ns/net)" = "$(readlink /proc/self/ns/net)" ] && tr "\\0" " " <$n/cmdline | grep -q "^tayga " && echo ${n#/proc/}; done',
      ],
      { encoding: 'utf8' },
    );
    process.kill(Number(stdout.trim()), 'SIGKILL');
    await failed;
  },
);

t.test('a tayga that cannot start is an error with what it printed', { skip }, async (t) => {
  await enter(t);
  const file = `${t.testdir({ 'tayga.conf': configuration.replace('prefix', 'prefix nonsense #') })}/tayga.conf`;
  const never = new AbortController().signal;
  const tayga = { device: 'siit0', address: '192.0.2.16', prefix: '2001:db8:3:ff9b::/96', map: [] } as const;
  const undo = await prepareDevice({ tayga, pool: '203.0.113.0/24' }, never);
  const ended: string[] = [];
  const program = new TaygaProcess(file, tayga, ({ message }) => ended.push(message));
  await t.rejects(program.restart([], never), { message: /^tayga ended with exit code 1/ });
  t.match(ended, [/^tayga ended with exit code 1/]);
  writeFileSync(file, configuration);
  await program.close();
  await undo();
});
