import t from 'tap';
import { buildCommands } from '../../src/plan/commands/build-commands.ts';
import { ledgerRules } from '../../src/plan/commands/ledger-rules.ts';
import { pinnedEverywhere } from '../../src/plan/commands/pinned-everywhere.ts';
import { requiredCapabilities } from '../../src/plan/commands/required-capabilities.ts';
import type { PlannedCommand } from '../../src/plan/model/plan.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { pinnedSysctls } from '../../src/words/traits/pinned-sysctls.ts';
import { chain, fourLegs, oneSwitch, planText, threeLegs, threeNodes, twoLegs } from './fixtures/labs.ts';

const build = (text: string): readonly PlannedCommand[] => {
  const { scenario, nodes, routes } = planText(text);
  return buildCommands({ scenario, dictionary, nodes, routes });
};

const words = (command: PlannedCommand): string => {
  if ('ip' in command) return command.ip.slice(0, 2).join(' ');
  if ('nft' in command) return command.nft.split(' {')[0]!;
  if ('file' in command) return `file ${command.file}`;
  if ('netem' in command) return 'netem';
  return 'sysctl' in command ? 'sysctl' : command.argv.slice(0, 2).join(' ');
};

/** The kinds of command in order, each once per run of equal ones. */
const order = (commands: readonly PlannedCommand[]): readonly string[] =>
  commands.map(words).filter((word, index, all) => word !== all[index - 1]);

const ofNode = (commands: readonly PlannedCommand[], node: string) => commands.filter((command) => command.in === node);

t.test('commands are numbered from 1 and ordered by phase, then by node', async (t) => {
  const commands = build(twoLegs);
  const nodes = ['client', 'r1', 'r2', 'server', 'la', 'lb'];
  t.strictSame(
    commands.map(({ number }) => number),
    commands.map((_, index) => index + 1),
  );
  const phases = commands.map(({ phase }) => phase);
  t.strictSame(phases, [...phases].sort());
  for (const phase of [2, 3]) {
    const inPhase = commands.filter((command) => command.phase === phase).map((command) => command.in);
    t.strictSame(
      inPhase.filter((node, index) => node !== inPhase[index - 1]),
      nodes,
    );
  }
  t.strictSame(order(commands.filter(({ phase }) => phase === 1)), ['netns add', 'link add']);
});

t.test(
  'a router gets sysctls, links, addresses, neighbours, next hops, routes and the ledger in this order',
  async (t) => {
    t.strictSame(order(ofNode(build(twoLegs), 'r2')), [
      ...['netns add', 'link add', 'sysctl', 'link set', 'addr add', 'neigh replace'],
      ...['nexthop add', 'route add', 'nexthop add', 'route add', 'table inet mtulab'],
    ]);
  },
);

t.test('the commands of a trait come last and have its path in the scenario', async (t) => {
  const drop = ofNode(build(threeNodes), 'router').at(-1)!;
  t.match(drop, { phase: 3, nft: /^table inet mtulab-drop /, at: ['topology', 'nodes', 'router', 'router', 'drop'] });
  t.match(ofNode(build(fourLegs), 'r2').at(-1), {
    nft: /^table inet mtulab-drop /,
    at: ['topology', 'links', 0, 'legs', 1, 'drop'],
  });
  const clamp = ofNode(build(chain), 'edge').slice(-2);
  t.strictSame(
    clamp.map((command) => 'argv' in command && [command.argv[0], command.argv.at(-1)]),
    [
      ['ip6tables', '1396'],
      ['iptables', '1396'],
    ],
  );
  t.strictSame(clamp[0]!.at, ['topology', 'nodes', 'edge', 'edge', 'clamp']);
});

t.test('every node is pinned to the same sysctls, and those of the scenario override them', async (t) => {
  const probing = 'net.ipv4.tcp_mtu_probing';
  const { nodes } = planText(threeNodes);
  const commands = ofNode(
    build(threeNodes.replace('client: host', `client: { host: { sysctl: { ${probing}: 1 } } }`)),
    'client',
  );
  const sysctls = commands.flatMap((command) => ('sysctl' in command ? [command] : []));
  const pins = pinnedSysctls(nodes[0]!);
  t.strictSame(
    sysctls.slice(0, pins.length),
    sysctls.slice(0, pins.length).map((command, index) => ({
      ...{ in: 'client', ...pins[index]!, ifPresent: true, phase: 2 },
      number: command.number,
    })),
  );
  t.match(sysctls.slice(pins.length), [{ sysctl: probing, value: '1', at: ['topology', 'nodes', 'client'] }]);
  t.notOk('ifPresent' in sysctls.at(-1)!, 'the kernel must have a sysctl that the scenario requests');
  t.ok(commands.findIndex((command) => words(command) === 'link set') > commands.indexOf(sysctls.at(-1)!));
});

t.test('neighbours are permanent unless the scenario has them learned', async (t) => {
  const neighbours = (commands: readonly PlannedCommand[]) =>
    commands.filter((command) => ['neigh replace', 'bridge fdb'].includes(words(command))).length;
  t.equal(neighbours(build(threeNodes)), 8);
  t.equal(neighbours(build(threeLegs)), 0);
  t.equal(neighbours(build(oneSwitch.replace('topology:', 'neighbours: learned\ntopology:'))), 0);
});

t.test(
  'a switch gets a bridge, open ports, forwarding entries and a ledger, but no addresses and routes',
  async (t) => {
    const commands = ofNode(build(oneSwitch), 'lan');
    t.strictSame(order(commands), [
      ...['netns add', 'link add', 'sysctl', 'link add', 'link set'],
      ...['sh -c', 'bridge fdb', 'table bridge mtulab'],
    ]);
    const requested = commands.filter(({ at, phase }) => at?.[1] === 'nodes' && phase === 2);
    t.ok(requested.some((command) => 'sysctl' in command && command.sysctl === 'net.ipv6.conf.all.disable_ipv6'));
  },
);

t.test('the ledger counts Packet Too Big of each family at five hooks', async (t) => {
  const rules = ledgerRules(['ipv6', 'ipv4'], 'inet').split('\n');
  t.equal(rules[0], 'table inet mtulab {');
  for (const [hook, at, priority] of [
    ['arrived', 'prerouting', -450],
    ['taken', 'input', 400],
    ['passed', 'forward', 400],
    ['made', 'output', -450],
    ['left', 'postrouting', 400],
  ]) {
    t.ok(
      rules.includes(` set ptb_ipv6_${hook} { typeof icmpv6 mtu . @th,112,8 . @th,128,288; flags dynamic; counter; }`),
    );
    const chain = rules.indexOf(` chain ${hook} {`);
    t.strictSame(rules.slice(chain + 1, chain + 4), [
      `  type filter hook ${at} priority ${priority}; policy accept;`,
      `  icmpv6 type packet-too-big add @ptb_ipv6_${hook} { icmpv6 mtu . @th,112,8 . @th,128,288 }`,
      `  icmp type destination-unreachable icmp code frag-needed add @ptb_ipv4_${hook} { icmp mtu . @th,136,8 . @th,160,96 }`,
    ]);
  }
});

t.test('the ledger counts SYNs with their MSS, and large and small segments, as they come in and go out', async (t) => {
  const rules = ledgerRules(['ipv6', 'ipv4'], 'inet');
  for (const [direction, name] of [
    ['in', 'iifname'],
    ['out', 'oifname'],
  ]) {
    const flow = `meta protocol . ${name} . tcp sport . tcp dport`;
    const syn = `${flow} . tcp option maxseg size`;
    t.match(rules, ` set syn_${direction} { typeof ${syn}; flags dynamic; counter; }`);
    t.match(
      rules,
      [
        `  tcp flags & (syn | ack) == syn add @syn_${direction} { ${syn} } accept`,
        `  tcp flags & (syn | ack) == (syn | ack) add @synack_${direction} { ${syn} } accept`,
        `  meta l4proto tcp meta length > 1280 add @large_${direction} { ${flow} } accept`,
        `  meta l4proto tcp add @small_${direction} { ${flow} }`,
      ].join('\n'),
    );
  }
  t.equal(rules.match(/@large_/g)!.length, 2, 'the other three hooks count no segments');
});

t.test('the ledger of one family, and that of a switch', async (t) => {
  t.notMatch(ledgerRules(['ipv4'], 'inet'), 'ipv6');
  t.notMatch(ledgerRules(['ipv6'], 'inet'), 'ipv4');
  t.match(ledgerRules(['ipv4'], 'bridge'), /^table bridge mtulab \{\n/);
});

t.test('a node drops what the other end of a link cannot send, in the ruleset of its ledger', async (t) => {
  const limits = (text: string) =>
    build(text).flatMap((command, index, all) =>
      'nft' in command && command.nft.startsWith('table netdev') ? [{ ...command, before: all[index - 1]! }] : [],
    );
  t.strictSame(limits(twoLegs), []);
  const [limit, ...others] = limits(threeNodes);
  t.strictSame(others, []);
  t.match(limit, { in: 'server', phase: 3, before: { in: 'server', nft: /^table inet mtulab/ } });
  t.matchSnapshot(`${limit!.why}\n${'nft' in limit! ? limit.nft : ''}`);
  const withTrait = (trait: string) => limits(threeNodes.replace('drop: [packet-too-big]', trait));
  t.strictSame(withTrait('offloads: enabled'), [], 'a sender that hands over several frames as one');
  t.match(withTrait('mtu: { to-server: 4000 }'), [{ nft: /meta length > 4000 counter drop/ }]);
});

t.test('a report prints pinned sysctls by name, per node kind where they differ', async (t) => {
  t.match(pinnedEverywhere, {
    'net.ipv4.tcp_congestion_control': 'reno',
    'net.ipv4.ip_forward': '0 on hosts, 1 on routers',
    'net.ipv6.fib_multipath_hash_policy': '1 on hosts',
  });
});

t.test('the needed capabilities follow from legs, nodes, traits and steps, each once', async (t) => {
  const needs = (text: string) => {
    const { scenario, ...plan } = planText(text);
    return [...requiredCapabilities(scenario, dictionary, plan)].sort();
  };
  t.strictSame(needs(chain), ['nft', 'nft-ingress', 'ping', 'tcpmss']);
  t.strictSame(needs(fourLegs), ['nexthop-groups', 'nft', 'ping']);
  t.strictSame(needs(oneSwitch), ['bridge', 'nft', 'nft-ingress', 'ping']);
  const steps = (text: string) => threeNodes.replace(/steps: .*/, `steps: ${text}`);
  const ping = '{ do: { ping: { from: client, to: server, bytes: 100 } } }';
  t.strictSame(needs(steps(`[{ together: [${ping}, ${ping}] }]`)), ['nft', 'nft-ingress', 'ping']);
  t.strictSame(needs(steps('[{ do: { exceptions: { at: client, to: server } } }]')), ['nft', 'nft-ingress']);
  const services = { http: { ...dictionary.services['http']!, needs: ['conntrack'] as const } };
  const { scenario, ...plan } = planText(chain);
  const words = { ...dictionary, services: { ...dictionary.services, ...services } };
  t.ok(requiredCapabilities(scenario, words, plan).includes('conntrack'), 'those of services too');
});

t.test(
  'a translator counts packets where they come in and go out, and a lab with one counts the same packets as large',
  async (t) => {
    const rules = ledgerRules(['ipv6', 'ipv4'], 'inet', { device: 'siit0', isInLab: true });
    for (const hook of ['arrived', 'taken', 'passed'])
      t.match(chainOf(rules, hook)[2], /^  iifname "siit0" accept$/, hook);
    t.match(chainOf(rules, 'left')[2], /^  oifname "siit0" accept$/);
    t.notMatch(chainOf(rules, 'made').join('\n'), 'siit0', 'what it makes has not come in');
    t.match(rules, /meta l4proto tcp meta protocol ip meta length > 1260 add @large_in/);
    t.match(rules, /meta l4proto tcp meta length > 1280 add @large_in/);
    t.notMatch(ledgerRules(['ipv6', 'ipv4'], 'inet'), /1260|siit0/);
  },
);

const chainOf = (rules: string, hook: string): readonly string[] => {
  const lines = rules.split('\n');
  const first = lines.indexOf(` chain ${hook} {`);
  return lines.slice(first, lines.indexOf(' }', first));
};
