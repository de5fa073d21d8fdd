import t from 'tap';
import { describePlan } from '../../../src/plan/text/describe-plan.ts';
import { drawTopology } from '../../../src/plan/text/draw-topology.ts';
import { chain, fourLegs, oneSwitch, planText, ring, sharedAddress, threeLegs } from '../fixtures/labs.ts';

const sectionOf = (text: string, node: string): readonly string[] =>
  describePlan(planText(text))
    .split('\n\n')
    .find((section) => section.startsWith(`${node} (`))!
    .split('\n');

t.test('a plan starts with its title and drawing; a section per node and the pinned settings follow', async (t) => {
  const sections = describePlan(planText(chain)).split('\n\n');
  t.strictSame(sections.slice(0, 2), [
    'A firewall that drops Packet Too Big',
    `  ${drawTopology(planText(chain)).replaceAll('\n', '\n  ')}`,
  ]);
  t.strictSame(
    sections.slice(2, 7).map((section) => section.trim().split(' (')[0]),
    ['client', 'edge', 'transit', 'firewall', 'server'],
  );
  t.strictSame(
    sections.slice(7, -1).map((section) => section.split('\n')[0]),
    ['every node', 'nodes that forward packets', 'all other nodes'].map((where) => `pinned in ${where}:`),
  );
});

t.test('a plan prints every setting that it pins, with its reason', async (t) => {
  const { nodes, commands } = planText(chain);
  const text = describePlan(planText(chain)).replaceAll('INTERFACE', 'to-edge');
  const pinned = commands.flatMap((command) => ('sysctl' in command && !command.at ? [command] : []));
  t.ok(nodes.length > 1 && pinned.length > 20, 'they are found');
  for (const { sysctl, value, why } of pinned.filter(({ in: node }) => node === 'client' || node === 'transit')) {
    const row = new RegExp(
      `^  ${sysctl.replaceAll('.', '\\.').replace(/\bto-\w+/, '[\\w-]+')} +${value} +${why}$`,
      'm',
    );
    t.match(text, row);
  }
  t.notMatch(text, 'fib_multipath_hash_policy  3', 'a router has the hash policy of its kernel');
});

t.test('a section lists addresses, interfaces with the path of their MTU, and routes, in columns', async (t) => {
  t.strictSame(sectionOf(chain, 'transit'), [
    'transit (router): 2001:db8:3::1, 192.0.2.33',
    '  to-edge      mtu 1500  2001:db8:2:1::2/64  192.0.2.19/31  from topology.links[1]',
    '  to-firewall  mtu 9000  2001:db8:3:1::1/64  192.0.2.34/31  from topology.links[2]',
    '  2001:db8::/45    via 2001:db8:2:1::1 to-edge',
    '  2001:db8:4::/46  via 2001:db8:3:1::2 to-firewall',
    '  default ipv6     via 2001:db8:2:1::1 to-edge',
    '  192.0.2.0/24     via 192.0.2.35 to-firewall',
    '  192.0.2.0/27     via 192.0.2.18 to-edge',
    '  default ipv4     via 192.0.2.18 to-edge',
    '  addresses that no node has: unreachable',
  ]);
});

t.test('a route over legs lists all next hops', async (t) => {
  const section = sectionOf(threeLegs, 'a');
  t.equal(section[1], '  to-x   mtu 600  192.0.2.2/31  from topology.links[0].legs[0]');
  t.equal(section[4], '  default ipv4   via 192.0.2.3 to-x | 192.0.2.5 to-y | 192.0.2.7 to-zz');
});

t.test('a section ends with the reasons of kind, traits and legs, each once', async (t) => {
  const reasons = (text: string, node: string) => sectionOf(text, node).filter((line) => line.startsWith('  - '));
  t.strictSame(reasons(chain, 'client'), []);
  t.strictSame(reasons(chain, 'firewall'), ['  - firewall drops packet-too-big']);
  t.strictSame(reasons(fourLegs, 'r2'), ['  - r2 drops packet-too-big']);
  t.strictSame(reasons(fourLegs, 'r1'), []);
  const lan = reasons(oneSwitch, 'lan');
  t.ok(lan.length > 0);
  t.equal(new Set(lan).size, lan.length);
});

t.test('no line of a plan is wider than the terminal, and no word is lost or broken', async (t) => {
  for (const lab of [chain, fourLegs, ring, oneSwitch]) {
    const plan = planText(lab);
    const textIn = (width?: number): string => describePlan(plan, width).replace(/^[^]*?\n(?=\w[\w-]* \()/, '');
    const narrow = textIn(64);
    t.strictSame(
      narrow.split('\n').filter((line) => line.length > 64),
      [],
    );
    t.ok(
      textIn()
        .split('\n')
        .some((line) => line.length > 64),
      'lines are wrapped',
    );
    t.strictSame(narrow.split(/\s+/), textIn().split(/\s+/));
    const title = describePlan({ ...plan, scenario: { ...plan.scenario, title: 'long '.repeat(20) } }, 60);
    t.match(title, /^(long ?){12}\n(long ?){8}\n/);
  }
});

t.test('a switch has no address', async (t) => {
  t.strictSame(sectionOf(oneSwitch, 'lan').slice(0, 4), [
    'lan (switch): no address',
    '  to-a  mtu 9000  from topology.links[0]',
    '  to-b  mtu 1500  from topology.links[1]',
    '  to-c  mtu 9000  from topology.links[2]',
  ]);
});

t.test('a node lists its services with their ports', async (t) => {
  const several = chain.replace('serve: http', 'serve: { http: { port: 8080 }, echo: {} }');
  const services = (text: string, node: string): readonly string[] =>
    sectionOf(text, node).filter((line) => line.startsWith('  serves '));
  t.strictSame(services(several, 'server'), ['  serves http on tcp 8080', '  serves echo on udp 7']);
  t.strictSame(services(chain, 'server'), ['  serves http on tcp 80']);
  t.strictSame(services(chain, 'client'), []);
});

t.test('a node lists the addresses that it shares, with the other holders', async (t) => {
  t.strictSame(sectionOf(sharedAddress, 's1').slice(0, 2), [
    's1 (host): 2001:db8:4::1, 192.0.2.49',
    '  vip: 2001:db8:6::1, 192.0.2.81, shared with s2',
  ]);
  t.equal(sectionOf(sharedAddress, 'client')[1], '  lone: 2001:db8:7::1, 192.0.2.97');
  t.match(drawTopology(planText(sharedAddress)), /holds vip/);
});

t.test('a drawing names the ports that lead to other nodes', async (t) => {
  const nat = '{ nat: { towards: transit, publish: [{ port: 8080, to: client }] } }';
  const plan = planText(chain.replace('{ clamp: { mss: 1396, towards: transit } }', nat));
  t.match(drawTopology(plan), /masquerades towards transit, publishes client at port 8080/);
  t.strictSame(plan.nodes[1]!.publishes, [{ port: 8080, node: 'client', nodePort: 8080 }]);
});

t.test('the title of a varied scenario names its case', async (t) => {
  const plan = planText(chain);
  const text = describePlan({ ...plan, scenario: { ...plan.scenario, case: 'mss=1440' } });
  t.match(text, /^A firewall that drops Packet Too Big \(mss=1440\)\n/);
});

t.test('each route and command is read as often in a large plan as in a small one', async (t) => {
  const chainOf = (length: number): string => {
    const names = Array.from({ length }, (_, index) => `n${index}`);
    const links = names.slice(1).map((name, index) => `    - { between: [${names[index]}, ${name}], mtu: 1500 }`);
    const nodes = names.map((name) => `    ${name}: router`);
    const steps = 'steps: [{ do: { flush: { at: all } } }]';
    return ['title: a chain', 'topology:', '  nodes:', ...nodes, '  links:', ...links, steps, ''].join('\n');
  };
  const readsPerPart = (length: number): number => {
    let reads = 0;
    const counted = <T extends object>(part: T): T =>
      new Proxy(part, { get: (target, key) => (reads++, Reflect.get(target, key)) });
    const plan = planText(chainOf(length));
    const routes = plan.routes.map((route) => counted({ ...route }));
    const commands = plan.commands.map((command) => counted({ ...command }));
    describePlan({ ...plan, routes, commands });
    return reads / (routes.length + commands.length);
  };
  const [few, many] = [readsPerPart(8), readsPerPart(32)];
  t.ok(many < few * 1.1, `${few} reads in a chain of 8, ${many} in one of 32`);
});
