import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import t from 'tap';
import { readPlans } from '../fixtures/read-plans.ts';
import { ledgerRules } from '../../src/plan/commands/ledger-rules.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { planNetwork } from '../../src/plan/plan-network.ts';
import { planProblems } from '../../src/plan/plan-problems.ts';
import { standaloneScript } from '../../src/plan/script/standalone-script.ts';
import { describePlan } from '../../src/plan/text/describe-plan.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import * as labs from './fixtures/labs.ts';
import { planText, readLab, threeNodes, twoLegs } from './fixtures/labs.ts';
import { bundledPaths } from '../fixtures/bundled-scenarios.ts';

t.test('the plan of a lab of three nodes', async (t) => {
  const plan = planText(threeNodes);
  t.matchSnapshot(describePlan(plan), 'as text');
  const ledger = ledgerRules(['ipv6', 'ipv4'], 'inet');
  t.matchSnapshot(standaloneScript(plan).replaceAll(ledger, '(rules of the ledger)'), 'as a script');
});

t.test('a network is planned without what builds it', async (t) => {
  const { scenario, nodes, links, routes } = planText(twoLegs);
  t.same(planNetwork(scenario, dictionary), { scenario, nodes, links, routes });
});

t.test('commands are numbered from 1, in the order of three phases, each with a reason', async (t) => {
  const { commands } = planText(threeNodes);
  t.strictSame(
    commands.map(({ number }) => number),
    commands.map((_, index) => index + 1),
  );
  const phases = commands.map(({ phase }) => phase);
  t.strictSame(phases, [...phases].sort());
  t.strictSame([...new Set(phases)], [1, 2, 3]);
  t.ok(commands.every(({ why }) => /^\S.*\S$/.test(why)));
  t.strictSame(
    commands.filter(({ phase }) => phase === 1).map(({ why }) => why),
    [
      ...['client', 'router', 'server'].map((node) => `create the namespace ${node}`),
      'link client and router',
      'link router and server',
    ],
  );
});

t.test('addresses are those of RFC 3849 and RFC 5737, both ends of a link in one prefix', async (t) => {
  const { nodes } = planText(threeNodes);
  const isIn = (address: string, prefix: string) => ipaddr.parse(address).match(ipaddr.parseCIDR(prefix));
  for (const { address, interfaces, name } of nodes) {
    for (const { ipv6, ipv4 } of [address, ...interfaces.map((view) => view.address)])
      t.ok(isIn(ipv6, '2001:db8::/32') && isIn(ipv4, '192.0.2.0/24'), `${ipv6} ${ipv4}`);
    for (const view of interfaces) {
      const far = nodes.find((node) => node.name === view.peer)!.interfaces.find(({ peer }) => peer === name)!;
      t.strictSame(view.gateway, far.address);
      t.ok(isIn(far.address.ipv6, `${view.address.ipv6}/${view.prefixLength.ipv6}`));
      t.ok(isIn(far.address.ipv4, `${view.address.ipv4}/${view.prefixLength.ipv4}`));
    }
  }
});

t.test('both directions are routed, and each end of a link has its MTU', async (t) => {
  const { nodes, routes, links } = planText(threeNodes);
  const gateways = (node: string) => routes.filter((route) => route.in === node).flatMap(({ via }) => via);
  for (const { name, interfaces } of nodes)
    t.strictSame(
      new Set(gateways(name).map(({ gateway }) => gateway)),
      new Set(interfaces.flatMap(({ gateway }) => [gateway.ipv6, gateway.ipv4])),
      `${name} has a route over each of its links`,
    );
  t.strictSame(
    nodes.map(({ interfaces }) => interfaces.map(({ name, mtu }) => `${name} ${mtu}`)),
    [['to-router 9000'], ['to-client 9000', 'to-server 1500'], ['to-router 9000']],
  );
  t.strictSame(links[1], {
    ends: [
      { node: 'router', interface: 'to-server' },
      { node: 'server', interface: 'to-router' },
    ],
  });
});

t.test('a plan has the capabilities that the machine needs and the legs of the scenario', async (t) => {
  const { needs, legs } = planText(twoLegs);
  t.strictSame([...needs].sort(), ['nexthop-groups', 'nft', 'ping']);
  t.match(legs, [{ between: ['r1', 'r2'], via: ['la', 'lb'] }]);
});

t.test('a plan is plain data: JSON loses nothing of it', async (t) => {
  const bundled = bundledPaths.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const texts = Object.entries(labs).flatMap(([file, text]) => (typeof text === 'string' ? [{ file, text }] : []));
  const { plans, problems } = readPlans([...bundled, ...texts], { set: {} });
  t.strictSame(problems, []);
  t.ok(plans.length >= bundled.length + texts.length && bundled.length > 5, `${plans.length} plans`);
  for (const plan of plans) {
    // tap compares neither prototypes nor keys without a value.
    t.doesNotThrow(() => deepStrictEqual(JSON.parse(JSON.stringify(plan)), plan), plan.scenario.file);
    t.strictSame(getters(plan), [], 'a value that is computed when it is read is no data');
  }
});

const getters = (value: unknown): readonly string[] =>
  Object.entries(Object.getOwnPropertyDescriptors(Object(value))).flatMap(([key, { get, value: part }]) =>
    get ? [key] : typeof part === 'object' ? getters(part) : [],
  );

t.test('the same text gives the same plan, and nothing can change it', async (t) => {
  const plan = planText(twoLegs);
  t.strictSame(JSON.stringify(plan), JSON.stringify(planText(twoLegs)));
  t.throws(() => ((plan.commands[0] as { in: string }).in = 'elsewhere'), TypeError);
  t.throws(() => (plan.nodes[0]!.interfaces as unknown[]).push({}), TypeError);
  t.throws(() => ((plan.scenario as { title: string }).title = ''), TypeError);
  t.throws(() => ((plan as { needs: unknown }).needs = []), TypeError);
});

t.test('a scenario without room for its addresses has problems and no plan', async (t) => {
  const scenario = readLab(threeNodes);
  const nodes = Array.from({ length: 65535 }, (_, index) => ({ ...scenario.nodes[0]!, name: `n${index}` }));
  const { plan, problems } = makePlan({ ...scenario, nodes, links: [] }, dictionary);
  t.equal(plan, undefined);
  t.match(problems, [{ what: 'there are no addresses for 65535 nodes' }]);
  t.strictSame(makePlan(scenario, dictionary).problems, []);
  t.strictSame(planProblems(scenario, dictionary), []);
});
