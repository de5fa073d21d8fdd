import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Family } from '../../../src/evidence/family.ts';
import { change } from '../../../src/words/actions/change.ts';
import { command } from '../../../src/words/actions/command.ts';
import { cachedMtus, exceptions } from '../../../src/words/actions/exceptions.ts';
import { flush } from '../../../src/words/actions/flush.ts';
import { dictionary } from '../../../src/words/dictionary.ts';
import type { NodeViews } from '../../../src/words/lab/node-view.ts';
import { lookup } from '../../../src/words/actions/lookup.ts';
import { ping, readPing } from '../../../src/words/actions/ping.ts';
import type { FactOf } from '../../../src/words/facts/facts.ts';
import type { Lab, ProgramOutput } from '../../../src/words/lab/lab.ts';
import type { ObservedProgram, ObservedRun } from '../../../src/words/lab/lab.ts';
import type { Observation } from '../../../src/words/lab/transfer.ts';
import type { NodeCommand } from '../../../src/words/lab/node-command.ts';
import { fields, list, text } from '../../../src/words/language/shape.ts';
import type { Trait } from '../../../src/words/language/word.ts';
import { mtu } from '../../../src/words/traits/mtu.ts';
import { offloads } from '../../../src/words/traits/offloads.ts';
import { contextFor, labWith, network, outputOf } from '../fixtures/network.ts';

interface Recorded {
  readonly pings: readonly { title: string; output: string; code: number; reply: FactOf<'reply'> }[];
  readonly routes: Readonly<Record<string, { output: string; code: number }>>;
}

const { pings, routes } = JSON.parse(
  readFileSync(new URL('../fixtures/recorded.json', import.meta.url), 'utf8'),
) as Recorded;

const recorded = (name: string): string => routes[name]!.output;

/** A lab that answers each program by the first key that its command line contains, and logs the command lines. */
const answering = (answers: Readonly<Record<string, ProgramOutput>>, log: string[] = []): Lab => {
  const run = async (node: string, argv: readonly string[]) => {
    const line = [node, ...argv].join(' ');
    log.push(line);
    return Object.entries(answers).find(([part]) => line.includes(part))?.[1] ?? outputOf('[]');
  };
  return labWith({ run, ip: (node, args) => run(node, ['ip', ...args]) });
};

t.test('the output of ping is read', async (t) => {
  for (const { title, output, reply } of pings) t.strictSame(readPing(output, ''), reply, title);
  const mixed =
    'From 2001:db8:1::1 icmp_seq=1 Packet too big: mtu=1500\n\n3 packets transmitted, 0 received, +3 errors';
  const local = 'ping: local error: message too long, mtu: 1500\nping: local error: message too long, mtu: 1500';
  t.strictSame(readPing(mixed, local), { word: 'too-big', mtu: 1500, from: 'router' }, 'the router answered first');
  t.throws(
    () => readPing('', 'ping: nonsense: Temporary failure in name resolution'),
    /ping printed no result: ping: /,
  );
});

t.test('ping runs with the given size and count, and learns the reply', async (t) => {
  const log: string[] = [];
  const lab = answering({ ping: outputOf(pings[3]!.output, 1) }, log);
  const settings = { from: 'client', to: 'server', bytes: '8kB', count: 2 };
  t.strictSame(await ping.perform(lab, settings, contextFor('ipv6')), { reply: pings[3]!.reply });
  await ping.perform(lab, { ...settings, df: false }, contextFor('ipv4'));
  t.strictSame(log, [
    'client ping -6 -n -M do -s 8000 -c 2 -i 0.2 -W 1 2001:db8:5::1',
    'client ping -4 -n -M dont -s 8000 -c 2 -i 0.2 -W 1 192.0.2.65',
  ]);
});

t.test('a ping to a shared address learns the holder that counted its requests', async (t) => {
  const address = { ipv6: '2001:db8:9::1', ipv4: '192.0.2.129' };
  const shares = [{ name: 'vip', address }];
  const held = new Map([...network].map(([name, node]) => [name, name === 'client' ? node : { ...node, shares }]));
  const holders = [...held.keys()].filter((name) => name !== 'client');
  const holderOf = async (rises: Readonly<Record<string, number>>, received = 2) => {
    let isSent = false;
    const { holder } = await ping.perform(
      labWith({
        nodes: held,
        run: async () => ((isSent = true), outputOf(`2 packets transmitted, ${received} received, time 9ms`, 0)),
        counters: (node) => ({ Icmp6InEchos: 7 + (isSent ? (rises[node] ?? 0) : 0) }),
      }),
      { from: 'client', to: 'vip', bytes: 100, count: 2 },
      contextFor('ipv6'),
    );
    return holder;
  };
  const [first, second] = [holders[0]!, holders[1]!];
  t.strictSame(await holderOf({ [first]: 2 }), [[first]]);
  t.strictSame(await holderOf({ [first]: 1, [second]: 1 }), [[first, second]]);
  t.strictSame(await holderOf({}, 0), [[]], 'it reached none');
  t.strictSame(await holderOf({ [first]: 1 }, 0), [[]], 'perhaps the request of another, and its own was lost');
  t.strictSame(await holderOf({ [first]: 2, [second]: 1 }), [[]], 'requests of others are among them');
});

t.test('a lookup learns the leg and the path MTU', async (t) => {
  const look = async (settings: object, name: string, family: Family = 'ipv6') => {
    const log: string[] = [];
    const lab = answering({ 'route get': outputOf(recorded(name), routes[name]!.code) }, log);
    const context = contextFor(family);
    const { leg, pmtu } = await lookup.perform(lab, { at: 'source', to: 'target', ...settings }, context);
    return { leg, pmtu, line: log[0] };
  };
  t.strictSame(await look({}, 'plain6'), {
    ...{ leg: 'r2', pmtu: { r2: null }, line: 'source ip -j -6 route get 2001:db8:c::1' },
  });
  t.strictSame(await look({ leg: 'r3' }, 'oif4', 'ipv4'), {
    ...{ leg: 'r3', pmtu: { r3: 1500 }, line: 'source ip -j -4 route get 192.0.2.177 oif to-r3' },
  });
  t.strictSame(await look({ kind: 'fibmatch' }, 'fibmatch6'), {
    ...{ leg: undefined, pmtu: { path: null }, line: 'source ip -j -6 route get fibmatch 2001:db8:c::1' },
  });
  t.match(await look({ kind: 'tuple', sport: 50_000 }, 'tuple6'), {
    leg: 'r4',
    line: 'source ip -j -6 route get 2001:db8:c::1 from 2001:db8:6::1 ipproto tcp sport 50000 dport 80',
  });
  t.match(await look({}, 'none6'), { leg: undefined, pmtu: undefined }, 'nothing is learned without a route');
});

t.test('the cache lists path MTUs by device', async (t) => {
  const legs = ['to-r1', 'to-r2'];
  t.strictSame(cachedMtus(recorded('cache6'), '2001:db8:dd::1', legs), { 'to-r1': 1500, 'to-r2': null });
  t.strictSame(cachedMtus(recorded('cache6'), '2001:db8:ff::1', legs), { 'to-r1': null, 'to-r2': null });
});

t.test('exceptions are read from the one complete view of each family', async (t) => {
  const settings = { at: 'source', to: 'target' };
  const cache = recorded('cache6').replaceAll('2001:db8:dd::1', network.get('target')!.address.ipv6);
  const ipv6 = answering({ fibmatch: outputOf(recorded('fibmatch6')), 'show cache': outputOf(cache) });
  t.strictSame(await exceptions.perform(ipv6, settings, contextFor('ipv6')), {
    pmtu: { r1: 1500, r2: null, r3: null, r4: null },
  });
  const log: string[] = [];
  const ipv4 = answering({ fibmatch: outputOf(recorded('fibmatch4')), 'oif to-r': outputOf(recorded('oif4')) }, log);
  t.strictSame(await exceptions.perform(ipv4, settings, contextFor('ipv4')), {
    pmtu: { r1: 1500, r2: 1500, r3: 1500, r4: 1500 },
  });
  t.equal(log.length, 5);
  const onePath = answering({ fibmatch: outputOf(recorded('fibmatchOne')), 'show cache': outputOf('[]') });
  t.strictSame(await exceptions.perform(onePath, { at: 'target', to: 'source' }, contextFor('ipv6')), {
    pmtu: { path: null },
  });
  const failing = answering({ fibmatch: outputOf('', 2, 'RTNETLINK answers: Network is unreachable') });
  await t.rejects(
    exceptions.perform(failing, settings, contextFor('ipv6')),
    /^ip -n source -6 route get .* failed: RTNETLINK answers: Network is unreachable$/,
  );
});

/** A service with a cache. */
const caching = { ...dictionary.services['resolver']!, flush: () => [['clear', 'all']] };
const flushAction = flush({ caching });
const named = new Map([
  ...network,
  ['names', { ...network.get('client')!, name: 'names', services: [{ word: 'caching', settings: {}, listens: [] }] }],
]);

t.test('flush empties the caches of services too', async (t) => {
  const log: string[] = [];
  const lab = labWith({
    nodes: named,
    run: async (node, argv) => (
      log.push(`${node}: ${argv.join(' ')}`),
      outputOf('error: closed', log.length > 2 ? 1 : 0)
    ),
  });
  await flushAction.perform(lab, { at: 'names', cache: 'names' }, contextFor('ipv6'));
  await flushAction.perform(lab, { at: 'all', cache: 'names' }, contextFor('ipv6'));
  t.strictSame(log, ['names: clear all', 'names: clear all']);
  const failed = flushAction.perform(lab, { at: 'names', cache: 'names' }, contextFor('ipv6'));
  await t.rejects(failed, { message: 'clear all failed in names: error: closed' });
  t.strictSame(flushAction.byHand({ at: 'all', cache: 'names' }, named, 'ipv6'), ['ip netns exec names clear all']);
  const conflicts = (at: string, nodes: NodeViews) => flushAction.conflicts!({ at, cache: 'names' }, nodes);
  t.strictSame(conflicts('names', named), []);
  t.strictSame(conflicts('client', named), [{ at: ['at'], text: 'client keeps no names; name one that does: names' }]);
  t.strictSame(conflicts('all', network), [
    { at: ['at'], text: 'no node keeps names; add `serve: resolver` to a host' },
  ]);
});

t.test('flush clears the caches of one node or of all', async (t) => {
  const flushed: (readonly string[] | undefined)[] = [];
  const lab = labWith({ forgetPathMtus: async (_, nodes) => void flushed.push(nodes) });
  await flushAction.perform(lab, { at: 'client' }, contextFor('ipv6'));
  await flushAction.perform(lab, { at: 'all' }, contextFor('ipv6'));
  t.strictSame(flushed, [['client'], [...network.keys()]]);
  t.strictSame(
    flushAction.byHand({ at: 'client' }, network, 'ipv6').map((line) => /ip .*/.exec(line)?.[0]),
    ['ip -n client -6 route flush cache', 'ip -n client -4 route flush cache'],
  );
  t.strictSame([flushAction.nodes!({ at: 'all' }), flushAction.nodes!({ at: 'edge' })], [[], ['edge']]);
});

t.test('command keeps the output of a program, and ends with its step', async (t) => {
  const output = outputOf('ESTAB', 0);
  const step = new AbortController();
  const signals: AbortSignal[] = [];
  let mayDiffer = false;
  const lab = labWith({
    mayDiffer: () => void (mayDiffer = true),
    run: async (_node, _argv, signal) => (signals.push(signal), output),
  });
  const context = { ...contextFor('ipv6'), signal: step.signal };
  t.strictSame(await command.perform(lab, { at: 'server', run: ['ss', '-tin'] }, context), { output });
  t.ok(mayDiffer, 'it may have changed the network');
  t.equal(signals[0]!.aborted, false);
  step.abort();
  t.equal(signals[0]!.aborted, true);
});

t.test('a command learns the connections of its program where the step is judged by them', async (t) => {
  const output = { stdout: '', stderr: '', code: 0 };
  const completed: Observation = {
    ...{ outcome: 'completed', received: 9, elapsedMs: 9, episodes: [], evidence: [] },
    ports: { client: 40_001, server: 80 },
  };
  const requests: ObservedRun[] = [];
  const perform = (observed: ObservedProgram, withinMs?: number) => {
    const observe = async (request: ObservedRun) => (requests.push(request), observed);
    const wait = { until: 'evidence', ...(withinMs !== undefined && { withinMs }) } as const;
    const reads = new Set(['transfer'] as const);
    return command.perform(
      labWith({ mayDiffer: () => undefined, observe }),
      { at: 'client', run: ['curl', '-s'] },
      { ...contextFor('ipv6'), wait, reads },
    );
  };
  t.strictSame(await perform({ output, transfers: [completed] }), { output, transfer: completed });
  t.strictSame(await perform({ transfers: [completed, completed] }, 7), { transfers: [completed, completed] });
  const none = 'no TCP connection of curl from client to another node was seen';
  t.strictSame(await perform({ output, transfers: [], datagramSockets: [] }), { output, 'no-transfer': none });
  t.strictSame(await perform({ output, transfers: [] }), {
    output,
    'no-transfer': `${none}, and this kernel does not describe UDP sockets`,
  });
  const datagramSockets = [{ port: 40_000, peer: { node: 'server', port: 53, pmtu: null } }, { port: 40_001 }];
  t.strictSame(await perform({ output, transfers: [], datagramSockets }), {
    output,
    'no-transfer': `${none}; it had UDP sockets (port 40000 to server port 53, port 40001), and the kernel counts neither what those send nor what they get`,
    'udp-sockets': datagramSockets,
  });
  t.strictSame(await perform({ output, transfers: [completed], datagramSockets }), {
    ...{ output, transfer: completed, 'udp-sockets': datagramSockets },
  });
  t.match(requests, [
    { node: 'client', argv: ['curl', '-s'], wait: { until: 'evidence', withinMs: 30_000 } },
    { wait: { withinMs: 7 } },
  ]);
  await t.rejects(perform({ transfers: [] }, 2000), { message: 'curl in client did not end within 2.00 s' });
});

t.test('a command that does not end in time is an error that names it', async (t) => {
  const run: Lab['run'] = (_node, _argv, signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  const context = { ...contextFor('ipv6'), wait: { until: 'end', withinMs: 5 } as const };
  const keepAlive = setTimeout(() => undefined, 60_000); // the timer of a signal does not keep a process running
  t.teardown(() => clearTimeout(keepAlive));
  await t.rejects(
    command.perform(labWith({ mayDiffer: () => undefined, run }), { at: 'server', run: ['sleep', '9'] }, context),
    {
      message: 'sleep in server did not end within 5 ms',
    },
  );
});

const label: Trait<{ words: readonly string[] }> = {
  about: 'Gives a node a label.',
  shape: fields('a label', { words: list('words', text('a word')) }),
  example: { words: ['a'] },
  conflict: ({ forwards }) => (forwards ? undefined : 'a host has no label'),
  needsFor: ({ words }) => (words.includes('tbf') ? ['tbf'] : []),
  commands: ({ name }, now, before) => [
    { in: name, argv: ['label', ...(now?.words ?? ['-'])], why: `it was ${before?.words.join() ?? 'nothing'}` },
  ],
};

t.test('a change applies the commands of each trait, and remembers the new settings', async (t) => {
  const word = change({ label });
  const applied: NodeCommand[] = [];
  const current = new Map<string, unknown>([['edge label', { words: ['old'] }]]);
  const lab = labWith({
    apply: async (commands) => void applied.push(...commands),
    traitOf: (node, trait) => current.get(`${node} ${trait}`),
    setTrait: (node, trait, settings) => void current.set(`${node} ${trait}`, settings),
  });
  const settings = { edge: { label: 'none' }, transit: { label: { words: ['new'] } } };
  t.strictSame(await word.perform(lab, settings, contextFor('ipv6')), {});
  t.strictSame(applied, [
    { in: 'edge', argv: ['label', '-'], why: 'it was old' },
    { in: 'transit', argv: ['label', 'new'], why: 'it was nothing' },
  ]);
  t.strictSame([...current.values()], [undefined, { words: ['new'] }]);
  t.strictSame(word.byHand(settings, network, 'ipv6'), [
    'ip netns exec edge label -',
    'ip netns exec transit label new',
  ]);
  t.strictSame(word.nodes!(settings), ['edge', 'transit']);
  t.strictSame(word.traitChanges!(settings), [
    { node: 'edge', trait: 'label', now: undefined },
    { node: 'transit', trait: 'label', now: { words: ['new'] } },
  ]);
});

t.test('a change has the conflicts and the needs of its traits', async (t) => {
  const word = change({ label });
  t.strictSame(word.conflicts!({ client: { label: { words: [] } }, edge: { label: 'none' } }, network), [
    { at: ['client', 'label'], text: 'a host has no label' },
  ]);
  t.strictSame(word.needsFor!({ edge: { label: { words: ['tbf'] } } }), ['tbf']);
});

t.test('a changed MTU moves the limit at the other end: raised before the change, lowered after it', async (t) => {
  const word = change({ label, mtu, offloads });
  const made = (now: object, before: Readonly<Record<string, unknown>> = {}) =>
    word
      .byHand(
        now as Readonly<Record<string, Readonly<Record<string, unknown>>>>,
        network,
        'ipv6',
        (node, trait) => before[`${node} ${trait}`],
      )
      .map((line) => line.replace(/\n/g, ' '));
  const drops = (bytes: number) => new RegExp(`meta length > ${bytes} counter drop .* ip netns exec edge nft -f -$`);
  const [lowered, limit] = made({ client: { mtu: { 'to-edge': 4000 } } });
  t.match(lowered, 'link set dev to-edge mtu 4000');
  t.match(limit, drops(4000));
  const [raised, mtuLine] = made({ client: { mtu: { 'to-edge': 5000 } } }, { 'client mtu': { 'to-edge': 4000 } });
  t.match(raised, drops(5000));
  t.match(raised, /delete chain netdev mtulab-mtu ingress-to-client table netdev/);
  t.match(mtuLine, 'mtu 5000');
  t.match(made({ client: { mtu: 'none' } }, { 'client mtu': { 'to-edge': 4000 } }), [
    /delete chain netdev mtulab-mtu ingress-to-client' \|/,
    /mtu 9000/,
  ]);
  t.match(made({ client: { offloads: 'enabled' } }, { 'client mtu': { 'to-edge': 4000 } }), [/delete chain/, /tso on/]);
  t.match(made({ edge: { mtu: { 'to-client': 4000 } } }), [/mtu 4000/, /ip netns exec client nft/]);
  const both = made({ client: { mtu: { 'to-edge': 4000 } }, edge: { mtu: { 'to-client': 4000 } } });
  t.equal(both.length, 2, 'two ends that agree need no limit');
});
