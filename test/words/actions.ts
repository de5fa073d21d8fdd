import { readFileSync } from 'node:fs';
import t from 'tap';
import type { Ledger, SegmentCount, SynCount, PtbCount } from '../../src/evidence/ledger/ledger.ts';
import { change } from '../../src/words/actions/change.ts';
import { cachedMtus } from '../../src/words/actions/exceptions.ts';
import { readPing } from '../../src/words/actions/ping.ts';
import { commandInNode, shellText } from '../../src/words/lab/shell-text.ts';
import type { NodeCommand } from '../../src/words/lab/node-command.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { PingReply } from '../../src/words/facts/facts.ts';
import type { Flow, Lab, ProgramOutput } from '../../src/words/lab/lab.ts';
import { devicesOf, learnedMtu, parseRoutes } from '../../src/words/lab/ip-route-output.ts';
import { fields, list, text } from '../../src/words/language/shape.ts';
import type { Trait } from '../../src/words/language/word.ts';
import { flow, flowThat, labWith, moment, network, nothing, said, stalledFlow } from './fixtures/network.ts';

interface Recorded {
  readonly pings: readonly { title: string; said: string; code: number; reply: PingReply }[];
  readonly routes: Readonly<Record<string, { said: string; code: number }>>;
}

const { pings, routes } = JSON.parse(
  readFileSync(new URL('fixtures/recorded.json', import.meta.url), 'utf8'),
) as Recorded;

const recorded = (name: string): string => routes[name]!.said;

const { actions, watches } = dictionary;

t.test('what ping says is read', async (t) => {
  for (const { title, said, reply } of pings) t.strictSame(readPing(said, ''), reply, title);
  const mixed =
    'From 2001:db8:1::1 icmp_seq=1 Packet too big: mtu=1500\n\n3 packets transmitted, 0 received, +3 errors';
  const local = 'ping: local error: message too long, mtu: 1500\nping: local error: message too long, mtu: 1500';
  t.strictSame(readPing(mixed, local), { word: 'too-big', mtu: 1500, from: 'router' }, 'the router spoke first');
  t.throws(() => readPing('', 'ping: nonsense: Temporary failure in name resolution'), /did not say what happened/);
});

t.test('what ip says of routes is read', async (t) => {
  const route = (name: string) => parseRoutes(recorded(name))[0]!;
  t.strictSame(devicesOf(route('fibmatch6')), ['to-r1', 'to-r2', 'to-r3', 'to-r4']);
  t.strictSame(devicesOf(route('fibmatch4')), ['to-r1', 'to-r2', 'to-r3', 'to-r4']);
  t.strictSame(devicesOf(route('fibmatchOne')), ['to-far']);
  t.strictSame(
    ['plain6', 'plain4', 'oif4', 'fibmatch4'].map((name) => learnedMtu(route(name))),
    [null, 1500, 1500, null],
  );
  t.equal(learnedMtu({ dst: 'default', metrics: [{ mtu: 1400 }] }), null, 'an mtu that was set is not learned');
  t.strictSame(parseRoutes(''), []);
  const legs = ['to-r1', 'to-r2'];
  t.strictSame(cachedMtus(recorded('cache6'), '2001:db8:dd::1', legs), { 'to-r1': 1500, 'to-r2': null });
  t.strictSame(cachedMtus(recorded('cache6'), '2001:db8:ff::1', legs), { 'to-r1': null, 'to-r2': null });
});

/** A lab that answers each program by the first line that its arguments contain. */
const answering = (answers: Readonly<Record<string, ProgramOutput>>, asked: string[] = []): Lab => {
  const run = async (node: string, argv: readonly string[]) => {
    const line = [node, ...argv].join(' ');
    asked.push(line);
    return Object.entries(answers).find(([part]) => line.includes(part))?.[1] ?? said('[]');
  };
  return labWith({ run, ip: (node, args) => run(node, ['ip', ...args]) });
};

t.test('ping asks and tells the reply', async (t) => {
  const asked: string[] = [];
  const lab = answering({ ping: said(pings[3]!.said, 1) }, asked);
  const settings = { from: 'client', to: 'server', bytes: '8kB', count: 2 };
  t.strictSame(await actions['ping']!.perform(lab, settings, moment('ipv6')), { reply: pings[3]!.reply });
  t.strictSame(asked, ['client ping -6 -n -M do -s 8000 -c 2 -i 0.2 -W 1 2001:db8:5::1']);
});

t.test('a lookup tells leg and path MTU', async (t) => {
  const look = async (settings: object, name: string, family: 'ipv6' | 'ipv4' = 'ipv6') => {
    const asked: string[] = [];
    const { said: stdout, code } = routes[name]!;
    const lab = answering({ 'route get': said(stdout, code) }, asked);
    const { leg, pmtu } = await actions['lookup']!.perform(
      lab,
      { on: 'source', to: 'target', ...settings },
      moment(family),
    );
    return { leg, pmtu, asked: asked[0] };
  };
  t.strictSame(await look({}, 'plain6'), {
    ...{ leg: 'r2', pmtu: { r2: null }, asked: 'source ip -j -6 route get 2001:db8:c::1' },
  });
  t.strictSame(await look({ leg: 'r3' }, 'oif4', 'ipv4'), {
    ...{ leg: 'r3', pmtu: { r3: 1500 }, asked: 'source ip -j -4 route get 192.0.2.177 oif to-r3' },
  });
  t.strictSame(await look({ kind: 'fibmatch' }, 'fibmatch6'), {
    ...{ leg: undefined, pmtu: { path: null }, asked: 'source ip -j -6 route get fibmatch 2001:db8:c::1' },
  });
  t.match(await look({ kind: 'tuple', sport: 50_000 }, 'tuple6'), {
    leg: 'r4',
    asked: 'source ip -j -6 route get 2001:db8:c::1 from 2001:db8:6::1 ipproto tcp sport 50000 dport 80',
  });
  t.match(await look({}, 'none6'), { leg: undefined, pmtu: undefined }, 'without a route nothing is learned');
});

t.test('exceptions are read from the one complete view of each family', async (t) => {
  const settings = { on: 'source', to: 'target' };
  const cache = recorded('cache6').replaceAll('2001:db8:dd::1', network.get('target')!.address.ipv6);
  const six = answering({ fibmatch: said(recorded('fibmatch6')), 'show cache': said(cache) });
  t.strictSame(await actions['exceptions']!.perform(six, settings, moment('ipv6')), {
    pmtu: { r1: 1500, r2: null, r3: null, r4: null },
  });
  const asked: string[] = [];
  const four = answering({ fibmatch: said(recorded('fibmatch4')), 'oif to-r': said(recorded('oif4')) }, asked);
  t.strictSame(await actions['exceptions']!.perform(four, settings, moment('ipv4')), {
    pmtu: { r1: 1500, r2: 1500, r3: 1500, r4: 1500 },
  });
  t.equal(asked.length, 5);
  const one = answering({ fibmatch: said(recorded('fibmatchOne')), 'show cache': said('[]') });
  t.strictSame(await actions['exceptions']!.perform(one, { on: 'target', to: 'source' }, moment('ipv6')), {
    pmtu: { path: null },
  });
  const lost = answering({ fibmatch: said('', 2, 'RTNETLINK answers: Network is unreachable') });
  await t.rejects(actions['exceptions']!.perform(lost, settings, moment('ipv6')), /Network is unreachable/);
});

/** A lab in which every transfer ends as `seen`, and that tells what was done with its flows. */
const carrying = (seen: typeof flow, told: string[], given: Partial<Lab> = {}): Lab => {
  let port = 40_000;
  return labWith({
    legs: [],
    port: async ({ leg }) => (told.push(`port ${leg ?? 'any'}`), ++port),
    transfer: async (request) => (told.push(`${request.kind} ${request.bytes}`), flowThat(request, seen, told)),
    keep: (name, { request }) => void told.push(`keep ${name} ${request.port}`),
    ledger: async (part) => nothing[part],
    ...given,
  });
};

t.test('a flow is closed when its action ends, unless it was given a name', async (t) => {
  const fetching = async (more: object) => {
    const told: string[] = [];
    const settings = { from: 'client', to: 'server', bytes: '200kB', ...more };
    const facts = await actions['fetch']!.perform(carrying(flow, told), settings, moment('ipv6'));
    return { told, facts };
  };
  const plain = await fetching({});
  t.strictSame(plain.told, ['port any', 'download 200000', 'observe 40001 until end', 'close 40001']);
  t.match(plain.facts, { transfer: { outcome: 'completed', ports: { client: 40_001 } } });
  t.match((await fetching({ as: 'victim' })).told.slice(-1), ['keep victim 40001']);
  t.match((await fetching({ for: '2s' })).told[2], 'observe 40001 until lasting');
  t.match((await fetching({ over: 'victim' })).told.at(-1), 'observe', 'the connection belongs to the kept flow');
  const three = await fetching({ flows: 3, as: 'first' });
  t.equal((three.facts.transfers ?? []).length, 3);
  t.strictSame(three.told.slice(-3), ['keep first 40001', 'close 40002', 'close 40003']);
});

t.test('a failure of the machine closes every flow that was opened', async (t) => {
  const told: string[] = [];
  let opened = 0;
  const lab = carrying(flow, told, {
    transfer: async (request) => {
      if (++opened === 2) throw new Error('the machine failed');
      return flowThat(request, flow, told);
    },
  });
  const settings = { from: 'client', to: 'server', bytes: 1000, flows: 3, as: 'victim' };
  await t.rejects(actions['fetch']!.perform(lab, settings, moment('ipv6')), /the machine failed/);
  t.strictSame(
    told.filter((line) => /close|keep/.test(line)),
    ['close 40001', 'close 40003'],
  );
});

t.test('the leg of an upload is the one that carried its bulk', async (t) => {
  const segments = (node: string, bytes: number, source: number): SegmentCount => ({
    ...{ node, interface: 'to-source', direction: 'in', size: 'large', source, destination: 80, packets: 1, bytes },
  });
  const ledger: Ledger = {
    ...nothing,
    segments: [segments('r1', 60, 40_001), segments('r2', 200_000, 40_001), segments('r3', 900_000, 39_999)],
  };
  const legs = [{ between: ['source', 'far'], via: ['r1', 'r2', 'r3', 'r4'] }] as const;
  const told: string[] = [];
  const lab = carrying(flow, told, { legs, ledger: async (part) => ledger[part] });
  const settings = { from: 'source', to: 'target', bytes: '200kB', leg: 'r2' };
  t.match(await actions['upload']!.perform(lab, settings, moment('ipv4')), { leg: 'r2' });
  t.equal(told[0], 'port r2');
});

t.test('a kept flow is followed, and one that was never kept is an error', async (t) => {
  const told: string[] = [];
  const kept: Flow = flowThat({ port: 40_007 } as Flow['request'], stalledFlow, told);
  const lab = labWith({ flow: (name, family) => (name === 'victim' && family === 'ipv6' ? kept : undefined) });
  const follow = actions['follow']!;
  t.match(await follow.perform(lab, { flow: 'victim', for: '2s' }, moment('ipv6')), {
    transfer: { outcome: 'stalled' },
  });
  t.strictSame(told, ['observe 40007 until lasting']);
  await t.rejects(follow.perform(lab, { flow: 'victim' }, moment('ipv4')), /no flow victim was kept for ipv4/);
});

t.test('flush makes one node or all forget, and command tells what a program said', async (t) => {
  const asked: string[] = [];
  await actions['flush']!.perform(answering({}, asked), { on: 'client' }, moment('ipv6'));
  t.strictSame(asked, ['client ip -6 route flush cache', 'client ip -4 route flush cache']);
  await actions['flush']!.perform(answering({}, asked), { on: 'all' }, moment('ipv6'));
  t.equal(asked.length, 2 + 2 * network.size);
  const refusing = answering({ flush: said('', 2, 'Operation not permitted') });
  await t.rejects(actions['flush']!.perform(refusing, { on: 'client' }, moment('ipv6')), /not permitted/);
  const output = said('ESTAB', 0);
  const lab = answering({ 'server ss -tin': output });
  t.strictSame(await actions['command']!.perform(lab, { on: 'server', run: ['ss', '-tin'] }, moment('ipv6')), {
    output,
  });
});

const label: Trait<{ words: readonly string[] }> = {
  about: 'Gives a node a label.',
  shape: fields('a label', { words: list('words', text('a word')) }),
  example: { words: ['a'] },
  misfit: ({ forwards }) => (forwards ? undefined : 'a host wears no label'),
  needsFor: ({ words }) => (words.includes('tbf') ? ['tbf'] : []),
  commands: ({ name }, now, before) => [
    { in: name, argv: ['label', ...(now?.words ?? ['-'])], why: `${before?.words.join() ?? 'nothing'} stood there` },
  ],
};

t.test('a change applies what each trait says, with what stood there before, and remembers it', async (t) => {
  const word = change({ label });
  const applied: NodeCommand[] = [];
  const given = new Map<string, unknown>([['edge label', { words: ['old'] }]]);
  const lab = labWith({
    apply: async (commands) => void applied.push(...commands),
    traitOf: (node, trait) => given.get(`${node} ${trait}`),
    setTrait: (node, trait, settings) => void given.set(`${node} ${trait}`, settings),
  });
  const settings = { edge: { label: 'none' }, transit: { label: { words: ['new'] } } };
  t.strictSame(await word.perform(lab, settings, moment('ipv6')), {});
  t.strictSame(applied, [
    { in: 'edge', argv: ['label', '-'], why: 'old stood there' },
    { in: 'transit', argv: ['label', 'new'], why: 'nothing stood there' },
  ]);
  t.strictSame([...given.values()], [undefined, { words: ['new'] }]);
  t.strictSame(word.byHand(settings, network, 'ipv6'), [
    'ip netns exec edge label -',
    'ip netns exec transit label new',
  ]);
  t.strictSame(word.misfits!({ client: { label: { words: [] } }, edge: { label: 'none' } }, network), [
    { at: ['client', 'label'], what: 'a host wears no label' },
  ]);
  t.strictSame(word.needsFor!({ edge: { label: { words: ['tbf'] } } }), ['tbf']);
});

const syn = (node: string, peer: string, direction: 'in' | 'out', mss: number, source = 40_001): SynCount => ({
  ...{ node, interface: `to-${peer}`, direction, kind: 'syn', source, destination: 80, mss },
});

t.test('the syn watch names places and leaves out other flows', async (t) => {
  const syns: readonly SynCount[] = [
    syn('client', 'edge', 'out', 8940),
    syn('edge', 'client', 'in', 8940),
    syn('edge', 'transit', 'out', 1396),
    syn('server', 'firewall', 'in', 1396),
    syn('server', 'firewall', 'in', 1234, 40_999),
    { ...syn('client', 'edge', 'in', 8940), kind: 'syn-ack', source: 80, destination: 40_001 },
  ];
  const asked: (readonly string[] | undefined)[] = [];
  const lab = labWith({ ledger: async (part, _, nodes) => (asked.push(nodes), { ...nothing, syns }[part]) });
  const seen = async (settings: object) =>
    (await watches['syn']!.begin(lab, settings, moment('ipv6')))({ transfer: flow });
  t.strictSame(await seen({}), {
    syn: { 'client:to-edge': 8940, 'edge:to-client': 8940, 'edge:to-transit': 1396, 'server:to-firewall': 1396 },
    'syn-ack': { 'client:to-edge': 8940 },
  });
  t.strictSame(await seen({ at: ['edge:to-transit', 'server'] }), {
    syn: { 'edge:to-transit': 1396, 'server:to-firewall': 1396 },
    'syn-ack': {},
  });
  t.strictSame(asked, [undefined, ['edge', 'server']]);
  t.strictSame(await (await watches['syn']!.begin(lab, {}, moment('ipv6')))({}), {}, 'nothing without a flow');
});

t.test('the ptb watch counts what the step added for its own flows', async (t) => {
  const tooBig = (node: string, hook: PtbCount['hook'], packets: number, source = 80): PtbCount => ({
    ...{ node, hook, family: 'ipv6', mtu: 1500, source, destination: 40_001, packets },
  });
  const readings: readonly Ledger[] = [
    { ...nothing, ptbs: [tooBig('transit', 'made', 2)] },
    {
      ...nothing,
      ptbs: [tooBig('transit', 'made', 5), tooBig('firewall', 'arrived', 3), tooBig('server', 'taken', 9, 81)],
    },
  ];
  let reading = 0;
  const lab = labWith({ ledger: async (part) => readings[reading++]![part] });
  const end = await watches['ptb']!.begin(lab, { at: ['transit', 'firewall', 'server'] }, moment('ipv6'));
  t.strictSame(await end({ transfer: flow }), {
    ptb: {
      transit: { made: 3, arrived: 0, left: 0, taken: 0, mtu: 1500 },
      firewall: { made: 0, arrived: 3, left: 0, taken: 0, mtu: 1500 },
      server: { made: 0, arrived: 0, left: 0, taken: 0 },
    },
  });
});

t.test('the counters watch tells how far counters moved', async (t) => {
  const moving = async (settings: object) => {
    let reading = 0;
    const lab = labWith({ counters: () => ({ A: 10 + reading, B: 7, ...(reading++ > 0 && { Icmp6OutType2: 2 }) }) });
    return (await watches['counters']!.begin(lab, settings, moment('ipv6')))({});
  };
  t.strictSame(await moving({ at: ['edge'] }), { counters: { edge: { A: 1, Icmp6OutType2: 2 } } });
  t.strictSame(await moving({ at: ['edge'], names: ['B', 'None'] }), { counters: { edge: { B: 0 } } });
});

t.test('command lines by hand are quoted', async (t) => {
  t.equal(commandInNode('edge', ['echo', "it's", '$HOME', '']), `ip netns exec edge echo 'it'\\''s' '$HOME' ''`);
  const lines: readonly NodeCommand[] = [
    { in: 'edge', ip: ['link', 'set', 'dev', 'to-client', 'mtu', '1500'], why: '' },
    { in: 'edge', sysctl: 'net.ipv4.ip_forward', value: '1', why: '' },
    { in: 'edge', sysctl: 'net.ipv4.ip_forward', value: null, why: '' },
    { in: 'edge', nft: "flush table inet x\nadd rule inet x y comment 'z'", why: '' },
    { in: 'edge', argv: ['ethtool', '-K', 'to-client', 'gso', 'off'], why: '' },
  ];
  t.matchSnapshot(lines.map(shellText).join('\n'));
});
