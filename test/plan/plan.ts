import t from 'tap';
import { describePlan } from '../../src/plan/text/describe-plan.ts';
import { explainFailure } from '../../src/plan/script/explain-failure.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/model/plan.ts';
import { changeScript, buildScript } from '../../src/plan/script/build-script.ts';
import { standaloneScript } from '../../src/plan/script/standalone-script.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import type { NodeCommand } from '../../src/words/lab/node-command.ts';
import { shellText } from '../../src/words/lab/shell-text.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const planning = (text: string) => {
  const { scenarios, problems } = readScenario({ file: 'lab.yaml', text }, dictionary, validate);
  t.strictSame(problems, [], 'the test reads a sound scenario');
  return makePlan(scenarios[0]!, dictionary);
};

const planned = (text: string): Plan => planning(text).plan!;

const step = (from: string, to: string) => `steps: [{ do: { ping: { from: ${from}, to: ${to}, bytes: 100 } } }]`;

const topologies: Readonly<Record<string, string>> = {
  'a chain of five': `
title: A firewall that drops Packet Too Big
topology:
  nodes: { client: host, edge: { edge: { clamp: { mss: 1396, towards: transit } } }, transit: router, firewall: { firewall: { drop: [packet-too-big] } }, server: { host: { serve: http } } }
  links:
    - { between: [client, edge], mtu: 9000 }
    - { between: [edge, transit], mtu: 1500 }
    - { between: [transit, firewall], mtu: { transit: 9000, firewall: 1500 } }
    - { between: [firewall, server], mtu: 9000 }
${step('client', 'server')}`,
  'four legs': `
title: Four legs
topology:
  nodes: { source: host, far: router, target: host }
  links:
    - between: [source, far]
      first-hop: 9000
      legs: [{ via: r1, mtu: 9000 }, { via: r2, mtu: 1500, drop: [packet-too-big] }, { via: longest-name-15, mtu: 1500 }, { via: longest-name-14, mtu: 1500 }]
    - { between: [far, target], mtu: 9000 }
${step('source', 'target')}`,
  'the canonical lab': `
title: Two legs between two routers
topology:
  nodes: { client: host, r1: router, r2: router, server: { host: { serve: http } } }
  links:
    - { between: [client, r1], mtu: 9000 }
    - { between: [r1, r2], legs: [{ via: la, mtu: 9000 }, { via: lb, mtu: 1500 }] }
    - { between: [r2, server], mtu: 9000 }
${step('client', 'server')}`,
  'three legs, IPv4 alone, neighbours that must be learned': `
title: Three legs
families: [ipv4]
neighbours: learned
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], legs: [{ via: x, mtu: 600 }, { via: y, mtu: 600 }, { via: zz, mtu: 600 }] }]
${step('a', 'b')}`,
  'three hosts on a switch': `
title: Three hosts on a switch
topology:
  nodes: { a: host, lan: switch, b: { host: { serve: http } }, c: host }
  links:
    - { between: [a, lan], mtu: 9000 }
    - { between: [lan, b], mtu: { lan: 1500, b: 9000 } }
    - { between: [c, lan], mtu: 9000 }
${step('a', 'b')}`,
  'two switches in a row with two routers to another network': `
title: Equal ways through one interface
topology:
  nodes: { a: host, s1: switch, s2: switch, r1: router, r2: router, far: switch, b: host }
  links:
    - { between: [a, s1], mtu: 9000 }
    - { between: [s1, s2], mtu: 9000 }
    - { between: [s2, r1], mtu: 9000 }
    - { between: [r2, s2], mtu: 9000 }
    - { between: [r1, far], mtu: 1500 }
    - { between: [r2, far], mtu: 1500 }
    - { between: [far, b], mtu: 1500 }
${step('a', 'b')}`,
  'a triangle, which is no line': `
title: A triangle
topology:
  nodes: { a: router, b: router, c: router }
  links: [{ between: [a, b], mtu: 1500 }, { between: [b, c], mtu: 1500 }, { between: [c, a], mtu: 1400 }]
${step('a', 'b')}`,
};

for (const [name, text] of Object.entries(topologies))
  t.test(`the plan of ${name} is drawn and told`, async (t) => t.matchSnapshot(describePlan(planned(text))));

t.test('the same text gives the same plan, and nothing can change it', async (t) => {
  const text = topologies['the canonical lab']!;
  const made = planned(text);
  t.strictSame(JSON.stringify(made), JSON.stringify(planned(text)));
  t.throws(() => ((made.commands[0] as { in: string }).in = 'elsewhere'), TypeError);
  t.throws(() => (made.nodes[0]!.interfaces as unknown[]).push({}), TypeError);
});

t.test('names of interfaces fit the kernel and differ', async (t) => {
  const names = planned(topologies['four legs']!).nodes.flatMap((node) => {
    const own = node.interfaces.map(({ name }) => name);
    t.equal(new Set(own).size, own.length);
    return own;
  });
  t.ok(names.every((name) => name.length <= 15));
  t.ok(names.includes('to-longest-na-6'), names.join(' '));
});

t.test('a plan says what the machine must be able to do', async (t) => {
  t.strictSame([...planned(topologies['a chain of five']!).needs].sort(), ['nft', 'ping', 'tcpmss']);
  t.strictSame([...planned(topologies['four legs']!).needs].sort(), ['nexthop-groups', 'nft', 'ping']);
  t.strictSame([...planned(topologies['three hosts on a switch']!).needs].sort(), ['bridge', 'nft', 'ping']);
});

t.test('more nodes than addresses are a problem, not a crash', async (t) => {
  const { scenarios } = readScenario(
    { file: 'lab.yaml', text: topologies['the canonical lab']! },
    dictionary,
    validate,
  );
  const [first] = scenarios[0]!.nodes;
  const nodes = Array.from({ length: 65535 }, (_, index) => ({ ...first!, name: `n${index}` }));
  t.match(makePlan({ ...scenarios[0]!, nodes }, dictionary).problems, [{ code: 'too-many-nodes' }]);
  const many = Array.from({ length: 255 }, (_, index) => ({ ...first!, name: `n${index}` }));
  const links = many.map(({ name, at }) => ({ between: [name, 'lan'] as const, mtu: [1500, 1500] as const, at }));
  const lan = { ...first!, name: 'lan', kind: 'switch' };
  t.match(makePlan({ ...scenarios[0]!, nodes: [lan, ...many], links }, dictionary).problems, [
    { code: 'too-many-on-a-segment', at: ['topology', 'nodes', 'lan'] },
  ]);
  t.strictSame(
    makePlan({ ...scenarios[0]!, nodes: [lan, ...many.slice(1)], links: links.slice(1) }, dictionary).problems,
    [],
  );
});

t.test('the script is one text for one sh', async (t) => {
  const made = planned(topologies['the canonical lab']!);
  t.matchSnapshot(buildScript(made), 'as the engine runs it');
  t.matchSnapshot(standaloneScript(made), 'as plan --script prints it');
  const switched = planned(topologies['three hosts on a switch']!).commands.filter((each) => each.in === 'lan');
  t.matchSnapshot(switched.map((each) => ('nft' in each ? 'the ledger' : shellText(each))).join('\n'), 'a switch');
});

t.test('a failure is led back to its command, its reason and its place', async (t) => {
  const { commands } = planned(topologies['a chain of five']!);
  const number = (wanted: (command: NodeCommand) => boolean) => commands.find(wanted)!.number;
  const link = number((command) => 'ip' in command && command.ip[0] === 'link');
  const said = (text: string, mark: string) => `${text}\nmtulab: command ${mark} failed\n`;
  const clamp = number((command) => 'argv' in command);
  const drop = number((command) => 'nft' in command && command.nft.includes('drop'));
  const pin = number((command) => 'sysctl' in command && command.in === 'edge');
  const cases = {
    'a line that the kernel refuses': said('RTNETLINK answers: File exists\nCommand failed -:2', `${link}-${link + 3}`),
    'a word that ip cannot read': said('Error: argument "to-transit" is wrong: name', `${link}-${link + 3}`),
    'a text for nft': said('/dev/stdin:55:3-9: Error: syntax error', `${drop - 1}-${drop}`),
    'a program': said('iptables: No chain/target/match by that name.', `${clamp}`),
    'a setting that the kernel lacks': said('sh: 7: cannot create net/x: Directory nonexistent', `${pin}`),
    'a value that the kernel refuses': said('sh: 7: echo: echo: I/O error', `${pin}`),
    'something else': 'nsenter: cannot open /run/netns/edge: No such file or directory\n',
  };
  for (const [name, stderr] of Object.entries(cases)) t.matchSnapshot(explainFailure(commands, stderr), name);
});

t.test('what is not a plain word, setting or text never reaches a shell', async (t) => {
  const evil: readonly NodeCommand[] = [
    { in: 'a', ip: ['link', 'set', 'dev', 'x\nnetns del a'], why: '' },
    { in: 'a', ip: ['addr', 'add', '$(reboot)'], why: '' },
    { in: 'a', sysctl: 'net/../vm/swappiness', value: '1', why: '' },
    { in: 'a', sysctl: 'vm.swappiness', value: '1', why: '' },
    { in: 'a', sysctl: 'net..ipv4', value: '1', why: '' },
    { in: 'a', nft: 'table x {\nINPUT\nreboot\n}', why: '' },
    { in: 'a', nft: 'JOB\nreboot', why: '' },
  ];
  for (const command of evil) t.throws(() => changeScript([command]), TypeError, JSON.stringify(command));
  const quoted = changeScript([
    { in: 'a', argv: ['echo', "'; reboot; '", '$(reboot)'], why: '' },
    { in: 'a', sysctl: 'net.ipv4.tcp_rmem', value: "1 2'; reboot", why: '' },
    { in: 'a', sysctl: 'net.ipv4.conf.to-b.rp_filter', value: null, why: '' },
  ]);
  t.matchSnapshot(quoted);
});
