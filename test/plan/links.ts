import t from 'tap';
import { bridgeCommands, bridgeDevice, fdbCommands, openPortCommands } from '../../src/plan/links/bridge-commands.ts';
import { addressCommands, linkCommands, namespaceCommands, upCommands } from '../../src/plan/links/link-commands.ts';
import { emulatorCommands } from '../../src/plan/links/emulator-commands.ts';
import { emulator } from '../../src/words/lab/impairment.ts';
import { linkProbes } from '../../src/plan/links/link-probes.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { NodeCommand } from '../../src/words/lab/node-command.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { impaired, oneSwitch, oneTunnel, planText, readLab, threeLegs, threeNodes } from './fixtures/labs.ts';

const line = (command: NodeCommand): string =>
  'ip' in command ? command.ip.join(' ') : 'argv' in command ? command.argv.join(' ') : '';

const nodeOf = (text: string, name: string) => planText(text).nodes.find((node) => node.name === name)!;

t.test('each node has a namespace, with its place in the scenario', async (t) => {
  const [client, ...others] = namespaceCommands(planText(threeNodes).scenario);
  t.strictSame(client, {
    ...{ in: 'client', ip: ['netns', 'add', 'client'], why: 'create the namespace client' },
    at: ['topology', 'nodes', 'client'],
  });
  t.strictSame(others.map(line), ['netns add router', 'netns add server']);
});

t.test('each link is a veth pair of one queue with the MTU and MAC of each end', async (t) => {
  const { scenario, nodes } = planText(threeNodes);
  const [first, second] = linkCommands(scenario, nodes, dictionary).cables;
  t.match(first, { in: 'client', why: 'link client and router', at: ['topology', 'links', 0] });
  t.equal(
    line(second!),
    'link add name to-server mtu 1500 address 02:00:00:02:00:02 numtxqueues 1 numrxqueues 1 netns router ' +
      'type veth peer name to-router mtu 9000 address 02:00:00:03:00:01 numtxqueues 1 numrxqueues 1 netns server',
  );
});

t.test('a tunnel is made inside both of its nodes, with the addresses of the nodes', async (t) => {
  const { scenario, nodes } = planText(oneTunnel);
  const { cables, tunnels } = linkCommands(scenario, nodes, dictionary);
  t.equal(cables.length, 2);
  t.match(tunnels, [
    { in: 'a', at: ['topology', 'links', 2] },
    { in: 'b', at: ['topology', 'links', 2] },
  ]);
  t.strictSame(tunnels.map(line), [
    'link add overlay mtu 1330 address 02:00:00:01:00:02 type vxlan id 7 local 2001:db8:1::1 remote 2001:db8:3::1 dstport 4789',
    'link add overlay mtu 1330 address 02:00:00:03:00:02 type vxlan id 7 local 2001:db8:3::1 remote 2001:db8:1::1 dstport 4789',
  ]);
});

t.test('the ends of a point-to-point tunnel have no neighbour entries', async (t) => {
  const vxlan = dictionary.links['vxlan']!;
  const pointToPoint = {
    ...dictionary,
    links: { ...dictionary.links, vxlan: { ...vxlan, pointToPoint: true as const } },
  };
  const neighbours = (words: typeof dictionary) =>
    makePlan(readLab(oneTunnel), words)
      .plan!.commands.map(line)
      .filter((text) => /^neigh .* dev overlay$/.test(text)).length;
  t.equal(neighbours(dictionary), 4);
  t.equal(neighbours(pointToPoint), 0);
});

t.test('a tunnel is probed by its own commands, each end in a namespace of its own', async (t) => {
  const { scenario, needs } = planText(oneTunnel);
  const [probe, ...more] = linkProbes(scenario, dictionary);
  t.strictSame(more, []);
  t.strictSame(
    needs.filter((need) => typeof need !== 'string'),
    [probe],
  );
  t.strictSame([probe!.link, probe!.remedy], ['vxlan', 'load the module vxlan']);
  t.matchSnapshot(probe!.script);
  const twice = { links: [...scenario.links, ...scenario.links] };
  t.equal(linkProbes(twice, dictionary).length, 1, 'equal tunnels share a probe');
});

t.test('the ends of a link to a switch have different interface indexes', async (t) => {
  const { scenario, nodes } = planText(oneSwitch);
  const indexes = linkCommands(scenario, nodes, dictionary).cables.map((command) =>
    line(command).match(/(?<= index )\d+/g),
  );
  t.strictSame(indexes, [
    ['1001', '1002'],
    ['1003', '1004'],
    ['1005', '1006'],
  ]);
});

t.test('a node with addresses brings up lo and its links', async (t) => {
  t.strictSame(upCommands(nodeOf(threeNodes, 'router')).map(line), [
    'link set dev lo up',
    'link set dev to-client up',
    'link set dev to-server up',
  ]);
});

t.test('a switch joins its links to a bridge without STP and snooping before it brings them up', async (t) => {
  const lan = nodeOf(oneSwitch, 'lan');
  const bridge = [
    `link add name ${bridgeDevice} type bridge stp_state 0 mcast_snooping 0`,
    ...['a', 'b', 'c'].map((peer) => `link set dev to-${peer} master ${bridgeDevice}`),
  ];
  t.strictSame(bridgeCommands(lan).map(line), bridge);
  t.strictSame(upCommands(lan).map(line), [
    ...bridge,
    ...['to-a', 'to-b', 'to-c', bridgeDevice].map((device) => `link set dev ${device} up`),
  ]);
});

t.test('a switch waits for the forwarding state of each port once all links are up', async (t) => {
  const commands = openPortCommands(nodeOf(oneSwitch, 'lan'));
  t.strictSame(
    commands.map((command) => 'argv' in command && command.argv.at(-1)),
    ['to-a', 'to-b', 'to-c'],
  );
  t.match(commands[0], {
    ...{ in: 'lan', afterUp: true, why: 'wait until to-a forwards frames' },
    argv: [
      'sh',
      '-c',
      /^n=0; until bridge link set dev "\$1" state 3 .*-gt 1000 .*; bridge link set dev "\$1" state 3$/,
    ],
  });
});

t.test('a switch knows the port of each address, so that it floods nothing', async (t) => {
  t.strictSame(fdbCommands(nodeOf(oneSwitch, 'lan')).map(line), [
    'bridge fdb replace 02:00:00:01:00:01 dev to-a master static',
    'bridge fdb replace 02:00:00:03:00:01 dev to-b master static',
    'bridge fdb replace 02:00:00:04:00:01 dev to-c master static',
  ]);
});

t.test('a node has an address on lo and one per link and family, without duplicate detection', async (t) => {
  t.strictSame(addressCommands(nodeOf(threeNodes, 'router')).map(line), [
    'addr add 2001:db8:2::1/128 dev lo nodad',
    'addr add 2001:db8:1:1::2/64 dev to-client nodad',
    'addr add 2001:db8:2:1::1/64 dev to-server nodad',
    'addr add 192.0.2.17/32 dev lo',
    'addr add 192.0.2.3/31 dev to-client',
    'addr add 192.0.2.18/31 dev to-server',
  ]);
  t.strictSame(addressCommands(nodeOf(oneSwitch, 'c')).map(line), [
    'addr add 2001:db8:4::1/128 dev lo nodad',
    'addr add 2001:db8:2:1::3/64 dev to-lan nodad',
    'addr add 192.0.2.49/32 dev lo',
    'addr add 192.0.2.19/28 dev to-lan',
  ]);
  t.strictSame(addressCommands(nodeOf(threeLegs, 'x')).map(line), [
    'addr add 192.0.2.33/32 dev lo',
    'addr add 192.0.2.3/31 dev to-a',
    'addr add 192.0.2.34/31 dev to-b',
  ]);
});

t.test('an emulated link is two veth pairs that meet in the namespace of the emulator', async (t) => {
  const { scenario, nodes, commands, needs } = planText(impaired);
  const made = linkCommands(scenario, nodes, dictionary).cables.map(line);
  t.strictSame(made.slice(0, 2), [
    'link add name to-b mtu 9000 address 02:00:00:01:00:01 numtxqueues 1 numrxqueues 1 netns a ' +
      'type veth peer name l0-0 index 20001 mtu 65535 address 02:01:00:00:00:00 numtxqueues 1 numrxqueues 1 netns link.emulator',
    'link add name to-a mtu 9000 address 02:00:00:02:00:01 numtxqueues 1 numrxqueues 1 netns b ' +
      'type veth peer name l0-1 index 20002 mtu 65535 address 02:01:00:00:00:01 numtxqueues 1 numrxqueues 1 netns link.emulator',
  ]);
  t.equal(made.length, 7, 'the last link joins its ends directly');
  const { namespace, links, rules } = emulatorCommands(nodes);
  t.strictSame(namespace.map(line), ['netns add link.emulator']);
  t.strictSame(
    links.slice(1).map(line),
    ['l0-0', 'l0-1', 'l1-0', 'l1-1', 'l2-0', 'l2-1'].map((device) => `link set dev ${device} up`),
  );
  t.equal(rules.filter((command) => 'netem' in command).length, 4, 'both directions of the two links that hold frames');
  const ofEmulator = commands.filter((command) => command.in === emulator);
  t.match(ofEmulator.at(-1), { why: 'what leaves b:to-c: passes 1500', phase: 3 }, 'the trait comes last');
  t.ok(needs.includes('link-emulation'));
});

t.test('a network without impaired links has no emulator', async (t) => {
  t.strictSame(emulatorCommands(planText(threeNodes).nodes), { namespace: [], links: [], rules: [] });
  t.notOk(planText(threeNodes).needs.includes('link-emulation'));
});
