import ipaddr from 'ipaddr.js';
import t from 'tap';
import { changeScript } from '../../src/plan/script/change-script.ts';
import type { Dictionary } from '../../src/words/dictionary.ts';
import type { NodeCommand } from '../../src/words/lab/node-command.ts';
import type { NodeView, NodeViews } from '../../src/words/lab/node-view.ts';
import { clamp } from '../../src/words/traits/clamp.ts';
import { dropKinds, dropRules, pureAckChain } from '../../src/words/traits/drop-rules.ts';
import { dnsAnswers } from '../../src/words/traits/dns-answers.ts';
import { gaiConf } from '../../src/words/traits/gai-conf.ts';
import { nameserver } from '../../src/words/traits/nameserver.ts';
import { drop } from '../../src/words/traits/drop.ts';
import { currentMtu, frameLimitChanges, frameLimitCommands } from '../../src/words/traits/frame-limits.ts';
import { icmpRateLimit } from '../../src/words/traits/icmp-rate-limit.ts';
import { impairmentCommands } from '../../src/words/traits/impairment-commands.ts';
import { impairmentFields } from '../../src/words/traits/impairment-settings.ts';
import { impairment } from '../../src/words/traits/impairment.ts';
import { mtu } from '../../src/words/traits/mtu.ts';
import { replaceNftTable } from '../../src/words/traits/nft-table.ts';
import { offloads } from '../../src/words/traits/offloads.ts';
import { segmentationCommands } from '../../src/words/traits/segmentation-commands.ts';
import {
  pinnedInEveryNode,
  pinnedOnHosts,
  pinnedOnInterface,
  pinnedSysctls,
  pinnedOnRouters,
} from '../../src/words/traits/pinned-sysctls.ts';
import { natRules } from '../../src/words/traits/nat-rules.ts';
import type { natShape } from '../../src/words/traits/nat-settings.ts';
import type { ValueOf } from '../../src/words/language/shape.ts';
import { nat } from '../../src/words/traits/nat.ts';
import { prefixTranslation } from '../../src/words/traits/prefix-translation.ts';
import { packetTooBig } from '../../src/words/traits/packet-too-big.ts';
import { rate } from '../../src/words/traits/rate.ts';
import { routes } from '../../src/words/traits/routes.ts';
import { srv6 } from '../../src/words/traits/srv6.ts';
import { stateful } from '../../src/words/traits/stateful.ts';
import { switchConflict } from '../../src/words/traits/switch-conflict.ts';
import { sysctl } from '../../src/words/traits/sysctl.ts';
import { urpf } from '../../src/words/traits/urpf.ts';
import { chain, traitSettings } from './fixtures/trait-settings.ts';

const traits: Dictionary['traits'] = {
  ...{ clamp, drop, stateful, sysctl, mtu, offloads, routes, rate, urpf, nat, srv6, nameserver, impairment },
  'dns-answers': dnsAnswers,
  'gai-conf': gaiConf,
  'icmp-rate-limit': icmpRateLimit,
  'packet-too-big': packetTooBig,
  'prefix-translation': prefixTranslation,
};

const nodes: NodeViews = new Map(chain.nodes.map((node) => [node.name, node]));

const nodeNamed = (name: string): NodeView => nodes.get(name)!;

const lineOf = (command: NodeCommand): string => {
  if ('ip' in command) return `ip ${command.ip.join(' ')}`;
  if ('argv' in command) return command.argv.join(' ');
  if ('file' in command) return `${command.file}: ${command.text ?? 'that of the machine'}`;
  if ('netem' in command) return JSON.stringify(command.netem.timing);
  return 'nft' in command ? command.nft : `${command.sysctl} = ${command.value}`;
};

/** The commands of all settings of a trait one after the other, and of taking it away at the end. */
const changesOf = (name: string) => {
  const { on, settings } = traitSettings[name]!;
  return [...settings, undefined].map((now, index) => {
    const before = settings[index - 1];
    return { now, before, commands: traits[name]!.commands(nodeNamed(on), now, before, nodes) };
  });
};

for (const [name, trait] of Object.entries(traits))
  t.test(`${name} is given, replaced as a whole, and taken away`, async (t) => {
    const { on, also = [] } = traitSettings[name]!;
    for (const { now, before, commands } of changesOf(name)) {
      if (now !== undefined)
        t.equal(trait.conflict?.(nodeNamed(on), now, nodes), undefined, `fits ${on}: ${JSON.stringify(now)}`);
      t.doesNotThrow(() => changeScript(commands), 'can be rendered');
      t.ok(
        commands.every((command) => [on, ...also].includes(command.in)),
        'changes its own node, and others that it names',
      );
      t.matchSnapshot(
        commands.map(lineOf).join('\n'),
        `${JSON.stringify(before) ?? 'nothing'} → ${JSON.stringify(now) ?? 'none'}`,
      );
    }
    t.strictSame(
      trait.commands(nodeNamed(on), undefined, undefined, nodes),
      name === 'offloads' ? trait.commands(nodeNamed(on), 'disabled', undefined, nodes) : [],
      'there is nothing to take away',
    );
  });

t.test('every command gives its reason', async (t) => {
  const reasons = Object.keys(traits).flatMap((name) =>
    changesOf(name).flatMap(({ commands }) => commands.map(({ why }) => `${name}: ${why}`)),
  );
  t.matchSnapshot([...new Set(reasons)].join('\n'));
});

t.test('a trait explains why it does not fit', async (t) => {
  const conflicts: readonly (readonly [string, string, unknown])[] = [
    ['clamp', 'client', { mss: 1396 }],
    ['clamp', 'edge', { mss: 1396, towards: 'server' }],
    ['clamp', 'edge', { mss: 1396, interface: 'to-server' }],
    ['clamp', 'edge', { mss: 1396, interface: 'lo', towards: 'client' }],
    ['clamp', 'edge', { mss: 1396, towards: 'client', hook: 'prerouting' }],
    ['clamp', 'edge', { mss: 'to-pmtu', hook: 'input' }],
    ['drop', 'edge', { what: ['tcp'], from: 'server' }],
    ['drop', 'edge', { what: ['tcp'], from: 'client', at: ['output'] }],
    ['drop', 'edge', { what: ['tcp'], towards: 'client', at: ['input'] }],
    ['drop', 'edge', { what: ['fragments'], towards: 'client' }],
    ['drop', 'edge', { what: ['fragments'], at: ['output'] }],
    ['drop', 'client', { what: ['tcp'], at: ['forward'] }],
    ['stateful', 'client', { 'correlates-errors': true }],
    ['mtu', 'edge', { 'to-server': 1500 }],
    ['mtu', 'edge', { 'to-client': 1200 }],
    ['routes', 'client', [{ to: 'server', via: 'transit' }]],
    ['routes', 'client', [{ to: 'client', via: 'edge' }]],
    ['routes', 'client', [{ to: 'server', via: 'edge', lock: true }]],
    ['rate', 'edge', { towards: 'server', kbit: 10 }],
    ['nat', 'edge', { towards: 'server' }],
    ['nat', 'edge', { towards: 'transit', ports: '500-400' }],
    ['nat', 'edge', { towards: 'transit', errors: { untranslated: 'edge' } }],
    ['nat', 'edge', { towards: 'transit', publish: [{ port: 80, to: 'edge' }] }],
    [
      'nat',
      'edge',
      {
        towards: 'transit',
        publish: [
          { port: 80, to: 'client' },
          { port: 80, to: 'server' },
        ],
      },
    ],
    ['srv6', 'client', [{ to: 'server', through: ['edge'] }]],
    ['srv6', 'edge', [{ to: 'server', through: [] }]],
    ['srv6', 'edge', [{ to: 'server', through: ['edge'] }]],
    ['srv6', 'edge', [{ to: 'server', through: ['transit', 'server'] }]],
    ['prefix-translation', 'edge', { of: 'edge', towards: 'transit' }],
    ['prefix-translation', 'edge', { of: 'client', towards: 'server' }],
    ['nameserver', 'client', 'edge'],
    ['dns-answers', 'client', { a: 'never' }],
    ['packet-too-big', 'client', { send: false }],
    ['packet-too-big', 'edge', { send: true }],
    ['packet-too-big', 'edge', { send: false, mtu: 1500 }],
  ];
  const texts = conflicts.map(([name, node, settings]) => {
    const conflict = traits[name]!.conflict!(nodeNamed(node), settings, nodes);
    return `${name} ${JSON.stringify(settings)}: ${conflict}`;
  });
  t.matchSnapshot(texts.join('\n'));
});

t.test('a translated prefix leaves the sum of an address as it is', async (t) => {
  const translate = prefixTranslation.translates!({ of: 'client', towards: 'transit' }, nodeNamed('edge'), nodes);
  const flow = { family: 'ipv6', protocol: 6, source: 20_000, destination: 80 } as const;
  const [inside, outside] = ['2001:db8:1::1', '2001:db8:4::1'];
  const seen = translate({ ...flow, sourceAddress: inside, destinationAddress: outside })!.sourceAddress;
  t.equal(seen, '2001:db8:2:fffe::1');
  const sum = (address: string): number =>
    ipaddr.IPv6.parse(address).parts.reduce((total, part) => total + part, 0) % 0xffff;
  t.equal(sum(seen), sum(inside));
  t.equal(translate({ ...flow, sourceAddress: outside, destinationAddress: inside }), undefined, 'from elsewhere');
  t.equal(translate({ ...flow, sourceAddress: inside, destinationAddress: '2001:db8:1:1::1' }), undefined, 'within it');
  const ipv4 = { ...flow, family: 'ipv4', sourceAddress: '192.0.2.1', destinationAddress: '192.0.2.49' } as const;
  t.equal(translate(ipv4), undefined);
  t.match(
    prefixTranslation.conflict!(
      { ...nodeNamed('edge'), families: ['ipv4'] },
      { of: 'client', towards: 'transit' },
      nodes,
    ),
    /IPv6/,
  );
});

t.test('a node without IPv6 translates IPv4 alone', async (t) => {
  const settings: ValueOf<typeof natShape> = {
    ...{ towards: 'transit', errors: 'kept', publish: [{ port: 80, to: 'client' }] },
  };
  const rules = natRules({ ...nodeNamed('edge'), families: ['ipv4'] }, settings, nodes).join('\n');
  t.match(rules, /dnat ip to 192\.0\.2\.1:80/);
  t.notMatch(rules, /ip6|icmpv6/);
});

t.test('segment routing needs IPv6 and a destination with an address', async (t) => {
  const policy = [{ to: 'server', through: ['transit'] }];
  const onlyIpv4 = { ...nodeNamed('edge'), families: ['ipv4' as const] };
  t.match(srv6.conflict!(onlyIpv4, policy, nodes), 'needs IPv6');
  const without = new Map(nodes).set('transit', { ...nodeNamed('transit'), families: ['ipv4'] });
  t.match(srv6.conflict!(nodeNamed('edge'), policy, without), /^transit has no IPv6, so it is no segment/);
  const bridged = new Map(nodes).set('server', { ...nodeNamed('server'), bridges: true });
  t.match(srv6.conflict!(nodeNamed('edge'), policy, bridged), 'server has no address');
});

t.test('an MTU below 1280 fits a node without IPv6', async (t) => {
  t.equal(mtu.conflict!({ ...nodeNamed('edge'), families: ['ipv4'] }, { 'to-client': 1200 }, nodes), undefined);
  t.equal(mtu.conflict!(onlyTowards('ipv4'), { 'to-client': 1200 }, nodes), undefined);
  t.match(mtu.conflict!(onlyTowards('ipv6'), { 'to-client': 1200 }, nodes), /has no IPv6; give at least 1280/);
});

t.test('traits that work on packets do not fit a switch', async (t) => {
  const bridge: NodeView = { ...nodeNamed('edge'), name: 's', bridges: true };
  const conflict = 's forwards frames and ignores the packets in them; use a router or a host';
  t.equal(switchConflict(bridge), conflict);
  t.equal(switchConflict(nodeNamed('edge')), undefined);
  for (const name of ['clamp', 'drop', 'stateful', 'routes', 'packet-too-big', 'urpf', 'nat', 'srv6'])
    t.equal(traits[name]!.conflict!(bridge, traitSettings[name]!.settings[0], nodes), conflict, name);
});

t.test('a route leads to a neighbour beyond a switch, but not to the switch', async (t) => {
  const [link] = nodeNamed('client').interfaces;
  const address = { ipv6: '2001:db8:9::2', ipv4: '192.0.2.200' };
  const node: NodeView = { ...nodeNamed('client'), interfaces: [{ ...link!, beyond: [{ node: 'transit', address }] }] };
  t.equal(routes.conflict!(node, [{ to: 'server', via: 'transit' }], nodes), undefined);
  const commands = routes.commands(node, [{ to: 'server', via: 'transit', family: 'ipv4' }], undefined, nodes);
  t.strictSame(commands.map(lineOf), ['ip route replace 192.0.2.49/32 via 192.0.2.200 dev to-edge src 192.0.2.1']);
  t.equal(
    routes.conflict!(node, [{ to: 'server', via: 'edge' }], nodes),
    'edge has no address; name a node beyond it: transit',
  );
  const withSwitch = new Map([...nodes, ['edge', { ...nodeNamed('edge'), bridges: true }]]);
  t.match(routes.conflict!(nodeNamed('client'), [{ to: 'edge', via: 'edge' }], withSwitch), /^edge has no address/);
});

t.test('a sysctl that rootless namespaces or older kernels lack is a capability', async (t) => {
  t.strictSame(sysctl.needsFor!({ 'net.ipv6.route.mtu_expires': 3 }), ['ipv6-route-sysctl']);
  t.strictSame(sysctl.needsFor!({ 'net.ipv4.fib_multipath_hash_seed': 1 }), ['hash-seed']);
  t.strictSame(sysctl.needsFor!({ 'net.ipv4.route.mtu_expires': 3 }), []);
});

t.test('a trait describes its settings in a few words, unless they do nothing', async (t) => {
  const label = (trait: keyof typeof traits, settings: unknown) => traits[trait]!.label!(settings);
  t.strictSame(
    Object.entries(traits).map(([name, { example }]) => [name, label(name, example)]),
    [
      ['clamp', 'clamps MSS to 1396 towards transit'],
      ['drop', 'drops packet-too-big'],
      ['stateful', 'stateful, without ICMP errors'],
      ['sysctl', 'tcp_mtu_probing=1'],
      ['mtu', 'MTU 1400 towards transit'],
      ['offloads', 'segmentation offload'],
      ['routes', 'routes server via transit'],
      ['rate', '32 kbit/s towards transit'],
      ['urpf', 'urpf strict'],
      ['nat', 'masquerades towards transit'],
      ['srv6', 'SRv6 to server through transit, 64 bytes more'],
      ['nameserver', 'asks resolver'],
      ['impairment', 'impaired towards transit'],
      ['dns-answers', 'AAAA after 100ms'],
      ['gai-conf', 'precedence table of addresses'],
      ['icmp-rate-limit', 'sends packet-too-big 1/second at most'],
      ['packet-too-big', 'sends Packet Too Big with MTU 1500'],
      ['prefix-translation', 'gives client its prefix towards transit'],
    ],
  );
  t.equal(
    label('clamp', { mss: 'to-pmtu', hook: 'input', interface: 'lo', family: 'ipv6' }),
    'clamps MSS to the path MTU at input on lo for ipv6',
  );
  t.equal(
    label('drop', { what: ['acks', 'udp'], at: ['forward'], from: 'a', towards: 'b' }),
    'drops acks, udp at forward from a towards b',
  );
  t.equal(label('stateful', { 'correlates-errors': true }), 'stateful, with ICMP errors');
  const nothing = { drop: [], sysctl: {}, mtu: {}, routes: [], srv6: [], offloads: 'disabled' };
  const overhead = (mode: string, through: readonly string[]) =>
    label('srv6', [{ to: 'b', through, mode }])!
      .split(', ')
      .at(-1);
  t.strictSame(
    [
      overhead('encap', ['r']),
      overhead('encap', ['r', 's']),
      overhead('encap.red', ['r']),
      overhead('encap.red', ['r', 's']),
    ],
    ['64 bytes more', '80 bytes more', '40 bytes more', '64 bytes more'],
  );
  for (const [name, settings] of Object.entries(nothing)) t.equal(label(name, settings), undefined, name);
});

t.test('a trait recognizes its own firewall rules', async (t) => {
  const rule = { table: 'mtulab-drop', chain: 'forward', number: 1, packets: 0, comment: 'drop tcp' };
  const rules = {
    drop: rule,
    stateful: { ...rule, table: 'mtulab-stateful' },
    clamp: { ...rule, table: 'mangle', target: 'TCPMSS' },
  };
  const recognized = Object.entries(rules).map(([name, rule]) => [
    name,
    Object.keys(traits).filter((trait) => traits[trait]!.rule?.(rule) !== undefined),
  ]);
  t.strictSame(recognized, [
    ['drop', ['drop']],
    ['stateful', ['stateful']],
    ['clamp', ['clamp']],
  ]);
  t.equal(clamp.rule!(rules.clamp), 'clamp MSS');
  t.equal(drop.rule!(rules.drop), 'drop tcp');
});

t.test('dropping icmp leaves neighbour discovery and multicast listener reports', async (t) => {
  const [ipv6, ipv4] = dropRules.icmp;
  for (const type of ['nd-neighbor-solicit', 'nd-neighbor-advert', 'mld2-listener-report'])
    t.match(ipv6, new RegExp(`^icmpv6 type != \\{.* ${type}[, ]`), type);
  for (const type of ['packet-too-big', 'echo-request', 'nd-redirect']) t.notMatch(ipv6, type);
  t.match(ipv4, /^ip protocol icmp counter/, 'every type, and fragments that have no ICMP header');
  for (const rule of dropRules.echo) t.match(rule, 'type { echo-request, echo-reply }');
});

t.test('a limit of Packet Too Big is for what the node itself sends, per family, with a default burst', async (t) => {
  const commands = icmpRateLimit
    .commands(nodeNamed('edge'), { 'packet-too-big': '1/minute' }, undefined, nodes)
    .map(lineOf)
    .join();
  t.match(commands, 'hook output');
  t.equal(commands.match(/limit rate over 1\/minute burst 5 packets counter drop/g)!.length, 2);
  t.equal(icmpRateLimit.rule!({ table: 'mtulab-drop', chain: 'output', number: 1, packets: 0 }), undefined);
  const pattern = new RegExp(
    String((icmpRateLimit.shape.schema as unknown as Limits).properties['packet-too-big'].pattern),
  );
  for (const rate of ['1/second', '100/day']) t.match(rate, pattern);
  for (const rate of ['0/second', '1/s', '1', '1/second burst 9']) t.notMatch(rate, pattern);
});

interface Limits {
  readonly properties: { readonly 'packet-too-big': { readonly pattern: unknown } };
}

t.test('every dropped packet is counted under the name of its kind', async (t) => {
  for (const kind of dropKinds) {
    const dropping = kind === 'acks' ? pureAckChain.filter((line) => line.includes('doff')) : dropRules[kind];
    t.ok(dropping.length > 0);
    for (const rule of dropping) t.ok(rule.endsWith(`counter drop comment "drop ${kind}"`), rule);
  }
  t.equal(pureAckChain.length, 2 + 2 * 11, 'a rule for each family and each TCP header length from 20 to 60 bytes');
});

t.test('an nft table is replaced in one transaction', async (t) => {
  const node = nodeNamed('edge');
  const nft = (now?: readonly string[], before?: readonly string[]) =>
    replaceNftTable(node, 'x', { now, before }, 'a reason').map(lineOf);
  t.strictSame(nft(), []);
  t.strictSame(nft([]), [], 'a table without content is not created');
  t.strictSame(nft(['chain a {', '}']), ['table inet x {\n chain a {\n }\n}']);
  t.strictSame(nft(undefined, []), ['table inet x {\n}\ndelete table inet x']);
  t.strictSame(nft(['chain a {', '}'], []), [
    'table inet x {\n}\ndelete table inet x\ntable inet x {\n chain a {\n }\n}',
  ]);
});

t.test('offload is off unless a trait switches it on', async (t) => {
  t.equal(offloads.segmentationOffload!('enabled'), true);
  t.equal(offloads.segmentationOffload!('disabled'), false);
  t.strictSame(segmentationCommands(nodeNamed('client'), 'off').map(lineOf), ['ethtool -K to-edge tso off']);
});

t.test('sysctls are pinned by role and interface, forwarding first', async (t) => {
  const pinned = (name: string) => pinnedSysctls(nodeNamed(name)).map(({ sysctl, value }) => `${sysctl} = ${value}`);
  t.equal(pinned('edge')[0], 'net.ipv4.ip_forward = 1');
  t.equal(pinned('client')[0], 'net.ipv4.ip_forward = 0');
  t.notOk(
    pinned('edge').some((line) => line.includes('fib_multipath_hash_policy')),
    'a router has that of the kernel',
  );
  t.ok(pinned('client').includes('net.ipv4.fib_multipath_hash_policy = 1'));
  for (const name of ['to-client', 'to-transit']) t.ok(pinned('edge').includes(`net.ipv6.conf.${name}.accept_ra = 0`));
  t.equal(pinnedOnInterface('to-client').length, 3);
  t.equal(pinned('client').length, pinnedOnHosts.length + pinnedInEveryNode.length + 3);
  t.equal(pinned('edge').length, pinnedOnRouters.length + pinnedInEveryNode.length + 6);
});

t.test('the end of a link that accepts longer packets than the other sends drops them', async (t) => {
  const [none, lower] = [() => undefined, traitOf('client', { 'to-edge': 1400 })] as const;
  t.equal(currentMtu(nodeNamed('client'), nodeNamed('client').interfaces[0]!, none), 1500);
  t.equal(currentMtu(nodeNamed('client'), nodeNamed('client').interfaces[0]!, lower), 1400);
  t.strictSame(frameLimitCommands(nodeNamed('edge'), nodes, none), []);
  t.match(frameLimitCommands(nodeNamed('edge'), nodes, lower), [
    { in: 'edge', why: 'to-client drops what client:to-edge cannot send: packets above its MTU of 1400' },
  ]);
  t.strictSame(frameLimitChanges(nodes, { before: lower, after: lower }), { raised: [], lowered: [] });
  t.match(frameLimitChanges(nodes, { before: none, after: lower }), { raised: [], lowered: [{ in: 'edge' }] });
  t.match(frameLimitChanges(nodes, { before: lower, after: none }), {
    raised: [{ in: 'edge', why: 'to-client drops no packets because of the MTU of the other end' }],
    lowered: [],
  });
});

const traitOf = (node: string, mtus: Readonly<Record<string, number>>) => (name: string, trait: string) =>
  name === node && trait === 'mtu' ? mtus : undefined;

/** The edge, whose link to the client carries one family. */
const onlyTowards = (family: 'ipv6' | 'ipv4') => {
  const edge = nodeNamed('edge');
  const interfaces = edge.interfaces.map((view) => (view.peer === 'client' ? { ...view, families: [family] } : view));
  return { ...edge, interfaces };
};

t.test('a route has the families of its ends, and of the link to its next hop', async (t) => {
  const via = { to: 'client', via: 'client' };
  const families = (settings: object, node = nodeNamed('edge')) =>
    routes
      .commands(node, [{ ...via, ...settings }], undefined, nodes)
      .map((command) => ('ip' in command && command.ip.some((word) => word.includes('::')) ? 'ipv6' : 'ipv4'));
  t.same(families({}), ['ipv6', 'ipv4']);
  t.same(families({}, onlyTowards('ipv4')), ['ipv4']);
  t.equal(routes.conflict!(onlyTowards('ipv4'), [via], nodes), undefined);
  t.match(
    routes.conflict!(onlyTowards('ipv4'), [{ ...via, family: 'ipv6' }], nodes),
    /^no packets of IPv6 to client can go via client; see the families/,
  );
});

t.test('a router sends to the other end of a tunnel from its own address, where the route decides that', async (t) => {
  const edge = nodeNamed('edge');
  const tunnel = { ...edge.interfaces[0]!, name: 'overlay', place: 'edge:overlay', peer: 'server' };
  const sourceOf = (view: object) => {
    const node = { ...edge, interfaces: [...edge.interfaces, { ...tunnel, ...view }] };
    const [command] = routes.commands(node, [{ to: 'server', via: 'transit' }], undefined, nodes);
    const words = 'ip' in command! ? command.ip : [];
    return words.includes('src') ? words[words.indexOf('src') + 1] : undefined;
  };
  t.equal(sourceOf({ tunnel: true }), undefined);
  t.equal(sourceOf({ tunnel: true, sourceFromRoute: true }), edge.address.ipv6);
});

t.test('what needs IPv6 makes nothing in a lab without it', async (t) => {
  const ipv4 = new Map([...nodes].map(([name, node]) => [name, { ...node, families: ['ipv4'] as const }]));
  t.strictSame(srv6.commands(ipv4.get('edge')!, [{ to: 'server', through: ['transit'] }], undefined, ipv4), []);
  const prefix = { of: 'client', towards: 'transit' };
  t.notMatch(JSON.stringify(prefixTranslation.commands(ipv4.get('edge')!, prefix, undefined, ipv4)), /ip6/);
});

t.test('an impairment needs a link that was built for it', async (t) => {
  const [view] = nodeNamed('edge').interfaces;
  const { emulated: _, ...direct } = view!;
  t.throws(
    () => impairmentCommands(direct, { passes: 1500 }),
    /^the link at edge:to-client was not built to be impaired/,
  );
  const { holds: __, ...quick } = view!.emulated!;
  t.throws(
    () => impairmentCommands({ ...view!, emulated: quick }, { delay: '1ms' }),
    /write delay: 0ms in its scenario/,
  );
  t.equal(impairmentCommands({ ...view!, emulated: quick }, { loss: '1%' }).length, 1);
  t.strictSame(Object.keys(impairmentFields), ['delay', 'loss', 'duplicate', 'reorder', 'passes']);
});

t.test('a trait finds the links that it impairs, and refuses those that it cannot', async (t) => {
  t.strictSame(impairment.emulates!({ 'to-client': { delay: '1ms' }, 'to-transit': { loss: '1%' } }), [
    { name: 'to-client', holds: true },
    { name: 'to-transit', holds: false },
  ]);
  const edge = nodeNamed('edge');
  const tunnel = { ...edge, interfaces: edge.interfaces.map((view) => ({ ...view, tunnel: true as const })) };
  t.equal(impairment.conflict!(edge, { 'to-x': {} }, nodes), 'edge has no interface to-x');
  t.match(impairment.conflict!(tunnel, { 'to-client': {} }, nodes), /^edge:to-client is a tunnel; /);
  t.match(impairment.conflict!(edge, { 'to-client': { reorder: '1%' } }, nodes), /^reorder without a delay/);
});
