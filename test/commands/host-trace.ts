import t from 'tap';
import { beyondSight } from '../../src/commands/host-trace/beyond-sight.ts';
import { findingsOf } from '../../src/commands/host-trace/findings.ts';
import type { LocalPolicy, PathReadings, SizedReply } from '../../src/commands/host-trace/path-readings.ts';
import { pathScenario } from '../../src/commands/host-trace/path-scenario.ts';
import { echoSize, limitOf, pathMtuSeen, vanishingHop } from '../../src/commands/host-trace/path-size.ts';
import { pathText } from '../../src/commands/host-trace/path-text.ts';
import { aboutProbes, ignoresMessages, ownMessage } from '../../src/commands/host-trace/probe-messages.ts';
import { probeSizes } from '../../src/commands/host-trace/probe-sizes.ts';
import { readPath } from '../../src/commands/host-trace/read-path.ts';
import { faultOf } from '../../src/commands/host-trace/scenario-fault.ts';
import { legsOf } from '../../src/commands/host-trace/scenario-legs.ts';
import { lineOf } from '../../src/commands/host-trace/scenario-line.ts';
import { farMtu, routeMtu } from '../../src/commands/host-trace/scenario-parts.ts';
import { schemaPath } from '../../src/commands/scenarios/schema-path.ts';
import { readScenarios } from '../../src/commands/scenarios/read-scenarios.ts';
import { perform } from '../../src/commands/trace.ts';
import { callCommand } from './fixtures/call-command.ts';
import {
  blackHole,
  droppingPolicy,
  healthyPath,
  messageAbout,
  noPolicy,
  unevenLegs,
  withHops,
} from './fixtures/path-readings.ts';

// What it sees of real faults is shown by test/lab/trace.ts.

const signal = new AbortController().signal;

/** A path that answers echo requests up to a size, with a Packet Too Big of that MTU or without one. */
const pathOf =
  (largest: number, messageMtu?: number) =>
  async (bytes: number): Promise<SizedReply['reply']> => {
    if (bytes <= largest) return { word: 'answered' };
    return messageMtu === undefined ? { word: 'lost' } : { word: 'too-big', mtu: messageMtu, from: 'router' };
  };

t.test('echo requests follow messages to the size that is answered, and search where none helps', async (t) => {
  t.match(await probeSizes(pathOf(9000), 9000, 1280), { pings: [{ bytes: 9000, reply: { word: 'answered' } }] });
  const learned = await probeSizes(pathOf(1500, 1500), 9000, 1280);
  t.strictSame(
    learned.pings.map(({ bytes, reply }) => [bytes, reply.word]),
    [
      [9000, 'too-big'],
      [1500, 'answered'],
    ],
  );
  t.notOk('limit' in learned);
  for (const largest of [1280, 1281, 1500, 4321, 8998, 8999]) {
    const asked: number[] = [];
    const ask = pathOf(largest);
    const { pings, limit } = await probeSizes((bytes) => (asked.push(bytes), ask(bytes)), 9000, 1280);
    t.strictSame(limit, { answered: largest, unanswered: largest + 1 });
    t.strictSame(
      pings.map(({ bytes }) => bytes),
      [9000, 1280],
      'the search is not part of the report',
    );
    t.equal(new Set(asked).size, asked.length, 'no size is asked for twice');
    t.ok(asked.length < 45, `${asked.length} requests`);
  }
  t.match(
    await probeSizes(pathOf(1500, 1600), 9000, 1280),
    { limit: { answered: 1500, unanswered: 1501 } },
    'a wrong MTU',
  );
  t.match(await probeSizes(pathOf(1500, 0), 9000, 1280), { limit: { answered: 1500 } }, 'no MTU (before RFC 1191)');
  const silent = await probeSizes(pathOf(0), 9000, 1280);
  t.strictSame([silent.pings.length, silent.limit], [2, undefined], 'who answers nothing shows no size');
  t.strictSame((await probeSizes(pathOf(0), 1280, 1280)).pings.length, 1);
});

const kinds = (readings: PathReadings, policy: Pick<LocalPolicy, 'rules'> = noPolicy) =>
  findingsOf(readings, policy).map(({ kind, leg }) => (leg === undefined ? kind : `${leg} ${kind}`));

const hop = (node: string, bytes: number, rest = {}) => ({ node, bytes, ...rest });
const large = [hop('2001:db8:1::2', 9000), hop('there', 9000)];

/** Readings, and all that they show. */
const shown: readonly (readonly [string, readonly string[], PathReadings, LocalPolicy?])[] = [
  ['a path that is narrower than the first hop', ['path-mtu-learned', 'mss-above-path'], healthyPath],
  [
    'a path as wide',
    ['path-carries-first-hop'],
    { ...withHops(healthyPath, large), pings: [{ bytes: 9000, reply: { word: 'answered' } }] },
  ],
  ['no message', ['no-packet-too-big', 'mss-above-path'], blackHole],
  ['no message on one leg', ['eth0 path-carries-first-hop', 'eth1 no-packet-too-big', 'mss-above-path'], unevenLegs],
  [
    'nothing behind the first link',
    ['first-link-drops', 'mss-above-path'],
    withHops(blackHole, [hop('2001:db8:1::2', 1280, { unanswered: 9000 }), hop('there', 1280)]),
  ],
  [
    'a message with a wrong MTU',
    ['packet-too-big-wrong', 'mss-above-path'],
    withHops(blackHole, [
      hop('2001:db8:1::2', 9000),
      hop('there', 1280, { tooBig: { node: '2001:db8:1::2', mtu: 1600 }, unanswered: 1600 }),
    ]),
  ],
  [
    'a rule of this host, and the message that it drops',
    ['no-packet-too-big', 'packet-too-big-dropped-here', 'mss-above-path'],
    { ...blackHole, arrived: [messageAbout(blackHole.source)] },
    droppingPolicy,
  ],
  [
    'a message that is not used',
    ['no-packet-too-big', 'packet-too-big-not-used', 'mss-above-path'],
    { ...blackHole, arrived: [messageAbout(blackHole.source)] },
  ],
  [
    'a message about another address',
    ['no-packet-too-big', 'packet-too-big-ignored', 'mss-above-path'],
    { ...blackHole, arrived: [messageAbout('2001:db8:f::1')] },
  ],
  [
    'a message about a packet of others',
    ['no-packet-too-big', 'mss-above-path'],
    { ...blackHole, arrived: [messageAbout('2001:db8:f::1', '2001:db8:e::1')] },
  ],
  [
    'nobody',
    ['no-answer'],
    {
      ...withHops(blackHole, [{ unanswered: 9000 }]),
      pings: [
        { bytes: 9000, reply: { word: 'lost' } },
        { bytes: 1280, reply: { word: 'lost' } },
      ],
      limit: undefined,
    } as unknown as PathReadings,
  ],
  ['echo replies alone', ['no-packet-too-big', 'mss-above-path'], withHops(blackHole, [{ unanswered: 9000 }])],
  ['large echo replies do not come back', ['answers-vanish'], withHops(blackHole, large)],
  [
    'an answer to the trace that was lost',
    ['path-carries-first-hop'],
    {
      ...withHops(healthyPath, [hop('2001:db8:1::2', 1280, { unanswered: 9000 }), hop('there', 1280)]),
      pings: [{ bytes: 9000, reply: { word: 'answered' } }],
    },
  ],
  [
    'a route above its link',
    ['path-mtu-learned', 'route-above-link', 'mss-above-path'],
    {
      ...healthyPath,
      routes: { ...healthyPath.routes, fibmatch: { dst: 'default', dev: 'eth0', metrics: [{ mtu: 9500 }] } },
    },
  ],
  ['a locked MTU', ['path-mtu-learned', 'mtu-locked', 'mss-above-path'], { ...healthyPath, isLocked: true }],
  [
    'no path MTU discovery',
    ['packet-too-big-not-used', 'fragments-allowed'],
    {
      ...blackHole,
      family: 'ipv4',
      limit: undefined,
      sysctls: { 'net.ipv4.ip_no_pmtu_disc': '1' },
      arrived: [messageAbout(blackHole.source)],
    } as unknown as PathReadings,
  ],
  [
    'one leg has learned',
    ['eth0 path-carries-first-hop', 'eth1 no-packet-too-big', 'learned-elsewhere', 'mss-above-path'],
    { ...unevenLegs, learned: { before: {}, after: { eth0: null, eth1: 1500 } } },
  ],
];

t.test('readings show what they show, and no more', async (t) => {
  for (const [name, expected, readings, policy] of shown) t.strictSame(kinds(readings, policy), expected, name);
  t.matchSnapshot(
    shown
      .flatMap(([name, , readings, policy]) => [
        name,
        ...findingsOf(readings, policy ?? noPolicy).map(({ text }) => `  ${text}`),
      ])
      .join('\n'),
  );
});

t.test('the size of a path is what reached its end', async (t) => {
  t.strictSame([pathMtuSeen(healthyPath), pathMtuSeen(blackHole), pathMtuSeen(unevenLegs)], [1500, 1500, 1500]);
  const { limit: _, ...unlimited } = blackHole;
  t.equal(pathMtuSeen(unlimited), undefined, '1280 bytes is what was tried, not what the path carries');
  t.strictSame([echoSize(healthyPath), echoSize(blackHole)], [1500, undefined]);
  t.strictSame(
    [vanishingHop(healthyPath.legs[0]!, healthyPath), vanishingHop(blackHole.legs[0]!, blackHole)],
    [undefined, 1],
  );
  const [good, bad] = unevenLegs.legs;
  t.strictSame(
    [limitOf(good!, unevenLegs), limitOf(bad!, unevenLegs)],
    [undefined, { answered: 1500, unanswered: 1501 }],
  );
  t.equal(limitOf(bad!, { ...unevenLegs, legs: [bad!, bad!] }), undefined, 'the echo requests took one of them');
});

t.test('messages are those about the packets of the trace', async (t) => {
  const [own, foreign] = [messageAbout(healthyPath.source), messageAbout('2001:db8:f::1')];
  const readings = { ...healthyPath, arrived: [foreign, own, messageAbout(healthyPath.source, '2001:db8:e::1')] };
  t.strictSame([aboutProbes(readings), ownMessage(readings)], [[foreign, own], own]);
  t.notOk(ignoresMessages({ family: 'ipv6', sysctls: { 'net.ipv4.ip_no_pmtu_disc': '1' } }));
});

t.test('the report has the six steps of an investigation', async (t) => {
  t.matchSnapshot(pathText(healthyPath, { ...noPolicy, offload: ['eth0'] }), 'healthy');
  t.matchSnapshot(pathText(unevenLegs, droppingPolicy, 100), 'two legs, in lines of 100 characters');
  const { arrived: _, ...unseen } = blackHole;
  const ordinary: PathReadings = {
    ...unseen,
    pings: 'there is no program ping in PATH',
    handshake: { outcome: 'refused', seenBy: 'socket', noCapture: 'EPERM' },
  };
  const policy = { ...noPolicy, unread: ['nft list ruleset: Operation not permitted'] };
  t.matchSnapshot(pathText(ordinary, policy), 'an ordinary user without ping');
  t.matchSnapshot(
    beyondSight([ordinary], policy, findingsOf(ordinary, policy)).join('\n'),
    'what an ordinary user cannot see',
  );
  t.strictSame(beyondSight([healthyPath], noPolicy, []).length, 2);
});

t.test('a scenario has the path that was seen, and is valid', async (t) => {
  for (const [name, , readings, policy] of shown) {
    const text = pathScenario([readings], policy ?? noPolicy, {
      destination: 'server',
      schema: schemaPath('seen.yaml'),
    });
    t.strictSame(readScenarios([{ file: 'seen.yaml', text }], { set: {} }).problems, [], name);
    t.matchSnapshot(text, name);
  }
  const both = pathScenario(
    [blackHole, { ...blackHole, family: 'ipv4', handshake: { ...blackHole.handshake, synMss: 8960, synAckMss: 8960 } }],
    noPolicy,
    {
      ...{ destination: 'a"b', schema: 's' },
    },
  );
  t.notMatch(both, 'families:', 'paths that look alike share it');
  t.match(both, 'title: "The path to a\\"b:');
  t.equal(faultOf(findingsOf(unevenLegs, droppingPolicy)), 'packet-too-big-dropped-here');
  t.strictSame([farMtu(blackHole), routeMtu(blackHole)], [9000, 0]);
  t.strictSame([legsOf(unevenLegs).steps?.length, lineOf(blackHole, 'no-packet-too-big').links.length], [7, 3]);
});

t.test('what has no path is refused with its reason', async (t) => {
  const noPath = async (address: string) =>
    readPath({ family: address.includes(':') ? 'ipv6' : 'ipv4', address, port: 80 }, signal);
  t.match(await noPath('127.0.0.1'), { reason: 'it is an address of this host' });
  t.match(await noPath('fe80::1%lo'), { reason: /link-local/ });
  t.match(await callCommand(perform, ['::1'], { port: 80, ipv4: true }), {
    ...{ code: 2, out: '' },
    err: 'error: ::1 has no address for IPv4; give a name that resolves, or an address\n',
  });
  t.match(await callCommand(perform, ['127.0.0.1'], { port: 80 }), {
    ...{ code: 5, out: '' },
    err: 'no path over IPv4 to 127.0.0.1: it is an address of this host\n',
  });
});
