import t from 'tap';
import {
  addressOf,
  destinationOf,
  familiesReached,
  holderNames,
  serviceAt,
  sharedFamilies,
} from '../../src/words/lab/destination.ts';
import type { FamilyTranslator } from '../../src/words/lab/family-translator.ts';
import { reverseFlow } from '../../src/evidence/flows/segments.ts';
import type { FlowId } from '../../src/evidence/flows/flow-id.ts';
import { embeddedAddress, translatedAt, translatedFlow } from '../../src/words/lab/translation.ts';
import { formatTayga, mappingLine, parseTayga } from '../../src/words/lab/tayga-configuration.ts';
import { nodesByAddress } from '../../src/words/lab/nodes-by-address.ts';
import { httpPort } from '../../src/words/lab/http-port.ts';
import { portOf } from '../../src/words/lab/offered-service.ts';
import { devicesOf, learnedMtu, parseRoutes } from '../../src/words/lab/ip-route-output.ts';
import {
  emulator,
  frameClasses,
  holdsFrames,
  impairmentConflict,
  percent,
  valueFor,
} from '../../src/words/lab/impairment.ts';
import { netemCommands } from '../../src/words/lab/netem-commands.ts';
import type { HeldFrames, NodeCommand } from '../../src/words/lab/node-command.ts';
import { isHost, neighboursOf } from '../../src/words/lab/node-view.ts';
import { commandInNode, familyFlag, ipCommand, shellText } from '../../src/words/lab/shell-text.ts';
import { transferOutcomes } from '../../src/words/lab/transfer.ts';
import { scaledMs } from '../../src/words/lab/wait.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { httpOn, network } from './fixtures/network.ts';

/** Recorded from `ip -j route get`, with `fibmatch` in the first one. */
const multipath =
  '[{"dst":"default","nhid":49,"prefsrc":"192.0.2.1","flags":[],"nexthops":[{"gateway":"10.0.11.2","dev":"to-r1","weight":1,"flags":[]},{"gateway":"10.0.12.2","dev":"to-r2","weight":1,"flags":[]}]}]\n';
const configured =
  '[{"dst":"2001:db8:dd::1","from":"::","gateway":"2001:db8:12::2","dev":"to-r2","prefsrc":"2001:db8:aa::1","metric":1024,"flags":[],"pref":"medium"}]\n';
const exception =
  '[{"dst":"198.51.100.1","gateway":"10.0.13.2","dev":"to-r3","prefsrc":"192.0.2.1","flags":[],"uid":0,"cache":[],"expires":597,"metrics":[{"mtu":1500}]}]\n';

const heldFrames: HeldFrames = {
  ...{ from: 'l0-0', to: 'l0-1', rules: 'table netdev x' },
  timing: {
    ipv6: { delayMs: 100, duplicate: 1, reorder: 25 },
    ipv4: { delayMs: 2.5, duplicate: 0, reorder: 0 },
    other: { delayMs: 0, duplicate: 0, reorder: 5 },
  },
};

t.test('netem holds each class of frames in a queue of its own', async (t) => {
  const [root, ...classes] = netemCommands(heldFrames).map((args) => args.join(' '));
  t.match(root, /^qdisc replace dev l0-1 root handle 1: prio bands 3 priomap( 2){16}$/);
  t.strictSame(classes, [
    'qdisc replace dev l0-1 parent 1:1 handle 11: netem limit 100000 delay 100ms reorder 25%',
    'qdisc replace dev l0-1 parent 1:2 handle 12: netem limit 100000 delay 2.5ms',
    'qdisc replace dev l0-1 parent 1:3 handle 13: netem limit 100000',
  ]);
});

t.test('a value of an impairment is for all frames, or for those of a family', async (t) => {
  t.strictSame(
    frameClasses.map((frames) => valueFor('1%', frames)),
    ['1%', '1%', '1%'],
  );
  t.strictSame(
    frameClasses.map((frames) => valueFor({ ipv6: '1%' }, frames)),
    ['1%', undefined, undefined],
  );
  t.strictSame([percent('2.5%'), percent('100%'), percent(undefined)], [2.5, 100, 0]);
  t.notOk(holdsFrames({ loss: '1%', duplicate: '1%', passes: 1500 }));
  t.ok(holdsFrames({ delay: '0ms' }) && holdsFrames({ delay: '1ms', reorder: '1%' }));
});

t.test('frames are reordered only where others are delayed', async (t) => {
  t.match(impairmentConflict({ reorder: '1%' }), /^reorder without a delay; /);
  t.match(impairmentConflict({ reorder: '1%', delay: { ipv6: '1ms' } }), /^reorder without a delay; /);
  t.equal(impairmentConflict({ reorder: { ipv6: '1%' }, delay: { ipv6: '1ms' } }), undefined);
  t.equal(impairmentConflict({ reorder: '0%' }), undefined);
});

t.test('the output of ip route is parsed', async (t) => {
  const rows: readonly (readonly [string, devices: readonly string[], mtu: number | null])[] = [
    [multipath, ['to-r1', 'to-r2'], null],
    [configured, ['to-r2'], null],
    [exception, ['to-r3'], 1500],
  ];
  for (const [stdout, devices, mtu] of rows) {
    const [route] = parseRoutes(stdout);
    t.strictSame(devicesOf(route!), devices, route!.dst);
    t.equal(learnedMtu(route!), mtu, route!.dst);
  }
  t.equal(learnedMtu({ dst: 'default', metrics: [{ mtu: 1400 }] }), null, 'a configured mtu is not learned');
  t.equal(learnedMtu({ dst: '192.0.2.1', expires: 597 }), null, 'an exception without an mtu, such as a redirect');
  t.strictSame(devicesOf({ dst: 'default' }), [], 'a route without a device');
  t.strictSame(parseRoutes(''), []);
  t.strictSame(parseRoutes('\n'), []);
  t.throws(() => parseRoutes('RTNETLINK answers: Network is unreachable'), SyntaxError);
});

t.test('commands are printed quoted, ready to paste', async (t) => {
  t.equal(commandInNode('edge', ['echo', "it's", '$HOME', '']), `ip netns exec edge echo 'it'\\''s' '$HOME' ''`);
  t.equal(ipCommand('edge', ['route', 'get', '2001:db8::1']), 'ip -n edge route get 2001:db8::1');
  t.strictSame([familyFlag('ipv6'), familyFlag('ipv4')], ['-6', '-4']);
  const commands: readonly NodeCommand[] = [
    { in: 'edge', ip: ['link', 'set', 'dev', 'to-client', 'mtu', '1500'], why: '' },
    { in: 'edge', sysctl: 'net.ipv4.ip_forward', value: '1', why: '' },
    { in: 'edge', sysctl: 'net.ipv4.ip_forward', value: null, why: '' },
    { in: 'edge', nft: "flush table inet x\nadd rule inet x y comment 'z'", why: '' },
    { in: 'edge', argv: ['ethtool', '-K', 'to-client', 'gso', 'off'], why: '' },
    { in: emulator, netem: heldFrames, why: '' },
  ];
  t.matchSnapshot(commands.map(shellText).join('\n'));
});

t.test('a host forwards neither packets nor frames', async (t) => {
  const names = [...network.values()].filter(isHost).map(({ name }) => name);
  t.strictSame(names, ['client', 'server', 'source', 'target']);
  t.notOk(isHost({ forwards: false, bridges: true }), 'a switch');
});

t.test('the neighbours at an interface are its peer or all nodes beyond a bridge', async (t) => {
  const link = network.get('edge')!.interfaces[0]!;
  t.strictSame(neighboursOf(link), [{ node: link.peer, address: link.gateway }]);
  const beyond = [{ node: 'server', address: link.address }];
  t.strictSame(neighboursOf({ ...link, beyond }), beyond);
  t.strictSame(neighboursOf({ ...link, beyond: [] }), [], 'a bridge without other nodes');
});

t.test('every transfer can end in every outcome, and servers listen on port 80', async (t) => {
  for (const word of ['fetch', 'upload'])
    t.strictSame(dictionary.actions[word]!.outcomes, transferOutcomes, `${word} has all outcomes`);
  t.equal(httpPort, 80);
});

t.test('a service is found by its word, on its first port', async (t) => {
  const services = [
    { word: 'names', settings: {}, listens: [53, 5353].map((port) => ({ protocol: 'udp' as const, port })) },
    httpOn(8080),
  ];
  t.equal(portOf('names', { services }), 53);
  t.equal(portOf('mail', { services }), undefined);
  t.equal(portOf('http', {}), undefined);
});

const vip = { name: 'vip', address: { ipv6: '2001:db8:7::1', ipv4: '203.0.113.7' } };
const shared = new Map(
  [...network].map(([name, node]) => [name, ['edge', 'server'].includes(name) ? { ...node, shares: [vip] } : node]),
);

t.test('an address belongs to the node that has it on lo or on an interface', async (t) => {
  const owners = nodesByAddress(network);
  const edge = network.get('edge')!;
  t.equal(owners.get(edge.address.ipv4), 'edge');
  t.equal(owners.get(edge.interfaces[0]!.address.ipv6), 'edge');
  t.equal(owners.get('203.0.113.1'), undefined);
  t.equal(nodesByAddress(shared).get('203.0.113.7'), 'vip', 'a shared address has a name of its own');
  const siit = { ...edge, name: 'siit', translates: { ...translator, map: [...translator.map, leased] } };
  t.equal(
    nodesByAddress(new Map([['siit', siit]])).get(leased.ipv4),
    'server',
    'also one that a translator has for it',
  );
});

const leased = { node: 'server', has: 'ipv6', ipv6: '2001:db8:5::1', ipv4: '203.0.113.50' } as const;

t.test('the configuration of tayga is read as it is written', async (t) => {
  const settings = { device: 'siit0', address: '192.0.2.32', prefix: '2001:db8:3:ff9b::/96', map: [leased] };
  const text = formatTayga(settings);
  t.equal(text.split('\n').at(-1), mappingLine(leased));
  t.strictSame(parseTayga(text), { ...settings, map: [{ ipv4: leased.ipv4, ipv6: leased.ipv6 }] });
  t.strictSame(parseTayga('# map a b\n  map  192.0.2.1   2001:db8::1 # web\nmap 192.0.2.2\n'), {
    map: [{ ipv4: '192.0.2.1', ipv6: '2001:db8::1' }],
  });
});

t.test('a destination is a node or an address that several nodes hold', async (t) => {
  t.match(destinationOf(shared, 'client'), { isShared: false, holders: [{ name: 'client' }] });
  t.match(destinationOf(shared, 'vip'), { ...vip, isShared: true, holders: [{ name: 'edge' }, { name: 'server' }] });
  t.equal(addressOf(shared, 'vip', 'ipv4'), '203.0.113.7');
  t.equal(addressOf(shared, 'client', 'ipv4'), network.get('client')!.address.ipv4);
  t.strictSame([holderNames(shared, 'vip'), holderNames(shared, 'gone')], [['edge', 'server'], []]);
});

t.test('a service is found at a node, at every holder of an address, or behind a published port', async (t) => {
  const server = { ...network.get('server')!, services: [httpOn(8080)] };
  const published = (nodePort: number) => [
    { port: 53, node: 'client', nodePort: 53 },
    { port: 9000, node: 'server', nodePort },
  ];
  const nodes = new Map([
    ...shared,
    ...[server, { ...server, name: 'second' }].map((node) => [node.name, { ...node, shares: [vip] }] as const),
    ['edge', { ...network.get('edge')!, publishes: published(8080) }] as const,
    ['transit', { ...network.get('transit')!, publishes: published(8081) }] as const,
  ]);
  t.strictSame(serviceAt(nodes, 'server', 'http'), { port: 8080, servers: ['server'] });
  t.strictSame(serviceAt(nodes, 'vip', 'http'), { port: 8080, servers: ['server', 'second'] });
  t.strictSame(serviceAt(nodes, 'edge', 'http'), { port: 9000, servers: ['server'] });
  t.equal(serviceAt(nodes, 'transit', 'http'), undefined, 'nothing listens there');
  t.equal(serviceAt(nodes, 'client', 'http'), undefined);
  t.equal(serviceAt(nodes, 'gone', 'http'), undefined);
});

const translator: FamilyTranslator = {
  ...{ device: 'siit0', prefix: '2001:db8:3:ff9b::/96', address: '192.0.2.32' },
  map: [{ node: 'server', has: 'ipv6', ipv6: '2001:db8:5::1', ipv4: '192.0.2.65' }],
};

t.test('a translator gives a flow addresses of the other family, where it has some for both ends', async (t) => {
  const ports = { protocol: 6, source: 20_000, destination: 80 };
  const four = { ...ports, family: 'ipv4', sourceAddress: '192.0.2.1', destinationAddress: '192.0.2.65' } as const;
  const six = {
    ...{ ...ports, family: 'ipv6' as const },
    ...{ sourceAddress: '2001:db8:3:ff9b::c000:201', destinationAddress: '2001:db8:5::1' },
  };
  t.strictSame(translatedFlow(translator, four), six);
  t.strictSame(translatedFlow(translator, six), four);
  t.equal(translatedFlow(translator, { ...four, destinationAddress: '192.0.2.33' }), undefined, 'it has no entry');
  t.equal(translatedFlow(translator, { ...six, sourceAddress: '2001:db8:9::1' }), undefined, 'nor for this source');
  t.equal(translatedFlow(translator, { ...six, destinationAddress: '2001:db8:9::1' }), undefined);
});

t.test('an IPv4 address is in the last 32 bits of one of IPv6', async (t) => {
  t.equal(embeddedAddress('2001:db8:3:ff9b::/96', '192.0.2.33'), '2001:db8:3:ff9b::c000:221');
  t.equal(embeddedAddress('64:ff9b::/96', '0.0.0.1'), '64:ff9b::1');
});

t.test('a node with one family is reached over the other one where a translator has an address for it', async (t) => {
  const server = {
    ...network.get('server')!,
    families: ['ipv6'] as const,
    address: { ipv6: '2001:db8:5::1', ipv4: '' },
  };
  const translated = { by: 'edge', family: 'ipv4', address: '192.0.2.65', isMapped: true } as const;
  const nodes = new Map([...network, ['server', { ...server, translated }]]);
  t.equal(addressOf(nodes, 'server', 'ipv4'), '192.0.2.65');
  t.equal(addressOf(nodes, 'server', 'ipv6'), '2001:db8:5::1');
  t.strictSame(familiesReached(nodes.get('server')!), ['ipv6', 'ipv4']);
  t.strictSame(familiesReached(server), ['ipv6']);
  t.strictSame(sharedFamilies(nodes, 'client', 'server'), ['ipv6', 'ipv4']);
  t.equal(nodesByAddress(nodes).get('192.0.2.65'), 'server');
  const edge = { ...nodes.get('edge')!, translates: translator };
  t.ok(translatedAt(edge, 'server', 'ipv4', nodes));
  t.notOk(translatedAt(edge, 'server', 'ipv6', nodes), 'its own family');
  t.notOk(translatedAt(nodes.get('transit')!, 'server', 'ipv4', nodes), 'another node');
  t.equal(nodesByAddress(new Map([['edge', edge]])).get('192.0.2.32'), 'edge', 'the source of its own errors');
});

t.test('a CLAT translates between the nodes that it serves and those behind the other translator', async (t) => {
  const clat: FamilyTranslator = {
    ...{ device: 'siit0', prefix: '2001:db8:4:ff9b::/96', address: '192.0.2.16' },
    map: [{ node: 'device', has: 'ipv4', ipv6: '2001:db8:1::1', ipv4: '192.0.2.1' }],
    beyond: { translator: 'plat', nodes: [{ node: 'server', ipv4: '192.0.2.65' }] },
  };
  const ports = { protocol: 6, source: 20_000, destination: 80 };
  const four = { ...ports, family: 'ipv4', sourceAddress: '192.0.2.1', destinationAddress: '192.0.2.65' } as const;
  const six = {
    ...{ ...ports, family: 'ipv6' as const },
    ...{ sourceAddress: '2001:db8:1::1', destinationAddress: '2001:db8:4:ff9b::c000:241' },
  };
  t.strictSame(translatedFlow(clat, four), six);
  t.equal(translatedFlow(clat, six), undefined, 'not back where it came from');
  t.strictSame(translatedFlow(clat, reverseFlow(six)), reverseFlow<FlowId>(four));
  t.equal(translatedFlow(clat, { ...four, sourceAddress: '100.64.0.1' }), undefined);
  t.equal(translatedFlow(clat, { ...four, destinationAddress: '192.0.2.99' }), undefined);
});

t.test('a default time on a slow machine is longer by its factor, in whole milliseconds', (t) => {
  t.equal(scaledMs(30_000, { scale: 9.88889 }), 296_667);
  t.equal(scaledMs(30_000, {}), 30_000);
  t.end();
});
