import t from 'tap';
import { delayOfLinks } from '../../src/path/walk/delay-of-links.ts';
import { crossLink } from '../../src/path/walk/cross-link.ts';
import { NetworkTraits } from '../../src/path/walk/network-traits.ts';
import type { NetworkView } from '../../src/path/walk/network-view.ts';
import { plannedView } from '../../src/path/walk/planned-view.ts';
import { RouteTables } from '../../src/path/walk/route-tables.ts';
import { atHook } from '../../src/path/walk/pass-hook.ts';
import { ended } from '../../src/path/walk/position.ts';
import { nodesOnWays } from '../../src/path/walk/nodes-on-ways.ts';
import { nextHops } from '../../src/path/walk/route-of-node.ts';
import {
  deviceView,
  mayPassTranslator,
  translatePacket,
  withDestinationBehind,
  withOwnSource,
} from '../../src/path/walk/translate-packet.ts';
import { mostWays, underlayLimit, walk } from '../../src/path/walk/walk.ts';
import type { Way } from '../../src/path/walk/way.ts';
import type { Packet } from '../../src/words/lab/packet.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import {
  chain,
  impaired,
  planText,
  sharedAddress,
  sharedByNat64,
  translated,
  twoLegs,
  twoTranslators,
} from '../plan/fixtures/labs.ts';

const networkOf = (text: string): NetworkView => plannedView(planText(text), dictionary);

const packet = (changes: Partial<Packet> = {}): Packet => ({
  ...{ family: 'ipv6', kind: 'segment', bytes: 1280, source: 'server', destination: 'client' },
  ...changes,
});

const walkFrom = (network: NetworkView, from: string, changes: Partial<Packet>, leg?: string): readonly Way[] =>
  walk(network, { from, packet: packet({ source: from, ...changes }), leg });

const endsOf = (ways: readonly Way[]) => ways.map(({ end }) => end);

t.test('a packet that fits is delivered, with the nodes and the interfaces of its way', async (t) => {
  const [way, ...others] = walkFrom(networkOf(chain), 'client', { destination: 'server' });
  t.strictSame(others, []);
  t.strictSame(way!.end, { kind: 'delivered', node: 'server' });
  t.strictSame(way!.nodes, ['client', 'edge', 'transit', 'firewall', 'server']);
  t.strictSame(way!.places, ['client:to-edge', 'edge:to-transit', 'transit:to-firewall', 'firewall:to-server']);
  t.match(way!.narrowest, { place: 'edge:to-transit', mtu: 1500 }, 'the first of several narrow links');
});

t.test('a router does not send on what exceeds the MTU of its interface', async (t) => {
  const network = networkOf(chain);
  t.strictSame(endsOf(walkFrom(network, 'client', { destination: 'server', bytes: 1501 })), [
    { kind: 'too-big', node: 'edge', place: 'edge:to-transit', mtu: 1500 },
  ]);
  const [fragments] = walkFrom(network, 'client', {
    ...{ family: 'ipv4', destination: 'server', bytes: 1501, mayFragment: true },
  });
  t.match(fragments, { end: { kind: 'delivered' }, packet: { isFragmented: true, bytes: 1500 } }, 'without DF');
});

t.test('an interface refuses what exceeds its own MTU, and the other end drops what exceeds its', async (t) => {
  const network = networkOf(chain);
  t.strictSame(endsOf(walkFrom(network, 'client', { destination: 'server', bytes: 9001 })), [
    { kind: 'refused', place: 'client:to-edge', mtu: 9000 },
  ]);
  const towardsFirewall = { destination: 'firewall', bytes: 1504 };
  t.match(endsOf(walkFrom(network, 'transit', towardsFirewall)), [{ kind: 'delivered' }], '4 bytes of a VLAN tag');
  t.strictSame(endsOf(walkFrom(network, 'transit', { ...towardsFirewall, bytes: 1505 })), [
    { kind: 'lost-on-link', place: 'transit:to-firewall', mtu: 1500 },
  ]);
});

t.test('ECMP leaves all ways open, unless the packet has to take a leg', async (t) => {
  const network = networkOf(twoLegs);
  const large = { destination: 'client', bytes: 9000 };
  t.strictSame(
    walkFrom(network, 'server', large)
      .map(({ nodes, end }) => `${nodes.join(' ')}: ${end.kind}`)
      .sort(),
    ['server r2 la r1 client: delivered', 'server r2: too-big'],
  );
  t.strictSame(endsOf(walkFrom(network, 'server', large, 'la')), [{ kind: 'delivered', node: 'client' }]);
});

t.test('a shared address leads to each of its nearest holders', async (t) => {
  const ways = walkFrom(networkOf(sharedAddress), 'client', { destination: 'vip' });
  t.strictSame(ways.map(({ nodes }) => nodes.at(-1)).sort(), ['s1', 's2']);
});

t.test('more ways than anybody reads are unknown', async (t) => {
  const legs = (from: number) =>
    `legs: [{ via: a${from}, mtu: 1500 }, { via: b${from}, mtu: 1500 }, { via: c${from}, mtu: 1500 }]`;
  const network = networkOf(`
title: Legs behind legs
topology:
  nodes: { client: host, r1: router, r2: router, r3: router, r4: router, server: { host: { serve: http } } }
  links:
    - { between: [client, r1], mtu: 1500 }
    - { between: [r1, r2], ${legs(1)} }
    - { between: [r2, r3], ${legs(2)} }
    - { between: [r3, r4], ${legs(3)} }
    - { between: [r4, server], ${legs(4)} }
steps: [{ do: { fetch: { from: client, to: server, bytes: 1 } } }]`);
  const ways = walkFrom(network, 'client', { destination: 'server' });
  t.ok(ways.length > mostWays);
  t.match(ways.at(-1)!.end, { kind: 'unknown', why: /more than 64 ways/ });
});

t.test('a switch between two nodes limits the length of frames, and is no hop', async (t) => {
  const network = networkOf(`
title: A switch
topology:
  nodes: { client: host, switch: switch, other: host, server: { host: { serve: http } } }
  links:
    - { between: [client, switch], mtu: { client: 9000, switch: 1500 } }
    - { between: [switch, other], mtu: 9000 }
    - { between: [switch, server], mtu: 9000 }
steps: [{ do: { fetch: { from: client, to: server, bytes: 1 } } }]`);
  const [way] = walkFrom(network, 'server', { destination: 'client' });
  t.match(way, {
    nodes: ['server', 'client'],
    places: ['server:to-switch'],
    narrowest: { place: 'switch:to-client', mtu: 1500 },
  });
  t.strictSame(endsOf(walkFrom(network, 'server', { destination: 'client', bytes: 1501 })), [
    { kind: 'lost-on-link', place: 'switch:to-client', mtu: 1500 },
  ]);
  const server = network.nodes.get('server')!;
  const to = (gateway: string) =>
    crossLink(network, { node: server, view: server.interfaces[0]!, gateway, family: 'ipv4' })?.node.name;
  const neighbours = server.interfaces[0]!.beyond!;
  t.strictSame(
    neighbours.map(({ address }) => to(address.ipv4)),
    neighbours.map(({ node }) => node),
  );
  t.equal(to('203.0.113.1'), undefined, 'nobody has this address');
});

/** The network of two hosts and two routers, with traits of the router at the client. */
const withTrait = (trait: string) =>
  networkOf(`
title: One trait
topology:
  nodes: { client: host, r1: { router: ${trait} }, r2: router, server: { host: { serve: http } } }
  links:
    - { between: [client, r1], mtu: 9000 }
    - { between: [r1, r2], mtu: 1500 }
    - { between: [r2, server], mtu: 9000 }
steps: [{ do: { fetch: { from: client, to: server, bytes: 1 } } }]`);

t.test('traits change packets at their hooks, or lose them', async (t) => {
  const syn = { kind: 'syn', bytes: 80, mss: 8940, destination: 'server' } as const;
  const mssAfter = (trait: string, changes: Partial<Packet> = {}) =>
    walkFrom(withTrait(trait), 'client', { ...syn, ...changes }).at(-1)!.packet.mss;
  t.equal(mssAfter('{ clamp: { mss: 1396 } }'), 1396);
  t.equal(mssAfter('{ clamp: { mss: 1396, towards: client } }'), 8940, 'another interface');
  t.equal(mssAfter('{ clamp: { mss: 1396, hook: output } }'), 8940, 'another hook');
  t.equal(mssAfter('{ clamp: { mss: 1396, hook: prerouting } }'), 1396);
  t.equal(mssAfter('{ clamp: { mss: 1396, family: ipv4 } }'), 8940, 'another family');
  t.equal(mssAfter('{ clamp: { mss: 9100 } }'), 8940, 'never raised');
  t.equal(mssAfter('{ clamp: { mss: to-pmtu } }'), 1440);
  t.equal(mssAfter('{ clamp: { mss: to-pmtu } }', { family: 'ipv4' }), 1460);

  const endOf = (trait: string, changes: Partial<Packet>) =>
    walkFrom(withTrait(trait), 'client', { destination: 'server', ...changes }).map(({ end }) =>
      end.kind === 'lost-in-node' ? end.loss : end.kind,
    );
  t.strictSame(endOf('{ drop: [icmp] }', { kind: 'echo' }), ['drops icmp']);
  t.strictSame(endOf('{ drop: [echo] }', { kind: 'packet-too-big' }), ['delivered']);
  t.strictSame(endOf('{ drop: { what: [tcp], at: [input] } }', {}), ['delivered'], 'another hook');
  t.strictSame(endOf('{ drop: { what: [tcp], from: r2 } }', {}), ['delivered'], 'another interface');
  t.strictSame(endOf('{ drop: { what: [tcp], towards: r2 } }', {}), ['drops tcp']);
  t.strictSame(endOf('{ drop: [fragments] }', { isFragmented: true }), ['drops fragments']);
  t.strictSame(endOf('{ drop: [everything] }', { kind: 'datagram' }), ['drops everything']);
  t.strictSame(endOf('{ stateful: { correlates-errors: true } }', { kind: 'packet-too-big' }), ['delivered']);
  t.match(endOf('{ stateful: { correlates-errors: false } }', { kind: 'packet-too-big' }), [/does not correlate/]);
  t.strictSame(endOf('{ urpf: loose }', {}), ['delivered']);
  t.strictSame(endOf('{ urpf: strict }', { source: 'server' }), ['drops packets without a route back']);
  t.match(endOf('{ srv6: [{ to: server, through: [r2] }] }', {}), ['unknown']);
});

t.test('a router sends its Packet Too Big as its traits let it', async (t) => {
  const message = { kind: 'packet-too-big', mtu: 1500, destination: 'client' } as const;
  const sent = (trait: string, family: 'ipv6' | 'ipv4' = 'ipv6') =>
    walkFrom(withTrait(trait), 'r1', { ...message, family }).map(({ end, packet: { mtu, source } }) =>
      end.kind === 'lost-in-node' ? end.loss : `${mtu} from ${source}`,
    );
  t.strictSame(sent('{}'), ['1500 from r1']);
  t.strictSame(sent('{ packet-too-big: { send: false } }'), ['sends no Packet Too Big']);
  t.strictSame(
    sent('{ drop: [icmp], packet-too-big: { send: false } }'),
    ['sends no Packet Too Big'],
    'before any filter',
  );
  t.strictSame(sent('{ packet-too-big: { mtu: 1400, from: r2 } }'), ['1400 from r2']);
  t.strictSame(sent('{ icmp-rate-limit: { packet-too-big: 1/second } }'), [
    'drops packet-too-big above its rate',
    '1500 from r1',
  ]);
  const ofKernel = '{ sysctl: { net.ipv6.icmp.ratemask: 0-127 } }';
  t.strictSame(sent(ofKernel), ['limits the rate of its ICMP errors', '1500 from r1']);
  t.strictSame(sent(ofKernel, 'ipv4'), ['1500 from r1']);
});

t.test('behind a next-hop group strict uRPF may lose IPv6 packets of a good path', async (t) => {
  const network = networkOf(twoLegs.replace('r2: router', 'r2: { router: { urpf: strict } }'));
  const ends = (family: 'ipv6' | 'ipv4') =>
    walkFrom(network, 'client', { family, destination: 'server' }).map(({ end }) => end.kind);
  t.strictSame([...new Set(ends('ipv6'))].sort(), ['delivered', 'lost-in-node']);
  t.strictSame([...new Set(ends('ipv4'))], ['delivered']);
});

t.test('a node that translates addresses undoes it for answers', async (t) => {
  const network = withTrait('{ nat: { towards: r2 } }');
  const [out] = walkFrom(network, 'client', { destination: 'server' });
  t.match(out, { end: { node: 'server' }, packet: { source: 'r1', translations: [{ at: 'r1', source: 'client' }] } });
  const answer = { destination: 'r1', isReply: true, translations: out!.packet.translations! } as const;
  t.match(walkFrom(network, 'server', answer), [{ end: { kind: 'delivered', node: 'client' } }]);
  t.match(
    walkFrom(network, 'server', { destination: 'r1' }),
    [{ end: { kind: 'delivered', node: 'r1' } }],
    'unknown to it',
  );
  const kept = withTrait('{ nat: { towards: r2, errors: kept } }');
  const error = { ...answer, kind: 'packet-too-big' } as const;
  t.match(walkFrom(kept, 'r2', error), [{ end: { kind: 'delivered', node: 'r1' } }]);
});

t.test('traits can be changed and taken away', async (t) => {
  const network = withTrait('{ mtu: { to-r2: 1400 } }');
  const view = network.nodes.get('r1')!.interfaces.find(({ peer }) => peer === 'r2')!;
  t.equal(network.traits.mtuOf('r1', view), 1400);
  t.match(Object.keys(network.traits.of('r1')), ['mtu']);
  t.strictSame(network.traits.of('gone'), {});
  network.traits.set('r1', 'mtu', undefined);
  t.equal(network.traits.mtuOf('r1', view), 1500);
  network.traits.set('r1', 'rate', { towards: 'r2', kbit: 32 });
  t.ok(network.traits.queuesAt('r1'));
  t.ok(network.traits.changesPathMtus('routes'));
  t.notOk(network.traits.changesPathMtus('drop'));
});

t.test('a way is kept until a node whose traits decide it changes', async (t) => {
  const network = networkOf(chain);
  const tooBig = () => walkFrom(network, 'client', { destination: 'server', bytes: 1501 });
  const whole = () => walkFrom(network, 'client', { destination: 'server' });
  const [before, throughAll] = [tooBig(), whole()];
  network.traits.set('server', 'drop', ['everything']);
  t.equal(tooBig(), before, 'its packet has never reached the server');
  t.match(endsOf(whole()), [{ kind: 'lost-in-node', node: 'server' }]);
  t.not(whole(), throughAll);
  network.traits.set('edge', 'drop', ['tcp']);
  t.match(endsOf(tooBig()), [{ kind: 'too-big' }], 'a router finds out that a packet is too big before its filters');
  t.not(tooBig(), before);
  t.match(endsOf(whole()), [{ kind: 'lost-in-node', node: 'edge' }]);
});

t.test('what is found by way of something that was found before depends on the same nodes', async (t) => {
  const traits = new NetworkTraits([{ name: 'a', traits: {} }], dictionary.traits);
  const inner = traits.seenBy(() => traits.isPlainAt('a'));
  t.strictSame([inner.found, [...inner.nodes]], [true, ['a']]);
  const nested = traits.seenBy(() => traits.seenBy(() => traits.sysctlOf('a', 'net.ipv4.ip_forward')).found);
  const reused = traits.seenBy(() => traits.isCurrent(inner));
  t.strictSame([[...nested.nodes], [...reused.nodes]], [['a'], ['a']]);
  traits.set('a', 'drop', ['everything']);
  t.strictSame(
    [inner, nested, reused].map((each) => traits.isCurrent(each)),
    [false, false, false],
  );
});

t.test('routes are found by their longest prefix', async (t) => {
  const via = (name: string) => [{ interface: name, gateway: '2001:db8::1' }];
  const route = (to: string, hops: ReturnType<typeof via>) => ({ in: 'a', family: 'ipv6', to, via: hops }) as const;
  const tables = new RouteTables([
    route('default', via('wide')),
    route('2001:db8:20::/43', via('near')),
    route('2001:db8:30::/48', []),
  ]);
  const to = (address: string) => tables.nextHops('a', 'ipv6', address).map((hop) => hop.interface);
  t.strictSame(to('2001:db8:3f::1'), ['near']);
  t.strictSame(to('2001:db8:40::1'), ['wide'], 'one bit more');
  t.strictSame(to('2001:db8:30::1'), [], 'unreachable');
  t.strictSame(tables.nextHops('b', 'ipv6', '2001:db8::1'), [], 'a node without routes');
});

t.test('a tunnel leaves its packets what the links below it carry', async (t) => {
  const network = networkOf(`
title: An overlay
topology:
  nodes: { client: host, r1: { router: { routes: [{ to: server, via: r2 }] } }, mid: router, r2: { router: { routes: [{ to: client, via: r1 }] } }, server: { host: { serve: http } } }
  links:
    - { between: [client, r1], mtu: 9000 }
    - { between: [r1, mid], mtu: 1500 }
    - { between: [mid, r2], mtu: 1480 }
    - { between: [r1, r2], name: overlay, mtu: 1500, tunnel: { vxlan: { over: ipv4 } } }
    - { between: [r2, server], mtu: 9000 }
steps: [{ do: { fetch: { from: client, to: server, bytes: 1 } } }]`);
  const view = network.nodes.get('r1')!.interfaces.find(({ tunnel }) => tunnel)!;
  t.strictSame(underlayLimit(network, 'r1', view), { place: 'r1:overlay', mtu: 1430 });
  const ends = (bytes: number) => endsOf(walkFrom(network, 'client', { destination: 'server', bytes }));
  t.match(ends(1430), [{ kind: 'delivered' }]);
  t.match(ends(1431), [{ kind: 'unknown', why: /r1:overlay is a tunnel/ }]);
  t.match(ends(1501), [{ kind: 'too-big', place: 'r1:overlay', mtu: 1500 }]);
  const tunnels = new Map([...network.tunnels].map(([place, tunnel]) => [place, { ...tunnel, paddedTo: 16 }]));
  t.strictSame(underlayLimit({ ...network, tunnels }, 'r1', view), { place: 'r1:overlay', mtu: 1422 }, 'with padding');
});

t.test('without traits a node leaves packets as they are', async (t) => {
  const traits = new NetworkTraits([{ name: 'r1', traits: {} }], dictionary.traits);
  t.ok(traits.isPlainAt('r1'));
  traits.set('r1', 'drop', ['tcp']);
  t.notOk(traits.isPlainAt('r1'));
});

t.test('a packet is not sent on after 64 hops', async (t) => {
  const chainOf = (routers: number) => {
    const names = ['client', ...Array.from({ length: routers }, (_, index) => `r${index + 1}`), 'server'];
    return networkOf(`
title: A long chain
topology:
  nodes: { ${names.map((name) => `${name}: ${name.startsWith('r') ? 'router' : 'host'}`).join(', ')} }
  links: [${names
    .slice(1)
    .map((name, index) => `{ between: [${names[index]}, ${name}], mtu: 1500 }`)
    .join(', ')}]
steps: [{ do: { ping: { from: client, to: server, bytes: 1 } } }]`);
  };
  t.match(endsOf(walkFrom(chainOf(63), 'client', { destination: 'server' })), [{ kind: 'delivered' }]);
  t.match(endsOf(walkFrom(chainOf(64), 'client', { destination: 'server' })), [{ kind: 'lost-in-node', node: 'r64' }]);
});

t.test('the parts of a walk: the next hops of a node, one hook, and the end of a way', async (t) => {
  const network = networkOf(twoLegs);
  const r1 = network.nodes.get('r1')!;
  const hops = nextHops(network, r1, { destination: 'server', family: 'ipv4' });
  t.strictSame(
    hops.map(({ view }) => view.peer),
    ['la', 'lb'],
  );
  t.strictSame(
    nextHops(network, r1, { destination: 'server', family: 'ipv4' }, 'lb').map(({ view }) => view.peer),
    ['lb'],
  );
  const position = {
    node: r1,
    packet: packet(),
    trail: { node: 'client', place: 'client:to-r1', before: undefined },
    ...{ hops: 1, delayMs: 0, chances: [] },
  };
  t.strictSame(atHook(network, position, 'forward'), { position, losses: [] });
  const end = { kind: 'unroutable', node: 'r1' } as const;
  t.match(ended(position, end, 'r1:to-la'), { nodes: ['client', 'r1'], places: ['client:to-r1', 'r1:to-la'], end });
});

t.test('fragments are dropped on arrival, where those that arrive or those that pass are meant', async (t) => {
  const droppedAt = (at: string, destination: string) => {
    const network = networkOf(
      chain.replace('{ drop: [packet-too-big] }', `{ drop: { what: [fragments], at: ${at} } }`),
    );
    return walkFrom(network, 'server', { family: 'ipv4', destination, isFragmented: true }).map(({ end }) => end.kind);
  };
  t.strictSame(droppedAt('[input]', 'client'), ['delivered']);
  t.strictSame(droppedAt('[forward]', 'client'), ['lost-in-node']);
  t.strictSame(droppedAt('[input]', 'firewall'), ['lost-in-node']);
  t.strictSame(droppedAt('[forward]', 'firewall'), ['delivered']);
});

t.test('the nodes of a flow are those of its packets, of errors about them, and of what carries them', async (t) => {
  const nodesOf = (text: string, from: string, to: string) => {
    const nodes = nodesOnWays(networkOf(text), { from, to });
    return nodes && [...nodes].sort();
  };
  t.strictSame(nodesOf(twoLegs, 'client', 'r1'), ['client', 'la', 'lb', 'r1'], 'with the nodes beside them');
  t.strictSame(nodesOf(twoLegs, 'client', 'server'), ['client', 'la', 'lb', 'r1', 'r2', 'server'], 'all legs');
  t.strictSame(nodesOf(sharedAddress, 'client', 'vip'), ['client', 'far', 'near', 's1', 's2'], 'all holders');
});

t.test('an impaired link holds packets back, loses some by chance, and those that are too long', async (t) => {
  const network = networkOf(impaired);
  const [way] = walkFrom(network, 'a', { destination: 'd' });
  t.match(way, { end: { kind: 'delivered' }, delayMs: 100, chances: ['a:to-b loses 1% of the frames'] });
  t.match(way!.narrowest, { place: 'b:to-c', mtu: 1500 });
  t.match(endsOf(walkFrom(network, 'b', { destination: 'c', bytes: 1501 })), [
    { kind: 'lost-on-link', place: 'b:to-c', mtu: 1500 },
  ]);
  const [ipv4] = walkFrom(network, 'a', { destination: 'b', family: 'ipv4' });
  t.notOk('delayMs' in ipv4!, 'a delay of the other family');
  t.equal(delayOfLinks(network, { from: 'a', to: 'd', family: 'ipv6' }), 200, 'there and back');
  t.equal(delayOfLinks(network, { from: 'a', to: 'd', family: 'ipv4' }), 0);
  t.equal(delayOfLinks(network, { from: 'c', to: 'd', family: 'ipv6' }), 0, 'another link');
  network.traits.set('d', 'impairment', { 'to-c': { loss: '100%' } });
  t.match(endsOf(walkFrom(network, 'd', { destination: 'c' })), [{ kind: 'lost-on-link', place: 'd:to-c', mtu: 0 }]);
  network.traits.set('a', 'impairment', { 'to-b': {} });
  const [free] = walkFrom(network, 'a', { destination: 'b' });
  t.notOk('delayMs' in free! || 'chances' in free!, 'the trait of a node replaces what the link does');
});

t.test('a packet changes its family at a translator, and its length with it', async (t) => {
  const network = networkOf(translated);
  const fromDevice = { family: 'ipv4', destination: 'server' } as const;
  t.match(walkFrom(network, 'device', { ...fromDevice, bytes: 1480 }), [
    {
      ...{ nodes: ['device', 'r4', 'siit', 'r6', 'server'], end: { kind: 'delivered', node: 'server' } },
      ...{ packet: { family: 'ipv6', bytes: 1500 }, narrowest: { place: 'siit:to-r6', mtu: 1500 } },
    },
  ]);
  t.match(walkFrom(network, 'device', { ...fromDevice, bytes: 1481 }), [
    { end: { kind: 'too-big', node: 'siit', place: 'siit:to-r6', mtu: 1500 }, packet: { family: 'ipv6', bytes: 1501 } },
  ]);
  const [answer] = walkFrom(network, 'server', { destination: 'device', bytes: 1500 });
  t.match(answer, { end: { kind: 'delivered', node: 'device' }, packet: { family: 'ipv4', bytes: 1480 } });
  t.match(answer!.narrowest, { place: 'r6:to-siit', mtu: 1500, family: 'ipv6' }, 'in the family of the link');
  t.match(walkFrom(network, 'other', { destination: 'device' }), [
    { end: { kind: 'lost-in-node', node: 'siit', loss: 'has no IPv4 address for other' } },
  ]);
});

t.test('a translator translates what a Packet Too Big reports, and splits what has no DF', async (t) => {
  const { nodes } = networkOf(translated);
  const translate = (changes: Partial<Packet>) =>
    translatePacket(packet(changes), { translator: 'siit', nodes }) as { readonly packet: Packet };
  const four = { family: 'ipv4', source: 'device', destination: 'server' } as const;
  const ptb = { kind: 'packet-too-big', bytes: 576 } as const;
  t.match(translate({ ...four, ...ptb, mtu: 1300 }).packet, { family: 'ipv6', mtu: 1320 });
  t.match(translate({ ...four, ...ptb, mtu: 1200 }).packet, { mtu: 1280 });
  t.match(translate({ ...ptb, source: 'other', mtu: 1400 }).packet, { family: 'ipv4', mtu: 1380 }, 'of any node');
  t.strictSame(translate({ ...four, bytes: 1261, mayFragment: true }).packet, {
    ...packet({ ...four, bytes: 1280 }),
    ...{ family: 'ipv6', isFragmented: true },
  });
  t.strictSame(translate({ ...four, bytes: 1260, mayFragment: true }).packet, packet({ ...four, family: 'ipv6' }));
  t.match(translate({ bytes: 1280 }).packet, { bytes: 1260, mayFragment: true });
  t.equal(translate({ bytes: 1281 }).packet.mayFragment, undefined);
  t.match(translate({ kind: 'datagram', bytes: 1280 }).packet, { mayFragmentLater: true, mayFragment: undefined });
  t.match(translate({ ...four, kind: 'echo', isFragmented: true }), { loss: 'translates no fragments of ICMP' });
  t.match(deviceView('siit', nodes.get('siit')!.translates!), { name: 'siit0', place: 'siit:siit0', mtu: 65_535 });
});

t.test('what a translator may send without DF later is unknown where it is too big', async (t) => {
  const network = networkOf(translated.replace('[r4, siit], mtu: 9000', '[r4, siit], mtu: 1200'));
  const datagram = { kind: 'datagram', destination: 'device', bytes: 1280 } as const;
  t.match(endsOf(walkFrom(network, 'server', datagram)), [{ kind: 'unknown', why: /may have set DF/ }]);
  t.match(walkFrom(network, 'server', { destination: 'device', bytes: 1280 }), [
    { end: { kind: 'delivered' }, packet: { isFragmented: true } },
  ]);
});

t.test('filters of a translator meet a packet in both families', async (t) => {
  const network = networkOf(translated.replace('{ map: [server] }', '{ map: [server] }, drop: [packet-too-big]'));
  const ptb = { kind: 'packet-too-big', destination: 'device', mtu: 1400 } as const;
  t.match(endsOf(walkFrom(network, 'r6', ptb)), [{ kind: 'lost-in-node', node: 'siit' }]);
});

t.test('the nodes of a flow that is translated are those of both families', async (t) => {
  const nodes = nodesOnWays(networkOf(translated), { from: 'device', to: 'server' });
  t.strictSame([...nodes!].sort(), ['device', 'other', 'r4', 'r6', 'server', 'siit']);
});

t.test('NAT64 gives packets its own address, and answers and errors those behind it', async (t) => {
  const network = networkOf(sharedByNat64);
  const [syn] = walkFrom(network, 'server', { kind: 'syn', destination: 'device', bytes: 80 });
  const translations = [{ at: 'siit', source: 'server' }];
  t.match(syn, { end: { kind: 'delivered' }, packet: { family: 'ipv4', bytes: 60, source: 'siit', translations } });
  const back = { family: 'ipv4', source: 'device', destination: 'siit', translations } as const;
  for (const changes of [
    { kind: 'syn-ack', isReply: true },
    { kind: 'packet-too-big', mtu: 1300 },
  ] as const)
    t.match(walkFrom(network, 'device', { ...back, ...changes }), [
      { end: { kind: 'delivered', node: 'server' }, packet: { family: 'ipv6', destination: 'server' } },
    ]);
  t.match(endsOf(walkFrom(network, 'device', { ...back, translations: [] })), [{ kind: 'delivered', node: 'siit' }]);
  t.match(endsOf(walkFrom(network, 'device', { family: 'ipv4', destination: 'server' })), [{ kind: 'unroutable' }]);
});

t.test('only NAT64 replaces addresses, and only those of IPv4 and of connections', async (t) => {
  const shared = networkOf(sharedByNat64).nodes.get('siit')!;
  const stateless = networkOf(translated).nodes.get('siit')!;
  const four = packet({ family: 'ipv4' });
  t.match(withOwnSource(four, shared), { source: 'siit', translations: [{ at: 'siit', source: 'server' }] });
  t.equal(withOwnSource(four, stateless), four);
  for (const changes of [
    { family: 'ipv6' },
    { isReply: true },
    { kind: 'packet-too-big' },
    { source: 'siit' },
  ] as const) {
    const other = { ...four, ...changes };
    t.equal(withOwnSource(other, shared), other);
  }
  const translations = [{ at: 'siit', source: 'server' }];
  const answer = { ...four, source: 'device', destination: 'siit', translations };
  t.match(withDestinationBehind(answer, shared), { destination: 'server', translations: [] });
  t.equal(withDestinationBehind(answer, stateless), answer);
  t.notOk(mayPassTranslator(four, shared), 'no connection of those behind it');
  t.ok(mayPassTranslator({ ...four, isReply: true }, shared));
  t.ok(mayPassTranslator(four, stateless));
  const ofAnother = { ...answer, translations: [{ at: 'r4', source: 'server' }] };
  t.equal(withDestinationBehind(ofAnother, shared), ofAnother);
});

t.test('IPv4 crosses IPv6 between two translators, and comes back', async (t) => {
  const network = networkOf(twoTranslators);
  const [syn] = walkFrom(network, 'device', { family: 'ipv4', destination: 'server', bytes: 1480 });
  t.match(syn, {
    ...{ nodes: ['device', 'clat', 'r6', 'plat', 'server'], end: { kind: 'delivered' } },
    packet: { family: 'ipv4', bytes: 1480, source: 'plat', translations: [{ at: 'plat', source: 'device' }] },
  });
  const back = { family: 'ipv4', destination: 'plat', isReply: true, translations: syn!.packet.translations! } as const;
  t.match(walkFrom(network, 'server', { ...back, bytes: 1480 }), [
    { end: { kind: 'delivered', node: 'device' }, packet: { family: 'ipv4', bytes: 1480 } },
  ]);
  t.match(walkFrom(network, 'server', { ...back, bytes: 1481 }), [
    { end: { kind: 'too-big', node: 'plat', place: 'plat:to-r6' }, packet: { family: 'ipv6', bytes: 1501 } },
  ]);
  t.match(endsOf(walkFrom(network, 'server', { family: 'ipv4', destination: 'device' })), [{ kind: 'unroutable' }]);
});
